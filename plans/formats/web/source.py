"""A web page's bytes -> its element tree, in the encoding it names, nothing fetched. Knows no element by name."""

import codecs
import re

from lxml import etree

from plans.formats.mark_up import Element
from plans.formats.text_file import text_of
from plans.rejected import ImportRejected, rejected

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MARKED = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MARK_UP = re.compile(rb"<[^<>]*>")
_HEAD = 8192


def page(content: bytes) -> Element:
    """The root element of a web page. Raises `ImportRejected` where the parser would give up half-way."""
    text = _text(content).replace("\x00", " ")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(str(error)) from None
    fatal = next((entry.message for entry in parser.error_log if entry.level_name == "FATAL"), None)
    if fatal is not None or root is None:
        raise _broken(fatal or "there is nothing in it")
    return root


def _text(content: bytes) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    named = _CHARSET.search(content[:_HEAD])
    for encoding in filter(None, (named and named[1].decode("ascii"), "utf-8")):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    text_of(_MARK_UP.sub(b" ", content), "")  # refuses what is not Russian by its letters
    return content.decode("cp1251", "replace")


def _broken(reason: str) -> ImportRejected:
    said = " ".join(reason.split())[:80]
    return rejected("", "page_damaged", why=said)
