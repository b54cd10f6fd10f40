"""What a browser calls itself, in the few words by which its owner knows it again. A guess: nobody is let in by it."""

_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """The browser and the system it runs on, as «Firefox · Windows»; empty where neither is known."""
    found = (next((said for mark, said in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(one for one in found if one)
