"""What the settings say of letters: the office's templates, read and checked, and where links lead."""

from notifications.letter_links import Links
from notifications.letterhead import Letterhead
from notifications.template_checks import wording_from
from srok.settings import Settings


def letterhead(settings: Settings, *, dry_run: bool = False) -> Letterhead:
    """What to write letters on. A dry run issues no links."""
    links = Links(public_url="" if dry_run else settings.public_url, days=settings.link_days)
    return Letterhead(wording=wording_from(settings.templates), links=links)
