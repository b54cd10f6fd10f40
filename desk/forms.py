"""What every form of the desk brings with it. A field nobody asked for is refused."""

from pydantic import BaseModel, ConfigDict


class Posted(BaseModel):
    """A form. Its token has been compared before a page sees it (`desk.routes`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    csrf: str
