"""A roster is brought in: what it adds, changes and finds as it was, line by line. Nothing is ever taken away.

Knows no file; a line's place is only repeated.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.database import take_turns
from models.roster import EXTERNAL, called, name_key
from models.roster_diff import ChangeKind, FieldChange, LineChange, RosterChanges
from models.tables import Alias, Organization, Person, key
from states.draft import RosterPerson
from states.fault import Fault


class RosterConflict(Fault):
    """A line does not go with what is in the database; nothing was changed."""


def bring_in(session: Session, lines: Iterable[RosterPerson]) -> RosterChanges:
    """Add what the roster has and the database has not, and correct what differs; nothing is ever taken away.

    A person is known by the address, else by the name in the organization: somebody whose address is in no line gets
    the line's, and keeps it where the line has none. A name that is an alias means its organization, so a roster from
    before a rename or a merger undoes neither.

    Raises:
        RosterConflict: an alias is the name of another organization.

    """
    take_turns(session, "roster")
    lines = tuple(lines)
    book = _Book(session, lines)
    found = [book.bring_in(line) for line in lines]
    book.bring_in_substitutes(found)
    session.flush()
    return RosterChanges(lines=(*(one.as_change() for one in found), *book.missing()))


@dataclass(kw_only=True)
class _Found:
    """A line, the person it means, and what became different."""

    line: RosterPerson
    organization: Organization
    person: Person | None
    is_new: bool
    fields: list[FieldChange]

    def as_change(self) -> LineChange:
        kind = ChangeKind.ADDED if self.is_new else ChangeKind.CHANGED if self.fields else ChangeKind.UNCHANGED
        return LineChange(
            kind=kind,
            organization=self.organization.name,
            who=self.line.head or self.line.email,
            place=self.line.place,
            fields=tuple(one for one in self.fields if one.old or not self.is_new),
        )


class _Book:
    """The roster of the database in memory, while lines are compared with it."""

    def __init__(self, session: Session, lines: tuple[RosterPerson, ...]) -> None:
        self.session = session
        organizations = session.exec(select(Organization).order_by(col(Organization.id))).all()
        self.by_name = {one.name: one for one in organizations}
        self.by_id = {one.id: one for one in organizations}
        self.aliases = {alias.name: alias.organization_id for alias in session.exec(select(Alias))}
        self.persons = list(session.exec(select(Person).order_by(col(Person.rank), col(Person.id))))
        self.by_address = {person.email.lower(): person for person in self.persons if person.email}
        self.present: defaultdict[int, list[Person]] = defaultdict(list)
        for person in self.persons:
            if person.left_on is None:
                self.present[person.organization_id].append(person)
        self.addresses = {line.email.lower() for line in lines if line.email}
        self.mentioned_aliases: set[str] = set()
        self.speaks_of_aliases = any("aliases" not in line.unsaid for line in lines)
        self.met_organizations: set[int] = set()
        self.met_persons: set[int] = set()

    def bring_in(self, line: RosterPerson) -> _Found:
        """Compare one line and write what differs."""
        fields: list[FieldChange] = []
        organization, is_new = self._organization(line, fields)
        self._add_aliases(line, organization, fields)
        if line.names_nobody:
            return _Found(line=line, organization=organization, person=None, is_new=is_new, fields=fields)
        person = self._person(line, organization)
        is_new = person is None
        if person is None:
            person = Person(organization_id=key(organization.id))
            self.persons.append(person)
            self.session.add(person)
        self._correct(person, line, organization, fields)
        if is_new:
            self.session.flush()
        self.met_persons.add(key(person.id))
        return _Found(line=line, organization=organization, person=person, is_new=is_new, fields=fields)

    def _organization(self, line: RosterPerson, fields: list[FieldChange]) -> tuple[Organization, bool]:
        found = self._named(line.organization)
        is_new = found is None
        if found is None:
            found = Organization(name=line.organization, kind=line.kind, number=line.number)
            self.session.add(found)
            self.session.flush()
            self.by_name[found.name] = self.by_id[found.id] = found
        elif found.name == line.organization:  # under an old name the line speaks of what the organization was
            _set(found, {"kind": line.kind, "number": line.number}, line.unsaid, fields)
        self.met_organizations.add(key(found.id))
        return found, is_new

    def _named(self, name: str) -> Organization | None:
        """Whom a name means; an alias counts first: a merged organization keeps its name and is another's alias."""
        return self.by_id[self.aliases[name]] if name in self.aliases else self.by_name.get(name)

    def _add_aliases(self, line: RosterPerson, organization: Organization, fields: list[FieldChange]) -> None:
        had = [name for name, owner in self.aliases.items() if owner == organization.id]
        for alias in line.aliases:
            owner = self._named(alias)
            if owner is not None and owner is not organization:
                raise RosterConflict(
                    f"{line.place}: «{alias}» is {owner.name} in the database; take it out of the aliases, or run "
                    f'`srok roster merge "{alias}" into "{organization.name}"` first'
                )
            if owner is None:
                self.aliases[alias] = key(organization.id)
                self.session.add(Alias(organization_id=key(organization.id), name=alias))
        self.mentioned_aliases.update((line.organization, *line.aliases))
        has = [name for name, owner in self.aliases.items() if owner == organization.id]
        if has != had:
            fields.append(FieldChange(field="aliases", old="; ".join(had), new="; ".join(has)))

    def _person(self, line: RosterPerson, organization: Organization) -> Person | None:
        if line.email and line.email.lower() in self.by_address:
            return self.by_address[line.email.lower()]
        named = [
            one
            for one in self.present[key(organization.id)]
            if one.id not in self.met_persons and name_key(one.name) == name_key(line.head)
        ]
        if "email" in line.unsaid:
            return next(iter(named), None)
        without = [one for one in named if one.email is None]
        same = [one for one in named if line.head and one.name == line.head and not self._is_in_file(one)]
        return next(iter(without or same), None)

    def _is_in_file(self, person: Person) -> bool:
        return (person.email or "").lower() in self.addresses

    def _correct(
        self, person: Person, line: RosterPerson, organization: Organization, fields: list[FieldChange]
    ) -> None:
        if person.organization_id != organization.id:
            fields.append(
                FieldChange(field="organization", old=self.by_id[person.organization_id].name, new=organization.name)
            )
            person.organization_id, person.rank = key(organization.id), self._last_rank(organization)
        wanted: dict[str, Any] = {"name": line.head, "post": line.post, "left_on": None}
        if line.email:
            wanted["email"] = line.email
        if "dative" not in line.unsaid or not person.dative or person.name != line.head:
            wanted["dative"] = line.dative
        unsaid = line.unsaid - {"dative"}
        if "head" in unsaid:
            unsaid |= {"name", "dative"}
        before = person.email
        _set(person, wanted, unsaid, fields)
        if person.email != before:
            person.bounced_at = None  # it was the other address that bounced

    def _last_rank(self, organization: Organization) -> int:
        """A rank behind those who are there: whoever joins does not take over an organization's letters."""
        ranks = [one.rank for one in self.persons if one.organization_id == organization.id]
        return max(ranks) + 1 if ranks else 0

    def bring_in_substitutes(self, found: list[_Found]) -> None:
        """Write who substitutes for whom, once everybody of the file is known."""
        by_address = {one.line.email.lower(): one.person for one in found if one.person and one.line.email}
        by_name = {(one.line.organization, one.line.head): one.person for one in found if one.person}
        anywhere = {one.line.head: one.person for one in found if one.person}
        by_id = {person.id: person for person in self.persons}
        for one in found:
            line, person = one.line, one.person
            if person is None or "substitutes" in line.unsaid:
                continue
            wanted = line.substitutes
            other = by_address.get(wanted.lower()) or by_name.get((line.organization, wanted)) or anywhere.get(wanted)
            other = other if wanted else None
            before = by_id.get(person.substitute_for_id)
            if not wanted and before is not None and before.left_on is not None:
                continue  # no row can name who has left, so an empty cell says nothing of them
            if other is not before:
                person.substitute_for_id = other.id if other else None
                person.substitute_from_on = person.substitute_until_on = None  # the days were the other one's
                one.fields.append(FieldChange(field="substitutes", old=_shown(before), new=_shown(other)))

    def missing(self) -> Iterable[LineChange]:
        """What the database has and no line mentions: persons, organizations without any, and other names."""
        for person in self.persons:
            organization = self.by_id[person.organization_id]
            if person.id not in self.met_persons and person.left_on is None and _counts(organization):
                who = called(person)
                yield LineChange(kind=ChangeKind.MISSING, organization=organization.name, who=who)
        inhabited = {person.organization_id for person in self.persons}
        for organization in self.by_name.values():
            if organization.id not in self.met_organizations | inhabited and _counts(organization):
                yield LineChange(kind=ChangeKind.MISSING, organization=organization.name)
        for alias, owner in self.aliases.items() if self.speaks_of_aliases else ():
            if owner in self.met_organizations and alias not in self.mentioned_aliases:
                yield LineChange(kind=ChangeKind.MISSING, organization=self.by_id[owner].name, who=f"alias «{alias}»")


def _counts(organization: Organization) -> bool:
    return organization.kind != EXTERNAL and organization.merged_into_id is None


def _set(row: Any, wanted: dict[str, Any], unsaid: frozenset[str], fields: list[FieldChange]) -> None:
    for field, value in wanted.items():
        before = getattr(row, field)
        if field not in unsaid and before != value:
            setattr(row, field, value)
            shown = {"name": "head", "post": "position", "left_on": "left"}.get(field, field)
            fields.append(FieldChange(field=shown, old=str(before or ""), new=str(value or "")))


def _shown(person: Person | None) -> str:
    return (person.email or person.name) if person else ""
