"""What must hold between the rows of a roster, and what a person should look at. Knows no file."""

from collections.abc import Iterator, Sequence

from plans.dative import dative
from plans.executors.vocabulary import key_of
from plans.rejected import rejected
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
            raise line.rejected("email", "address_twice", email=person.email, place=seen[key])
        seen[key] = person.place


def _check_repeated(rows: Sequence[Row]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for line, person in rows:
        if person.email:
            continue
        key = (person.organization, person.head.casefold())
        if key in seen:
            raise line.rejected("organization", "row_twice", place=seen[key])
        seen[key] = person.place


def _check_organizations(rows: Sequence[Row]) -> None:
    first: dict[str, RosterPerson] = {}
    for line, person in rows:
        other = first.setdefault(person.organization, person)
        for field in ("kind", "number"):
            said, before = getattr(person, field), getattr(other, field)
            if said != before:
                values = {"organization": person.organization, "here": said, "there": before, "place": other.place}
                raise line.rejected(field, "rows_differ", **values)


def _check_names(rows: Sequence[Row]) -> None:
    """No name and no alias may mean two organizations: orders could not be read then."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    names = [(line, person, "organization", person.organization) for line, person in rows]
    names += [(line, person, "aliases", alias) for line, person in rows for alias in person.aliases]
    for line, person, field, name in names:
        organization, place = seen.setdefault(key_of(name), (person.organization, person.place))
        if organization != person.organization:
            code = "name_taken" if field == "organization" else "alias_taken"
            raise line.rejected(field, code, name=name, organization=organization, place=place)


def _check_substitutes(rows: Sequence[Row]) -> None:
    lines = {person.place: line for line, person in rows}
    people = [person for _, person in rows]
    for person in people:
        if not person.substitutes:
            continue
        line, other = lines[person.place], substituted(person, people)
        if other is None:
            raise line.rejected("substitutes", "substitute_unknown", written=person.substitutes)
        if other is person:
            raise line.rejected("substitutes", "substitute_of_self")
        if other.substitutes:
            raise line.rejected("substitutes", "substitute_of_substitute", place=other.place)
        if not person.email:
            raise line.rejected("email", "substitute_unreached")


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
            raise rejected(f"{person.place}, column organization", "twin", written=person.organization, known=twin)
        for alias in person.aliases:
            owner = by_key.get(key_of(alias))
            if owner is not None and not _same(owner, person, known):
                raise rejected(f"{person.place}, column aliases", "alias_known", name=alias, owner=owner)


def refuse_new_name(old: str, new: str, known: Sequence[KnownOrganization]) -> None:
    """Raises `ImportRejected` where the new name of `old` means another organization already, by its key."""
    for one in known:
        names = (one.name, *one.aliases)
        if old not in names and key_of(new) in map(key_of, names):
            raise rejected("the new name", "new_name_taken", name=new, owner=one.name)


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
