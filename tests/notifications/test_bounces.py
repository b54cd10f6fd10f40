"""Reports of undeliverable letters: what Postfix, Exim and Exchange write is read, anything else changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import bounces
from notifications.bounces import NoBounce, read_bounce
from tests.notifications import reports
from tests.notifications.reports import LETTER, TO, recipient, report


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ("POSTFIX", "5.1.1", "smtp; 550 5.1.1 <school-4@tomsk.example>: Recipient address rejected"),
        ("POSTFIX_HEADERS", "5.1.1", "smtp; 550 5.1.1 no such user"),
        ("EXIM", "5.0.0", ""),
        ("EXCHANGE", "5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        ("FORWARDED", "5.1.1", "smtp; 550 5.1.1 no such user"),
        ("FULL", "5.2.2", "smtp; 552 5.2.2 mailbox full"),
        ("WITHOUT_LETTER", "5.1.1", "smtp; 550 5.1.1 no such user"),
        ("LATIN_BYTES", "5.1.1", "smtp; 550 5.1.1 no such user"),
        ("OF_SEVERAL", "5.1.1", "smtp; 550 5.1.1 no such user"),
    ],
)
def test_a_report_is_read_whoever_wrote_it(form, status, said):
    found = read_bounce(getattr(reports, form))
    assert (found.message_id, found.status, found.said) == (LETTER, status, said)
    assert TO in found.recipients


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("DELAYED", "nothing in it has failed for good: delayed 4.4.1"),
        ("DELIVERED", "nothing in it has failed for good: delivered 2.0.0"),
        ("TEMPORARY", "nothing in it has failed for good: failed 4.2.2"),
        ("NO_STATUS", "nothing in it has failed for good: failed"),
        ("NO_LETTER", "does not say which letter"),
        ("AN_ANSWER", "no report of a mail server"),
    ],
)
def test_what_is_no_report_of_a_failure_for_good_is_refused_with_a_word(form, why):
    with pytest.raises(NoBounce, match=why):
        read_bounce(getattr(reports, form))


NESTED = b"Content-Type: message/rfc822\r\n\r\n" * 3000
HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 10_000,
    "not a mail": "Привет".encode("utf-16"),
    "a nest of letters": NESTED + reports.POSTFIX,
    "many parts": b'Content-Type: multipart/report; boundary="B"\r\n\r\n' + b"--B\r\n\r\nx\r\n" * 20_000 + b"--B--",
    "a boundary that never comes": b'Content-Type: multipart/report; boundary="B"\r\n\r\nno parts at all',
    "no boundary": b"Content-Type: multipart/report\r\n\r\n--\r\n",
    "an unknown charset": b'Content-Type: text/plain; charset="x-\xff"\r\n\r\n\xff',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_made_to_do_harm_is_refused(content):
    with pytest.raises(NoBounce):
        read_bounce(content)


def test_a_huge_message_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(bounces, "LARGEST", 100)
    with pytest.raises(NoBounce, match="no report has"):
        read_bounce(reports.POSTFIX)


def test_a_report_of_control_characters_is_said_in_printable_ones():
    found = read_bounce(report(groups=[recipient(diagnostic="smtp; \x1b[31m550\x07")], returned=reports.WHOLE))
    assert found.said.isprintable()


@given(st.binary(max_size=2000) | st.binary(max_size=200).map(lambda junk: reports.POSTFIX.replace(b"--B", junk, 2)))
def test_bytes_of_any_kind_are_read_or_refused(content):
    try:
        assert read_bounce(content).message_id
    except NoBounce:
        return
