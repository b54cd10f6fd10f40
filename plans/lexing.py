"""Shared lexing: what of a text is form only (mark-up, blanks, dashes, look-alike letters) and what is not.
Knows nothing of deadlines or executors.
"""

import html
import re
import unicodedata
from functools import lru_cache

_TAG = re.compile(
    r"</?(?:p|b|i|u|s|ul|ol|li|br|hr|em|strong|span|div|sup|sub|font|td|tr|a)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EMPHASIS = re.compile(r"\*{1,3}|__")
_MIXED_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
_QUOTES = re.compile(r"[\"“”„‟]([^\"“”„‟«»]*)[\"“”„‟]")
_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук")


def clean(text: str) -> str:
    """The text for people: without mark-up remnants and invisible characters, blanks single; letters untouched."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    text = _INVISIBLE.sub("", _EMPHASIS.sub("", text))
    return _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()


@lru_cache(maxsize=8192)  # a draft is looked over again after each settlement, and its texts are the same
def plain(text: str) -> str:
    """The text for matching: cleaned, composed, every dash `-`, every pair of quotes «», look-alikes Cyrillic."""
    composed = unicodedata.normalize("NFC", clean(text)).translate(_DASHES)
    return _MIXED_WORD.sub(_in_one_alphabet, _QUOTES.sub(r"«\1»", composed))


def folded(text: str) -> str:
    """`plain`, lower case, ё as е: two spellings of one word are equal."""
    return plain(text).lower().replace("ё", "е")


def _in_one_alphabet(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOK_ALIKES) if _CYRILLIC.search(word) else word


def in_cyrillic(word: str) -> str:
    """The word with each Latin letter that looks like a Cyrillic one replaced by it."""
    return word.translate(_LOOK_ALIKES)


def quoted(text: str) -> str:
    """The text in «», unless it has quotation marks of its own."""
    return text if text.startswith("«") else f"«{text}»"


def unbalanced_quotes(text: str) -> bool:
    """Whether «» do not pair off in the text."""
    return text.count("«") != text.count("»")
