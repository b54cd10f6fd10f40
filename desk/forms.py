"""What every form of the desk brings with it. A field nobody asked for is refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Posted(BaseModel):
    """A form. Its token has been compared before a page sees it (`desk.routes`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    csrf: str


class Keyed(Posted):
    """A form that is done once however often it is sent."""

    key: Key
