"""The shapes of what is to be known about options that were saved."""

from pydantic import BaseModel, Field

from gateway.api.connection_schemas import ConnectionOut


class OptionProblemOut(BaseModel):
    """Something about an option that does not keep it from being saved.

    `standing` tells that it was so before: it is not about what this request changed.
    """

    option: str
    message: str
    standing: bool


class ChangedOut(ConnectionOut):
    """The connection as it is now, and what is to be known about its options."""

    problems: list[OptionProblemOut]
    not_read: list[str] = Field(
        description="Lists that Xero did not give now; what was read of them before counted."
    )
