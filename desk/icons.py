"""Icons as inline drawings of one line, coloured as the text beside them; words always stand beside. Draws only."""

from markupsafe import Markup

_PATHS = {
    "alert": "M12 3 2.5 20h19L12 3zM12 10v4.5M12 17.6v.1",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v4.5l3 2",
    "check": "M4.5 12.5l5 5L19.5 7",
    "inbox": "M4 13l2.5-8h11L20 13v6H4v-6zM4 13h5l1.5 2.5h3L15 13h5",
    "back": "M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2",
    "pause": "M9 6v12M15 6v12",
    "minus": "M6 12h12",
    "play": "M8 5.5v13l10.5-6.5L8 5.5z",
    "dot": "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    "file": "M7 3.5h7l4 4v13H7v-17zM14 3.5v4h4",
    "question": "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.9v.6M12 17.4v.1",
    "letter": "M4 6h16v12H4V6zM4 7l8 6 8-6",
    "calendar": "M5 6h14v14H5V6zM5 10.5h14M9 3.5v4M15 3.5v4",
    "cross": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "find": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5",
    "next": "M9 5.5l6.5 6.5L9 18.5",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15L6 17zM10 20.5h4",
    "leave": "M10.5 4.5H5v15h5.5M10 12h9.5M15.5 8l4 4-4 4",
    "talk": "M4.5 5h15v11h-8l-4.5 4v-4h-2.5V5z",
}


def icon(name: str) -> Markup:
    """An icon that readers of screens pass by; it has a size of its own, for when the styles do not come."""
    return Markup(
        '<svg class="icon" width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(_PATHS[name])
