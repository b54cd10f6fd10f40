"""A web page, or what an office program saved as one -> rows. Knows nothing of what the rows mean."""

from plans.formats.flow import rows_from
from plans.formats.web.body import Body
from plans.formats.web.source import page
from plans.rows import Row


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of a web page. Raises `ImportRejected`; meant to be called in the limited process."""
    return rows_from(Body(page(content)).blocks())
