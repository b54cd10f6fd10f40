"""A Word file's bytes -> the parts that matter: the document, its styles, lists and footnotes.
Knows nothing of how they are read.
"""

import posixpath
from dataclasses import dataclass

from plans.formats.archive import Archive
from plans.formats.choose import main_part_of
from plans.formats.mark_up import Element, child, children, parsed, value
from plans.rejected import rejected

_KINDS = ("styles", "numbering", "footnotes", "endnotes")


@dataclass(frozen=True, kw_only=True)
class WordFile:
    """The roots of the parts; None where the file does without one."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None


def word_file(content: bytes) -> WordFile:
    """The parts of a .docx. Raises `ImportRejected` for a file that is damaged, hostile, or has no document in it."""
    archive = Archive(content)
    main = main_part_of(archive)
    document = archive.read(main)
    if document is None:
        raise rejected("", "no_body")
    body = child(parsed(document, main), "body")
    if body is None:
        raise rejected(main, "no_body")
    names = _names(archive, main)
    parts = {kind: _root(archive, names.get(kind, "")) for kind in _KINDS}
    return WordFile(body=body, **parts)


def _root(archive: Archive, name: str) -> Element | None:
    content = archive.read(name)
    return parsed(content, name) if content else None


def _names(archive: Archive, main: str) -> dict[str, str]:
    """The names of the parts by kind: as the document's relations say, else the usual ones."""
    folder, _, file = main.rpartition("/")
    names = {kind: f"{folder}/{kind}.xml" for kind in _KINDS}
    for relation in children(_root(archive, f"{folder}/_rels/{file}.rels"), "Relationship"):
        kind = (value(relation, "Type") or "").rpartition("/")[2]
        target = value(relation, "Target") or ""
        if kind in names and value(relation, "TargetMode") != "External":
            names[kind] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return names
