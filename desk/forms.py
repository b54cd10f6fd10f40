"""What every form of the desk brings with it. A field nobody asked for is refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


LINE, TEXT = 500, 20_000
"""How many signs a field may have: one that is a line, which databases keep in an index; one that is a text."""

Words = Annotated[str, StringConstraints(max_length=TEXT, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(max_length=8_000)]
"""A path of the desk with its query."""


class Posted(BaseModel):
    """A form. Its token has been compared before a page sees it (`desk.routes`). A text is a line unless it says
    otherwise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=LINE)

    csrf: str


class Keyed(Posted):
    """A form that is done once however often it is sent."""

    key: Key
