"""Reports that a letter could not be delivered, in the forms of several mail servers. Written by hand, for tests."""

LETTER = "<abc123@imc.example>"
TO = "school-4@tomsk.example"


def report(
    *, groups, returned, kind="message/rfc822", said="Your letter could not be delivered.", subject="Undelivered"
):
    """A multipart/report of a text, groups of fields on the recipients, and the letter returned."""
    fields = "\n\n".join(("Reporting-MTA: dns; mail.tomsk.example", *groups))
    return f"""From: MAILER-DAEMON@tomsk.example
To: srok@imc.example
Subject: {subject}
Message-ID: <report@tomsk.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

{said}

--B
Content-Type: message/delivery-status

{fields}

--B
Content-Type: {kind}

{returned}
--B--
""".replace("\n", "\r\n").encode()


def recipient(address=TO, status="5.1.1", action="failed", diagnostic="smtp; 550 5.1.1 no such user", original=""):
    """One group of fields."""
    lines = [f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}"]
    lines += [f"Original-Recipient: rfc822;{original}"] if original else []
    return "\n".join([*lines, f"Diagnostic-Code: {diagnostic}"])


HEADERS = f"From: srok@imc.example\nTo: {TO}\nMessage-ID: {LETTER}\nSubject: =?utf-8?b?0KHRgNC+0Lo=?=\n"
WHOLE = f"{HEADERS}Content-Type: text/plain\n\nHello\n"

POSTFIX = report(
    groups=[
        "X-Postfix-Queue-ID: 4F1\nX-Postfix-Sender: rfc822; srok@imc.example",
        recipient(original=TO, diagnostic="smtp; 550 5.1.1 <school-4@tomsk.example>:\n    Recipient address rejected"),
    ],
    returned=WHOLE,
)
POSTFIX_HEADERS = report(groups=[recipient()], returned=HEADERS, kind="text/rfc822-headers")
EXIM = report(groups=[f"Action: failed\nFinal-Recipient: rfc822;{TO}\nStatus: 5.0.0"], returned=WHOLE)
EXCHANGE = report(
    groups=[
        recipient(status="5.1.10", diagnostic="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found")
        + "\nX-Display-Name: =?utf-8?b?0KjQutC+0LvQsA==?="
    ],
    returned=WHOLE,
    said="<html><body>Не удалось доставить сообщение</body></html>",
    subject="=?utf-8?b?0J3QtSDRg9C00LDQu9C+0YHRjA==?=",
)
FORWARDED = report(groups=[recipient("director@home.example", original=TO)], returned=WHOLE)
FULL = report(groups=[recipient(status="5.2.2", diagnostic="smtp; 552 5.2.2 mailbox full")], returned=WHOLE)
WITHOUT_LETTER = report(groups=[f"Original-Message-ID: {LETTER}", recipient()], returned="To: nobody\n\n")
LATIN_BYTES = report(groups=[recipient()], returned=WHOLE).replace(b"Hello", "Ошибка".encode("cp1251"))
OF_SEVERAL = report(groups=[recipient("other@tomsk.example", "2.0.0", "delivered"), recipient()], returned=WHOLE)

DELAYED = report(groups=[recipient(status="4.4.1", action="delayed")], returned=WHOLE)
DELIVERED = report(groups=[recipient(status="2.0.0", action="delivered")], returned=WHOLE)
TEMPORARY = report(groups=[recipient(status="4.2.2")], returned=WHOLE)
NO_STATUS = report(groups=[f"Final-Recipient: rfc822; {TO}\nAction: failed"], returned=WHOLE)
NO_LETTER = report(groups=[recipient()], returned="To: nobody\n\n")
AN_ANSWER = b"From: a@b.example\r\nSubject: Re: x\r\nIn-Reply-To: <abc123@imc.example>\r\n\r\n550 5.1.1 failed\r\n"
"""What a person wrote, with words of a report in it."""
