"""What must hold between the rows of a roster, and what a person should look at. Knows no file."""

from collections.abc import Iterator, Sequence

from plans.dative import dative
from plans.executors.vocabulary import key_of
from plans.rejected import ImportRejected
from plans.roster.person import Line
from states.draft import KnownOrganization, Problem, RosterPerson, Severity

Row = tuple[Line, RosterPerson]


def check(rows: Sequence[Row]) -> None:
    """Raises `ImportRejected` with the place of the first row that does not go with another."""
    _check_addresses(rows)
    _check_repeated(rows)
    _check_organizations(rows)
    _check_names(rows)
    _check_substitutes(rows)


def _check_addresses(rows: Sequence[Row]) -> None:
    seen: dict[str, str] = {}
    for line, person in rows:
        key = person.email.casefold()
        if key and key in seen:
            reason = f"the address {person.email} stands already in {seen[key]}; each address may stand once"
            raise line.rejected("email", reason)
        seen[key] = person.place


def _check_repeated(rows: Sequence[Row]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for line, person in rows:
        if person.email:
            continue
        key = (person.organization, person.head.casefold())
        if key in seen:
            reason = f"the row says the same as {seen[key]}; leave one, or give each its address"
            raise line.rejected("organization", reason)
        seen[key] = person.place


def _check_organizations(rows: Sequence[Row]) -> None:
    first: dict[str, RosterPerson] = {}
    for line, person in rows:
        other = first.setdefault(person.organization, person)
        for field in ("kind", "number"):
            said, before = getattr(person, field), getattr(other, field)
            if said != before:
                reason = f"{person.organization} has «{said}» here and «{before}» in {other.place}; make them alike"
                raise line.rejected(field, reason)


def _check_names(rows: Sequence[Row]) -> None:
    """No name and no alias may mean two organizations: orders could not be read then."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    names = [(line, person, "organization", person.organization) for line, person in rows]
    names += [(line, person, "aliases", alias) for line, person in rows for alias in person.aliases]
    for line, person, field, name in names:
        organization, place = seen.setdefault(key_of(name), (person.organization, person.place))
        if organization != person.organization:
            reason = f"«{name}» means {organization} already, {place}; {_WHAT_TO_DO[field]}"
            raise line.rejected(field, reason)


_WHAT_TO_DO = {
    "organization": "two organizations of one type and number cannot be told apart: correct one, or make it an alias",
    "aliases": "a name means one organization: take it away from one of the two",
}


def _check_substitutes(rows: Sequence[Row]) -> None:
    lines = {person.place: line for line, person in rows}
    people = [person for _, person in rows]
    for person in people:
        if not person.substitutes:
            continue
        line, other = lines[person.place], substituted(person, people)
        if other is None:
            reason = f"«{person.substitutes}» is on no row of the file; write the address of the one who is substituted"
            raise line.rejected("substitutes", reason)
        if other is person:
            raise line.rejected("substitutes", "nobody substitutes for themselves; empty the cell")
        if other.substitutes:
            raise line.rejected(
                "substitutes", f"{other.place} is a substitute too; name the one for whom both stand in"
            )
        if not person.email:
            raise line.rejected("email", "a substitute gets copies of letters; give the address")


def substituted(person: RosterPerson, people: Sequence[RosterPerson]) -> RosterPerson | None:
    """The row that `person.substitutes` means: by address, else by name in the organization, else by a name that
    occurs once.
    """
    wanted = person.substitutes.casefold()
    by_address = [one for one in people if one.email and one.email.casefold() == wanted]
    by_name = [one for one in people if one.head and one.head.casefold() == wanted]
    inside = [one for one in by_name if one.organization == person.organization]
    return next((found[0] for found in (by_address, inside, by_name) if len(found) == 1), None)


def refuse_twins(people: Sequence[RosterPerson], known: Sequence[KnownOrganization]) -> None:
    """Raises `ImportRejected` where the roster would add an organization that is known by another name already."""
    exact = {name for one in known for name in (one.name, *one.aliases)}
    by_key = {key_of(name): one.name for one in known for name in (one.name, *one.aliases)}
    for person in people:
        twin = by_key.get(key_of(person.organization))
        if twin is not None and person.organization not in exact:
            reason = (
                f"«{person.organization}» is {twin} in the database: write it so, or "
                f'run `srok roster rename "{twin}" "{person.organization}"` first'
            )
            raise ImportRejected(f"{person.place}, column organization", reason)
        for alias in person.aliases:
            owner = by_key.get(key_of(alias))
            if owner is not None and not _same(owner, person, known):
                reason = f"«{alias}» means {owner} in the database; take it away, or merge the two first"
                raise ImportRejected(f"{person.place}, column aliases", reason)


def refuse_new_name(old: str, new: str, known: Sequence[KnownOrganization]) -> None:
    """Raises `ImportRejected` where the new name of `old` means another organization already, by its key."""
    for one in known:
        names = (one.name, *one.aliases)
        if old not in names and key_of(new) in map(key_of, names):
            raise ImportRejected("the new name", f"«{new}» means {one.name}; choose another, or merge the two")


def _same(owner: str, person: RosterPerson, known: Sequence[KnownOrganization]) -> bool:
    return any(one.name == owner and person.organization in {one.name, *one.aliases} for one in known)


def remarks(people: Sequence[RosterPerson]) -> Iterator[Problem]:
    """What is taken as it is and a person should look at."""
    for person in people:
        if person.head and person.dative == person.head and not dative(person.head).declined:
            text = f"the dative of «{person.head}» is left as it is: write the full name, or the form in column dative"
            yield Problem(code="dative_unknown", severity=Severity.WARNING, place=person.place, text=text)
    reached = {person.organization for person in people if person.email}
    for person in {person.organization: person for person in people if person.organization not in reached}.values():
        text = f"no row of {person.organization} has an address: its letters go to the coordinator"
        yield Problem(code="no_address", severity=Severity.WARNING, place=person.place, text=text)
