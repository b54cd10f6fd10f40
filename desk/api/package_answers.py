"""What the API answers of reporting packages; the same promise as `desk.api.answers`."""

from datetime import date, datetime

from pydantic import Field

from desk.api.answers import Answer
from states.package import PackageState


class PackageLine(Answer):
    """A package. `number` is 0, or that of an addendum."""

    id: int
    plan_id: int
    order: str
    begins_on: date
    ends_on: date
    number: int
    supplements_id: int | None
    state: PackageState
    edition: int
    cut_off: date | None
    manifest_sha256: str
    signed_by: str
    signed_at: datetime | None
    sent_at: datetime | None
    sent_to: str
    operator_number: str
    operator_on: date | None
    version: int


class PackagePage(Answer):
    """Packages, the latest begun first, and behind which id the next page begins."""

    packages: list[PackageLine]
    next: int | None


class PackagePart(Answer):
    """A file of a package's present edition."""

    name: str
    size: int
    sha256: str


class PackageHistoryLine(Answer):
    """One thing done to a package."""

    version: int
    at: datetime
    person: str
    trigger: str
    source: PackageState
    dest: PackageState
    reason: str
    detail: str


class PackageFull(PackageLine):
    """A package with its files and history; `version` is its ETag. `assembling`: its next edition is being drawn."""

    assembling: bool
    assembling_failed: str = Field(description="Why the last attempt to assemble it came to nothing, or empty.")
    intact: bool = Field(description="Whether the files on disk are those that were assembled.")
    gaps: dict[str, int] = Field(description="What it lacks, by words: overdue, waiting for review, without a date.")
    moves: list[str] = Field(description="The steps that the caller may take now.")
    parts: list[PackagePart]
    history: list[PackageHistoryLine]


class PackageChanged(Answer):
    """What a package was and is now; `version` is its ETag."""

    package_id: int
    before: PackageState
    after: PackageState
    edition: int
    version: int


class PackageSending(Answer):
    """What sending a package would do now: to whom by a letter, whom answers reach, and whether the files fit the
    letter or a link leads to them.
    """

    package_id: int
    version: int
    state: PackageState
    operator: str
    operator_email: str
    coordinator: str
    attached: bool
    size: int = Field(description="The files together, in bytes.")
    intact: bool = Field(description="Whether the files are those that were assembled.")
    parts: list[str]


class Begun(Answer):
    """A package that was begun, or stood already."""

    package_id: int
