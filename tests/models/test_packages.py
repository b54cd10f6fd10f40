from datetime import date

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from models import packages
from models.actors import Unknown
from models.database import reading, snapshot, writing
from models.letter_keys import package_letter_key
from models.moving import TooEarly
from models.outbox import Composed, enqueue_all
from models.queries import package, package_history, package_letter, package_parts
from models.queries import packages as listed
from models.supplementing import NothingToSupplement
from models.tables import Outbox, OutboxState, PackagedAcceptance, PackageRow
from models.verifying import last_rows, verify
from states.belonging import Span
from states.life import NotAllowed
from states.package import PackageState
from tests.builders import instant
from tests.models.packaged import DUE, FIRST_HALF, OPERATOR, by, collected, drafted, edition, sent, signed
from tests.models.test_verifying import drop_guards
from tests.models.working import CENTRE, PLAN, SCHOOL, bulk, ids, moved, reported

P = PackageState
LATER = date(2024, 7, 8)


def fact(engine, package_id):
    with reading(engine) as session:
        return package(session, package_id)


def done(engine, operation, package_id, *, who=CENTRE, on=LATER, reason="", **asked):
    with writing(engine) as session:
        return operation(session, package_id, by=by(session, who, on=on, reason=reason), **asked)


def refused_by(engine, operation, package_id, **asked):
    with pytest.raises(NotAllowed) as refused:
        done(engine, operation, package_id, **asked)
    return refused.value.refused_by


def breaks(engine):
    with writing(engine) as session:
        cut = last_rows(session)
    with snapshot(engine) as session:
        return [(one.of, one.version, one.code) for one in verify(session, cut=cut).breaks]


def letter(engine, package_id, state):
    """The letter by which a package was sent, as far as it has come."""
    key = package_letter_key(package_id, fact(engine, package_id).version)
    composed = Composed(
        key=key,
        message_id=f"<{key}@x>",
        person_id=None,
        sender="srok@city.example",
        recipient=OPERATOR,
        subject="Пакет",
        eml=b"",
        written_on=DUE,
    )
    with writing(engine) as session:
        enqueue_all(session, [composed], at=instant(DUE))
        session.execute(update(Outbox).where(Outbox.key == key).values(state=state))


def test_the_package_of_a_plan_and_a_period_is_begun_once(order):
    first = collected(order)
    assert collected(order) == first
    assert collected(order, email=None) == first
    assert collected(order, Span(date(2024, 6, 1), date(2024, 6, 30))) != first
    assert (fact(order, first).state, fact(order, first).edition) == (P.COLLECTING, 0)


def test_a_package_goes_all_the_way_and_its_history_tells_it(order):
    ident = drafted(order)
    drafted(order, ident, sha256="c" * 64)
    done(order, packages.sign, ident, who=PLAN, on=DUE, intact=True)
    done(order, packages.send, ident, on=DUE, to=OPERATOR, intact=True)
    changed = done(order, packages.accepted_by_operator, ident, number=" 18-07 ", accepted_on=LATER)
    assert (changed.before, changed.after, changed.edition) == (P.SENT, P.ACCEPTED, 2)
    found = fact(order, ident)
    assert (found.operator_number, found.operator_on, found.sent_to) == ("18-07", LATER, OPERATOR)
    assert (found.signed_by, found.manifest_sha256) == ("Зимин Пётр Львович", "c" * 64)
    with reading(order) as session:
        said = [(one.trigger, one.dest, one.detail) for one in package_history(session, ident)]
        assert [one.name for one in package_parts(session, ident)] == ["summary.docx"]
        assert [one.id for one in listed(session, order="7")] == [ident]
    assert said == [
        ("collect", P.COLLECTING, ""),
        ("assemble", P.DRAFT, "edition 1, cut-off 2024-06-28"),
        ("assemble", P.DRAFT, "edition 2, cut-off 2024-06-28"),
        ("sign", P.SIGNED, "edition 2"),
        ("send", P.SENT, f"edition 2 to {OPERATOR}"),
        ("accept", P.ACCEPTED, "№ 18-07 of 2024-07-08"),
    ]
    assert breaks(order) == []


@pytest.mark.parametrize("brought", [signed, sent])
def test_what_is_signed_or_sent_is_not_assembled_anew(order, brought):
    ident = brought(order)
    assert refused_by(order, packages.may_assemble, ident) == ("no_such_move",)
    assert refused_by(order, packages.record_edition, ident, edition=edition()) == ("no_such_move",)


def test_a_signature_is_withdrawn_with_a_reason_and_then_it_is_a_draft_again(order):
    ident = signed(order)
    assert refused_by(order, packages.withdraw_signature, ident, who=PLAN) == ("reason_missing",)
    done(order, packages.withdraw_signature, ident, who=PLAN, reason="ошибка в п. 2")
    assert (fact(order, ident).state, fact(order, ident).signed_at) == (P.DRAFT, None)
    done(order, packages.may_assemble, ident)


def test_files_that_are_not_those_assembled_are_neither_signed_nor_sent(order):
    assert refused_by(order, packages.sign, drafted(order), who=PLAN, intact=False) == ("parts_changed",)
    ident = signed(order, collected(order, Span(date(2024, 6, 1), date(2024, 6, 30))))
    assert refused_by(order, packages.send, ident, to=OPERATOR, intact=False) == ("parts_changed",)
    assert refused_by(order, packages.send, ident, to=" ", intact=True) == ("recipient_missing",)


def test_a_school_does_nothing_with_packages_and_a_coordinator_does_not_sign(order):
    with pytest.raises(NotAllowed):
        collected(order, email=SCHOOL)
    with reading(order) as session:
        assert listed(session) == ()
    assert refused_by(order, packages.sign, drafted(order), intact=True) == ("not_your_role",)


def test_what_the_operator_returned_is_assembled_signed_and_sent_again(order):
    ident = sent(order)
    assert refused_by(order, packages.returned_by_operator, ident) == ("reason_missing",)
    done(order, packages.returned_by_operator, ident, reason="нет приложения 2")
    done(order, packages.record_edition, ident, edition=edition(cut_off=LATER))
    found = fact(order, ident)
    assert (found.state, found.edition, found.sent_to, found.signed_at) == (P.DRAFT, 2, "", None)


@pytest.mark.parametrize("state", [OutboxState.QUEUED, OutboxState.HELD, OutboxState.DEAD])
def test_a_sending_is_taken_back_while_its_letter_has_not_left(order, state):
    ident = sent(order)
    letter(order, ident, state)
    done(order, packages.recall, ident)
    assert (fact(order, ident).state, fact(order, ident).sent_to) == (P.SIGNED, "")
    with reading(order) as session:
        assert session.exec(select(Outbox.state)).one() is OutboxState.CANCELLED
        assert package_letter(session, package(session, ident)) is None


ANSWERS = {
    packages.accepted_by_operator: {"number": "18-07", "accepted_on": LATER},
    packages.returned_by_operator: {"reason": "нет приложения 2"},
}


@pytest.mark.parametrize("state", OutboxState)
@pytest.mark.parametrize("answer", ANSWERS)
def test_the_operator_answers_no_letter_that_still_waits(order, answer, state):
    ident = sent(order)
    letter(order, ident, state)
    if state in {OutboxState.QUEUED, OutboxState.HELD}:
        assert refused_by(order, answer, ident, **ANSWERS[answer]) == ("letter_waits",)
        assert fact(order, ident).state is P.SENT
    else:
        assert done(order, answer, ident, **ANSWERS[answer]).before is P.SENT


@pytest.mark.parametrize("state", [OutboxState.LEASED, OutboxState.SENT, OutboxState.UNKNOWN])
def test_a_letter_that_has_begun_to_leave_is_not_taken_back(order, state):
    ident = sent(order)
    letter(order, ident, state)
    assert refused_by(order, packages.recall, ident) == ("letter_gone",)
    with reading(order) as session:
        assert package_letter(session, package(session, ident))[1] is state


def test_a_package_that_went_without_a_letter_is_taken_back(order):
    ident = sent(order)
    done(order, packages.recall, ident)
    assert fact(order, ident).state is P.SIGNED


def test_an_addendum_is_for_what_the_operator_has_and_tells_what_came_after_it(order):
    ident = drafted(order)
    with pytest.raises(
        NothingToSupplement, match=r"package \d+ of order № 7 is draft: an addendum is for one that was"
    ):
        done(order, packages.addendum, ident)
    done(order, packages.sign, ident, who=PLAN, intact=True)
    done(order, packages.send, ident, to=OPERATOR, intact=True)
    first = done(order, packages.addendum, ident)
    assert done(order, packages.addendum, ident) == first  # one is begun already
    found = fact(order, first)
    assert (found.number, found.supplements_id, found.since, found.ends_on) == (1, ident, DUE, FIRST_HALF.ends_on)
    for trigger, asked in (
        (packages.record_edition, {"edition": edition(cut_off=LATER)}),
        (packages.sign, {"who": PLAN, "intact": True}),
        (packages.send, {"to": OPERATOR, "intact": True}),
    ):
        done(order, trigger, first, **asked)
    second = fact(order, done(order, packages.addendum, first))
    assert (second.number, second.supplements_id, second.since) == (2, ident, LATER)


def test_an_addendum_adds_to_what_the_operator_was_told_last(order):
    ident = sent(order)
    begun = done(order, packages.addendum, ident)
    done(order, packages.returned_by_operator, ident, reason="нет подписи")
    with pytest.raises(NothingToSupplement, match=rf"package {ident} is returned: send it before an addendum to it"):
        done(order, packages.may_assemble, begun)
    for trigger, asked in (
        (packages.record_edition, {"edition": edition(cut_off=LATER)}),
        (packages.sign, {"who": PLAN, "intact": True}),
        (packages.send, {"to": OPERATOR, "intact": True}),
    ):
        done(order, trigger, ident, **asked)
    done(order, packages.record_edition, begun, edition=edition(cut_off=date(2024, 7, 15)), on=date(2024, 7, 15))
    assert fact(order, begun).since == LATER


def test_each_edition_says_anew_what_it_tells_as_accepted(order):
    one, two, _ = ids(order)
    ident = drafted(order, accepted={one, two})
    drafted(order, ident, accepted={two})
    with reading(order) as session:
        rows = session.exec(select(PackagedAcceptance.assignment_id).where(PackagedAcceptance.package_id == ident))
        assert list(rows) == [two]


def test_a_package_that_is_not_there_is_named(order):
    with pytest.raises(Unknown, match="there is no package 77: see `srok package list`"):
        done(order, packages.sign, 77, intact=True)
    with reading(order) as session, pytest.raises(Unknown, match="there is no package 77"):
        package(session, 77)


def test_nothing_is_dated_before_what_was_done_last(order):
    ident = signed(order)
    with pytest.raises(TooEarly, match=r"was last changed at 2024-06-28 19:00: a change cannot be dated before"):
        done(order, packages.send, ident, on=date(2024, 6, 27), to=OPERATOR, intact=True)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE package SET state = 'accepted'", [("package", 4, "state")]),
        ("UPDATE package SET manifest_sha256 = 'd'", [("package", 4, "manifest")]),
        ("UPDATE packagehistory SET person_id = 1 WHERE version = 3", [("package", 3, "hash")]),
        ("DELETE FROM packagehistory WHERE version = 2", [("package", 3, "gap"), ("package", 3, "source")]),
    ],
)
def test_what_is_changed_behind_srok_s_back_is_found(order, statement, found):
    sent(order)
    with writing(order) as session:
        drop_guards(session, "packagehistory")
        session.execute(text(statement))
    assert breaks(order) == found


@pytest.mark.parametrize("statement", ["UPDATE packagehistory SET reason = 'x'", "DELETE FROM packagehistory"])
def test_the_history_of_packages_is_append_only(order, statement):
    sent(order)
    with pytest.raises(DBAPIError, match="packagehistory is append-only"), writing(order) as session:
        session.execute(text(statement))
    with reading(order) as session:
        assert session.exec(select(func.count()).select_from(PackageRow)).one() == 1


@pytest.mark.parametrize(
    ("brought", "sent_by_now", "refused"),
    [(drafted, True, False), (signed, True, False), (sent, True, True), (sent, False, False)],
)
def test_what_a_sent_package_tells_as_accepted_is_not_reopened(order, brought, sent_by_now, refused):
    reported(order)
    accepted = ids(order)
    bulk(order, "accept", accepted)
    brought(order, accepted=accepted[:2] if sent_by_now else ())
    one = {"of": "СОШ № 1", "by": PLAN, "on": LATER, "reason": "отчёт неверен"}
    if refused:
        with pytest.raises(NotAllowed) as said:
            moved(order, "reopen", **one)
        assert said.value.refused_by == ("already_in_sent_package",)
    done_many = bulk(order, "reopen", accepted, by=PLAN, at=instant(LATER), reason="отчёты неверны")
    assert [row.refused_by for row in done_many.refused] == [("already_in_sent_package",)] * 2 * refused


def test_what_was_returned_by_the_operator_may_be_reopened(order):
    reported(order)
    bulk(order, "accept", ids(order))
    ident = sent(order, accepted=ids(order))
    done(order, packages.returned_by_operator, ident, reason="нет подписи")
    assert moved(order, "reopen", by=PLAN, on=LATER, reason="отчёт неверен").dest == "returned"
