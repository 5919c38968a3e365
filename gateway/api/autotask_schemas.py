"""The shapes of a connection's Autotask side: its lists, jobs, routes, and new credentials."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.api.connection_schemas import AutotaskOut

_Entered = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
# Any symbol may be part of a secret, also a blank at its end; only blanks are none.
_Secret = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]


class CredentialsBody(BaseModel):
    """An API user of Autotask; tried with a call before it is saved, and never given back."""

    model_config = ConfigDict(extra="forbid")
    user: _Entered
    secret: _Secret
    integration_code: _Entered


class ToldOut(BaseModel):
    """What was done, in a sentence."""

    message: str


class ListOut(BaseModel):
    """One of Autotask's lists; `read_at` is null if it is to be read (again)."""

    kind: str
    name: str
    count: int
    read_at: datetime | None


class LookOut(BaseModel):
    """The poll, which reads what is new."""

    last_run_at: datetime | None
    next_run_at: datetime | None = Field(
        description="Null while nothing is planned, as while Autotask refuses the sign-in."
    )
    is_running: bool


class SweepOut(BaseModel):
    """The nightly reading of all of days back; the counts are those of the last one that ended."""

    ended_at: datetime | None
    next_run_at: datetime | None = Field(
        description="Now or earlier: with the next look. Of one that failed the next try. Null "
        "while another one is not at its end, before the first look, and while Autotask refuses the "
        "sign-in."
    )
    is_running: bool
    is_unfinished: bool = Field(
        description="One has begun and is not at its end; it rests while a look has its turn."
    )
    read: int | None
    missed: int | None
    changed: int | None


class RoutingOut(BaseModel):
    """Which connection gets an invoice; set on the one that has the sign-in."""

    route_by: str
    route_field: str
    routes: dict[str, str]
    default_route: str | None
    unroutable: int


class AutotaskDetail(AutotaskOut):
    """Everything that is known of the Autotask side."""

    connections: list[str] = Field(description="All connections of this Autotask, if several.")
    lists: list[ListOut]
    invoice_total: Literal["net", "gross"] | None = Field(
        description="How Autotask's invoice total is read; null while nobody knows."
    )
    invoice_total_is_chosen: bool = Field(description="By the option header_total.")
    look: LookOut
    sweep: SweepOut
    write_back_waiting: int | None = Field(description="Null while the option is off.")
    write_back_refused: int
    write_back_given_up: int = Field(
        description="Those refused and those that could not be told for another reason."
    )
    pdfs_waiting: int | None = Field(description="Null while the option is off.")
    routing: RoutingOut
