"""What every expected failure has in common. Knows nothing of any of them."""


class Fault(Exception):  # noqa: N818 - an exception is a fact
    """Something a person must be told in one sentence: the place, the reason, what to do. Never a traceback."""
