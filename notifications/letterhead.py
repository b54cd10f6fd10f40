"""What an office decides about all its letters: their templates, and where their links lead."""

from dataclasses import dataclass, field

from notifications.letter_links import Links
from notifications.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Srok's own templates and no links, unless told otherwise."""

    wording: Wording = field(default_factory=Wording)
    links: Links = field(default_factory=Links)


PLAIN = Letterhead()
