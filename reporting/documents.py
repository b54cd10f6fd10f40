"""Confirming documents under names people can read: item, executor, file. Pure; opens no file.

A name that cannot be a file name, on Windows or elsewhere, is made into one that can.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.package_shapes import PackageFacts
from reporting.item_line import number
from reporting.matrix import executor_order
from reporting.words import clean, shortened

ITEM, EXECUTOR, FILE = 60, 50, 80
"""The longest names in characters: a path as a whole stays short enough for Windows."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{1,8}")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A confirming document: its path in the archive, and what it must be. `item` and `executor` say whose it is."""

    path: str
    item: str
    executor: str
    on: date
    sha256: str
    size: int
    stored_as: str


def documents(facts: PackageFacts) -> tuple[Document, ...]:
    """The documents of a package in the order of their paths' items; no two have the same path, upper and lower case
    alike.
    """
    return tuple(_documents(facts))


def _documents(facts: PackageFacts) -> Iterator[Document]:
    taken: set[str] = set()
    for item in facts.items:
        titled = file_name(f"{number(item)} {shortened(clean(item.title), ITEM)}", ITEM)
        brought = [one for one in item.assignments if one.evidence]
        for one in sorted(brought, key=lambda one: executor_order(one.executor)):
            folder = f"{titled}/{file_name(clean(one.executor.name), EXECUTOR)}"
            for file in one.evidence:
                yield Document(
                    path=_free(folder, file_name(file.name), taken),
                    item=number(item),
                    executor=clean(one.executor.name),
                    on=file.on,
                    sha256=file.sha256,
                    size=file.size,
                    stored_as=file.stored_as,
                )


def file_name(text: str, longest: int = FILE) -> str:
    """A name any file system takes: what is forbidden replaced, neither too long nor reserved, its suffix kept."""
    name = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", clean(text.replace("\\", "/").strip())))
    name = name.rstrip(". ").lstrip(" ")
    if not name.strip("._ "):
        return "без имени"
    stem, suffix = _parted(name)
    stem = stem[: longest - len(suffix)].rstrip(". ") or "без имени"
    return f"_{stem}{suffix}" if _RESERVED.fullmatch(stem + suffix) else stem + suffix


def _parted(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and _SUFFIX.fullmatch(dot + suffix) else (name, "")


def _free(folder: str, name: str, taken: set[str]) -> str:
    stem, suffix = _parted(name)
    path, again = f"{folder}/{name}", 1
    while path.casefold() in taken:
        again += 1
        path = f"{folder}/{stem} ({again}){suffix}"
    taken.add(path.casefold())
    return path
