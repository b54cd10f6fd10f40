"""A Word document (.docx) -> rows. Headers and footers of pages are left out, footnotes become remarks; everything
else stands where a person reads it. Knows nothing of what the rows mean.
"""

from plans.formats.flow import rows_from
from plans.formats.word.body import Body
from plans.formats.word.file import word_file
from plans.rows import Row


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of a .docx. Raises `ImportRejected`; meant to be called in the limited process."""
    file = word_file(content)
    return rows_from(Body(file).blocks(file.body))
