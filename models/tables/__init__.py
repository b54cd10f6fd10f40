"""The tables of Srok. Rows only: what may change and when is decided in `states`, done in `models.operations`."""

from models.tables.chasing import LadderSnapshot, PackageFiringRow, SweepRow
from models.tables.desk import Account, ApiToken, DeskSession, DraftFile, ReportDraft, SavedView, SignIn, SignInOutcome
from models.tables.discipline import DisciplineDay, DisciplineExecutor
from models.tables.drafts import Draft, Edition, SettlementRow
from models.tables.history import (
    BulkRow,
    BulkStep,
    EventRow,
    Evidence,
    History,
    ItemHistory,
    KeyedOperation,
    PlanHistory,
)
from models.tables.letters import LetterBytes, MailSwitchRow, Outbox, OutboxState, Phase, RelayRow
from models.tables.links import Link, LinkPurpose
from models.tables.metadata import key
from models.tables.orders import Group, GroupMember, ItemExecutor, Order, Plan, PlanItem, PlanRole, Section
from models.tables.packages import PackagedAcceptance, PackageHistory, PackagePart, PackageRow
from models.tables.roster import Alias, Delegation, Organization, Person
from models.tables.work import Assignment, FiringRow, Occurrence

__all__ = [
    "Account",
    "Alias",
    "ApiToken",
    "Assignment",
    "BulkRow",
    "BulkStep",
    "Delegation",
    "DeskSession",
    "DisciplineDay",
    "DisciplineExecutor",
    "Draft",
    "DraftFile",
    "Edition",
    "EventRow",
    "Evidence",
    "FiringRow",
    "Group",
    "GroupMember",
    "History",
    "ItemExecutor",
    "ItemHistory",
    "KeyedOperation",
    "LadderSnapshot",
    "LetterBytes",
    "Link",
    "LinkPurpose",
    "MailSwitchRow",
    "Occurrence",
    "Order",
    "Organization",
    "Outbox",
    "OutboxState",
    "PackageFiringRow",
    "PackageHistory",
    "PackagePart",
    "PackageRow",
    "PackagedAcceptance",
    "Person",
    "Phase",
    "Plan",
    "PlanHistory",
    "PlanItem",
    "PlanRole",
    "RelayRow",
    "ReportDraft",
    "SavedView",
    "Section",
    "SettlementRow",
    "SignIn",
    "SignInOutcome",
    "SweepRow",
    "key",
]
