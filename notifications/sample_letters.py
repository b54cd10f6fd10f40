"""Letters of an invented school as the templates in use would make them, to be looked at; none is ever sent."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from notifications.compose import as_html, as_text
from notifications.message import Headers, address
from notifications.template_checks import wording_from
from notifications.template_samples import SAMPLES
from notifications.two_parts import two_parts

SENDER, READER = address("srok@srok.example", "Срок"), address("school@srok.example", "Петрова Анна Сергеевна")


def sample_texts(folder: Path | None) -> tuple[str, ...]:
    """The plain parts of the samples."""
    wording = wording_from(folder)
    return tuple(as_text(wording, sample) for sample in SAMPLES)


def sample_eml(folder: Path | None, number: int, *, at: datetime) -> bytes:
    """One of the samples as a mail program opens it."""
    wording, sample = wording_from(folder), SAMPLES[number]
    headers = Headers(
        key=f"sample/{number}",
        sender=SENDER,
        to=READER,
        reply_to=[],
        subject=_subject(sample),
        at=at,
    )
    return two_parts(headers, text=as_text(wording, sample), html=as_html(wording, sample))


def _subject(sample: Mapping[str, Any]) -> str:
    return str(sample["digest"].subject)
