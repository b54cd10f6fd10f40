"""The package's manifest: what it is of, who made it, its totals, and the SHA-256 and size of every part. Pure."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from reporting.package import Package

FORMAT = 2
MANIFEST = "manifest.json"


class PartFile(NamedTuple):
    """A part as it lies there."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Made:
    """How a package was made: by whom, from which templates (name and SHA-256), and by which Srok."""

    by: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    version: str = ""


def manifest_bytes(package: Package, parts: Iterable[PartFile], made: Made | None = None) -> bytes:
    """The manifest as JSON. The same package, parts and maker make the same bytes."""
    made = made or Made()
    content = {
        "format": FORMAT,
        "order": {
            "number": package.order_number,
            "issued_on": package.order_on.isoformat(),
            "edition": package.edition,
            "edition_on": package.edition_on.isoformat() if package.edition_on else None,
            "text_sha256": package.order_fingerprint,
        },
        "period": {
            "code": package.period_code,
            "begins_on": package.begins_on.isoformat(),
            "ends_on": package.ends_on.isoformat(),
        },
        "cut_off": package.cut_off.isoformat(),
        "supplements_cut_off": package.since.isoformat() if package.since else None,
        "moves_after_cut_off": package.counts.moves_after,
        "made": {"by": made.by, "srok": made.version, "templates": dict(made.templates)},
        "totals": totals(package),
        "evidence": {
            "files": len(package.documents),
            "bytes": sum(one.size for one in package.documents),
            "lost": [one.path for one in package.lost],
        },
        "parts": [one._asdict() for one in sorted(parts)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def totals(package: Package) -> dict[str, Any]:
    """The package's numbers, for machines. `share` has four places; None where nothing is judged."""
    share = package.discipline.share
    return {
        "items": package.counts.items,
        "items_done": package.counts.items_done,
        "items_undated": package.counts.items_undated,
        "assignments": package.counts.tally.total,
        **asdict(package.counts.tally),
        "external": package.counts.external,
        "discipline": asdict(package.discipline) | {"share": None if share is None else round(share, 4)},
    }
