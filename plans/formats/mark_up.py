"""XML bytes -> elements, and how to look at them by their local names: Word's strict and transitional files differ in
nothing but namespaces. Knows no element by name.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from plans.rejected import rejected

Element: TypeAlias = Any  # lxml has no types of its own

_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii"}


def parsed(content: bytes, part: str) -> Element:
    """The root element of a part. Raises `ImportRejected` for a document type, an entity, or broken XML."""
    if b"<!DOCTYPE" in content.replace(b"\x00", b"") or b"<!ENTITY" in content.replace(b"\x00", b""):
        raise rejected(part, "entities")
    named = _ENCODING.match(content)
    if named and named[1].lower() not in _ENCODINGS:
        raise rejected(part, "odd_encoding")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise rejected(part, "damaged", why=" ".join(str(error).split())[:80]) from None


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, or the one at the end of a path of names."""
    for name in path:
        element = next(element.iterchildren("{*}" + name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    found = (str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, None)


def number(element: Element | None, name: str = "val", *, default: int = 0) -> int:
    """An attribute that is a whole number, the default where it is not."""
    text = value(element, name) or ""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def is_on(element: Element | None) -> bool:
    """Whether a property that is on by being there is not switched off."""
    return element is not None and (value(element) or "true").lower() not in {"0", "false", "off", "none"}
