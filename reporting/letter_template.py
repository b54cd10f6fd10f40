"""Draws templates/letter.docx, the covering letter that ships: `python -m reporting.letter_template`. Knows no package.

The place for the registration number and date stays empty: a clerk fills it in when the letter is signed. Whoever wants
another letter edits the drawn file in Word; this file is not needed for it.
"""

from typing import Any

from reporting.template_parts import CENTER, new_document, paragraph, saved, signature, text, texts, two_columns
from reporting.word_template import TEMPLATES


def draw() -> bytes:
    """The template's bytes, the same every time."""
    document = new_document()
    _draw_head(document)
    paragraph(document, "{{ subject }}", before=18, after=18)
    texts(document, "letter")
    _draw_attachments(document)
    signature(document)
    paragraph(document, "{%p if prepared_by_name or prepared_by_post %}")
    paragraph(document, "{{ prepared_by_name }}, {{ prepared_by_post }}", before=36, size=10)
    paragraph(document, "{%p endif %}")
    return saved(document, "Сопроводительное письмо")


def _draw_head(document: Any) -> None:
    """Who writes and the registration on the left, to whom on the right."""
    left, right = two_columns(document, (88, 92))
    left.paragraphs[0].add_run("{{ issuer }}").bold = True
    left.paragraphs[0].alignment = CENTER
    for words in ("_____________ № _____________", "На № __________ от __________"):
        line = left.add_paragraph(words)
        line.alignment = CENTER
    right.paragraphs[0].add_run("{{ addressee or '____________________________' }}")


def _draw_attachments(document: Any) -> None:
    text(document, "Приложение:")
    paragraph(document, "{%p for attachment in attachments %}")
    text(document, "{{ loop.index }}. {{ attachment }}")
    paragraph(document, "{%p endfor %}")


if __name__ == "__main__":
    (TEMPLATES / "letter.docx").write_bytes(draw())
