"""The package's manifest: what it is of, its totals, and the SHA-256 and size of every part. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from reporting.package import Package

FORMAT = 1


def manifest_bytes(package: Package, parts: Mapping[str, bytes]) -> bytes:
    """The manifest as JSON, of `parts` by file name. The same package and parts make the same bytes."""
    content = {
        "format": FORMAT,
        "order": {"number": package.order_number, "issued_on": package.order_on.isoformat()},
        "period": {
            "code": package.period_code,
            "begins_on": package.begins_on.isoformat(),
            "ends_on": package.ends_on.isoformat(),
        },
        "cut_off": package.cut_off.isoformat(),
        "moves_after_cut_off": package.counts.moves_after,
        "totals": totals(package),
        "parts": [_part(name, parts[name]) for name in sorted(parts)],
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


def _part(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
