"""Typst, called so that it makes the same bytes everywhere: files in memory, no fonts but those it carries.

Knows no package.
"""

from collections.abc import Mapping
from typing import Any

import typst

_compile: Any = typst.compile  # its type stubs do not know yet that it takes files from memory


def typeset(files: Mapping[str, bytes], **options: Any) -> bytes:
    """What the file `main` makes, as typst's `options` say."""
    made: bytes = _compile(dict(files), ignore_system_fonts=True, **options)
    return made
