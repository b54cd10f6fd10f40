"""The organizations and persons a draft names, as rows. Makes those the roster has not; knows nothing of deadlines."""

from collections.abc import Iterable

from sqlmodel import Session

from models.roster import contact_of, organization_named, person_named
from models.tables import Group, GroupMember, ItemExecutor, Organization, PlanRole, key
from states.draft import DraftExecutor, DraftGroup, DraftItem, DraftPerson, ExecutorKind, PlanDraft
from states.fault import Fault
from states.item import EVERYBODY, RollUp, default_rule

SCHOOL = "school"


class NotConfirmable(Fault):
    """A draft that cannot be put under control; the text says what stands in the way."""


class Executors:
    """Who a draft's words mean."""

    def __init__(self, session: Session, draft: PlanDraft) -> None:
        self.session = session
        self.draft = draft
        self.members = {group.code: self._members(group.members) for group in draft.groups}

    def keep(self, plan_id: int) -> None:
        """Write the draft's groups and supervisors as those of a plan."""
        for group in self.draft.groups:
            self._keep(group, plan_id)
        for name, person in self.draft.roles.items():
            self.session.add(PlanRole(plan_id=plan_id, role=name, person_id=self._supervisor(person)))

    def _keep(self, group: DraftGroup, plan_id: int) -> None:
        row = Group(plan_id=plan_id, code=group.code, title=group.title)
        self.session.add(row)
        self.session.flush()
        members = [key(organization.id) for organization in self.members[group.code]]
        self.session.add_all(GroupMember(group_id=key(row.id), organization_id=one) for one in members)

    def _members(self, names: Iterable[str]) -> list[Organization]:
        return [organization_named(self.session, name, kind=SCHOOL) for name in names]

    def of(self, item: DraftItem, item_id: int) -> list[ItemExecutor]:
        """Who carries an item out, each organization once, in the order of the text.

        Raises:
            NotConfirmable: nobody does.

        """
        found: dict[int, ItemExecutor] = {}
        for executor in item.executors:
            for organization in self._organizations(executor):
                row = self._row(executor, organization, item_id=item_id, position=len(found))
                found.setdefault(row.organization_id, row)
        if not found:
            raise NotConfirmable(
                f"{item.place}: nobody is to carry out {item.kind} {item.number}: is the roster imported?"
            )
        return list(found.values())

    def rule(self, item: DraftItem) -> RollUp:
        """How an item addressed so rolls up. Schools named one by one have no lead: each does its own."""
        named = [organization for executor in item.executors for organization in self._organizations(executor)]
        alike = all(organization.kind == SCHOOL for organization in named)
        return EVERYBODY if alike else default_rule([executor.kind for executor in item.executors])

    def _organizations(self, executor: DraftExecutor) -> list[Organization]:
        if executor.kind is ExecutorKind.GROUP:
            return self.members.get(executor.name, [])
        kind = "external" if executor.kind is ExecutorKind.EXTERNAL else "organization"
        return [organization_named(self.session, executor.name, kind=kind)]

    def _row(self, executor: DraftExecutor, organization: Organization, *, item_id: int, position: int) -> ItemExecutor:
        person = None
        if executor.person and executor.kind is ExecutorKind.ORGANIZATION:
            person = person_named(self.session, executor.person, organization=organization, post=executor.post)
        return ItemExecutor(
            item_id=item_id,
            organization_id=key(organization.id),
            person_id=person.id if person else None,
            position=position,
            required=executor.kind is not ExecutorKind.EXTERNAL,
        )

    def _supervisor(self, person: DraftPerson) -> int:
        """The person who holds a role; where only an organization is named, its contact."""
        organization = organization_named(self.session, person.organization or person.name, kind="organization")
        contact = None if person.name else contact_of(self.session, organization)
        return key((contact or person_named(self.session, person.name, organization=organization, post=person.post)).id)
