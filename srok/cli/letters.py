"""Commands on letters: the outbox, what a person decides about a letter, the relay's pause, letters that came back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine, settings, show_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlmodel import Session

    from models.outbox import LetterFacts
    from models.tables import OutboxState

Ids = Annotated[list[int] | None, typer.Argument(metavar="[ID]…", help="The letters, by the ids of `srok letters`.")]
Every = Annotated[bool, typer.Option("--all", help="All of them.")]


def letters(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(metavar="STATE", help="Only this state.")] = None,
) -> None:
    """List the letters of the outbox and how far each has come; or decide about some."""
    if context.invoked_subcommand is not None:
        return
    from models import outbox
    from models.database import reading
    from models.tables import OutboxState

    if state is not None and state not in set(OutboxState):
        raise Unsuitable(f"no state {state!r}: there are {', '.join(OutboxState)}")
    with reading(engine()) as session:
        found = outbox.letters(session, state=OutboxState(state) if state else None)
    show_table(
        ("id", "to", "subject", "state", "attempts", "last answer"),
        ((one.id, one.recipient, one.subject, one.state, one.attempts, _answer(one)) for one in found),
    )


def _answer(letter: "LetterFacts") -> str:
    return " ".join(str(part) for part in (letter.last_stage, letter.last_code, letter.last_text) if part)


def show(letter_id: Annotated[int, typer.Argument(metavar="ID", help="The letter.")]) -> None:
    """Print one letter: how far it has come, its headers, its text. Its link is hidden: it is the reader's."""
    from email import message_from_bytes, policy
    from email.header import decode_header, make_header

    from models.database import reading
    from models.outbox import eml_of
    from models.outbox_by_hand import letter_by_id
    from notifications.letter_links import masked

    with reading(engine()) as session:
        row = letter_by_id(session, letter_id)
        written = eml_of(session, letter_id)
        message, headers = message_from_bytes(written, policy=policy.default), message_from_bytes(written)
        facts = (
            f"letter {letter_id}: {row.state}, written on {row.written_on}, {row.attempts} attempts, "
            f"{row.possible_duplicates} possible duplicates"
        )
    print(facts)
    for name in ("From", "To", "Reply-To", "Subject", "Date", "Message-ID"):
        if headers[name]:  # the newer policy would put a blank where a long name is folded
            print(f"{name}: {make_header(decode_header(headers[name]))}")
    body = message.get_body(("plain",))
    print(f"\n{masked(body.get_content()) if body else ''}".rstrip())


def retry(letter_ids: Ids = None, *, every: Every = False) -> None:
    """Try dead and unknown letters again, as if just written."""
    from models import outbox_by_hand as hand
    from models.outbox import GIVEN_UP
    from srok import clock

    at = clock.now()
    done = _decide(lambda session, ids: hand.retry(session, ids, at=at), letter_ids, GIVEN_UP, every=every)
    print(f"{done} letters will be tried again")


def cancel(letter_ids: Ids = None) -> None:
    """Let letters that have not left never leave."""
    from models import outbox_by_hand as hand
    from srok import clock

    at = clock.now()
    done = _decide(lambda session, ids: hand.cancel_letters(session, ids, at=at), letter_ids, (), every=False)
    print(f"{done} letters are cancelled")


def hold(letter_ids: Ids = None, *, every: Every = False) -> None:
    """Keep letters from leaving until they are released; after a backup was restored, all of them."""
    from models import outbox_by_hand as hand

    done = _decide(hand.hold, letter_ids, hand.WAITING, every=every)
    print(f"{done} letters are held")


def release(letter_ids: Ids = None, *, every: Every = False) -> None:
    """Let held letters go on their way."""
    from models import outbox_by_hand as hand
    from models.tables import OutboxState
    from srok import clock

    at = clock.now()
    held = {OutboxState.HELD}
    done = _decide(lambda session, ids: hand.release_held(session, ids, at=at), letter_ids, held, every=every)
    print(f"{done} letters are released")


def _decide(
    what: "Callable[[Session, Iterable[int]], int]",
    letter_ids: list[int] | None,
    states: "Collection[OutboxState]",
    *,
    every: bool,
) -> int:
    from models.database import writing
    from models.outbox_by_hand import ids_in

    if bool(letter_ids) == every:
        raise Unsuitable("name the letters by their ids, or say --all where it can be said")
    with writing(engine()) as session:
        return what(session, ids_in(session, states) if every else letter_ids or ())


def check_templates() -> None:
    """Check the office's own templates in the folder of SROK_TEMPLATES, and say what is wrong by file and line."""
    from notifications.template_checks import problems
    from notifications.wording import TEMPLATES

    folder = settings().templates
    if folder is None:
        print("SROK_TEMPLATES is not set: letters are made of Srok's own templates")
        return
    found = problems(folder)
    for one in found:
        typer.echo(f"srok: {one}", err=True)
    wrong = {one.name for one in found}
    used = [name for name in TEMPLATES if (folder / name).is_file() and name not in wrong]
    if found:
        raise Unsuitable(f"SROK_TEMPLATES: {folder}: Srok's own are used in place of what is wrong, until it is mended")
    print(f"{folder}: {', '.join(used) or 'no templates'}: in use")


def relay(
    *, probe: Annotated[bool, typer.Option("--resume", help="Let the next run try a paused relay at once.")] = False
) -> None:
    """Show whether the relay is paused, since when and why."""
    from models import relays
    from models.database import reading, writing
    from srok import clock

    found = engine()
    if probe:
        with writing(found) as session:
            print(f"{relays.probe_now(session, at=clock.now())} paused relays will be tried by the next `srok deliver`")
        return
    zone = settings().zone
    with reading(found) as session:
        paused = relays.pauses(session)
    if not paused:
        print("no relay is paused")
    show_table(
        ("relay", "paused since", "tried again from", "pauses", "noticed by", "reason"),
        (
            (
                one.name,
                f"{one.paused_since.astimezone(zone):%Y-%m-%d %H:%M}",
                f"{one.paused_until.astimezone(zone):%Y-%m-%d %H:%M}",
                one.pauses,
                one.noticed_by,
                one.reason,
            )
            for one in paused
        ),
    )


def bounce(
    maildir: Annotated[
        Path | None, typer.Option("--maildir", metavar="DIR", help="Read every new report of this Maildir instead.")
    ] = None,
) -> None:
    """Take a mail server's report (DSN) on stdin that a letter could not be delivered."""
    from notifications.bounces import LARGEST

    if maildir is None:
        print(_take(sys.stdin.buffer.read(LARGEST + 1)))
        return
    _take_all(maildir)


def _take(report: bytes) -> str:
    """Raises NoBounce or BounceRefused with the reason why the report changes nothing."""
    from models.bounced import take_bounce
    from models.database import writing
    from notifications.bounces import read_bounce
    from srok import clock

    found = read_bounce(report)
    with writing(engine()) as session:
        address = take_bounce(
            session, found.message_id, found.recipients, status=found.status, said=found.said, at=clock.now()
        )
    return f"{address} bounces: {found.status} {found.said}".rstrip()


def _take_all(folder: Path) -> None:
    """Each report for itself; one that was taken is marked as seen, any other message stays as it is."""
    from mailbox import Maildir

    from states.fault import Fault

    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise Unsuitable(f"{folder}: this is no Maildir: it has no folders new and cur")
    box, taken, left = Maildir(folder, create=False), 0, 0
    for name in sorted(box.keys()):
        message = box.get_message(name)
        if message.get_subdir() != "new":
            continue
        try:
            print(_take(box.get_bytes(name)))
        except Fault as fault:
            typer.echo(f"srok: {name}: {fault}", err=True)
            left += 1
            continue
        message.set_subdir("cur")
        message.add_flag("S")
        box[name] = message
        taken += 1
    print(f"{taken} reports taken, {left} messages left as they are")
