"""A cell that sets several deadlines, each after the name of whoever it is for: the text parted. Knows no dates."""

import re

from plans.lexing import plain

_WORD = re.compile(r"[а-яё]{2}", re.IGNORECASE)
_MOST = 20


def labelled(text: str) -> tuple[tuple[str, str], ...]:
    """(`ОО`, `до 1 марта`), (`ИМЦ`, `до 15 марта`) of `ОО – до 1 марта; ИМЦ – до 15 марта`; none unless each part has a
    label. A comma parts only where a label follows it (`СОШ № 4, 16 – до 1 марта, лицей № 7 – …`).
    """
    base = plain(text).strip(" .;,")
    separator = ";" if ";" in base else ","
    pieces = base.split(separator, _MOST)
    found: list[tuple[str, str]] = []
    label = ""
    for piece in pieces:
        label += piece
        parted = _parted(label)
        if parted:
            found.append(parted)
        label = "" if parted else label + separator
    return tuple(found) if not label and len(found) > 1 else ()


def _parted(piece: str) -> tuple[str, str] | None:
    """What stands before the colon or the dash, if it has a word in it, and what stands behind."""
    label, mark, phrase = piece.partition(":" if ":" in piece else " -")
    if not mark or not phrase.strip() or not _WORD.search(label):
        return None
    return label.strip(), phrase.strip()
