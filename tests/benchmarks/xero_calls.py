"""What Xero's sandbox was asked, as its request list tells."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.e2e import world
from tests.stack import Stack

_API = "/api.xro/2.0/"
_TOKENS = "/identity/"


@dataclass(frozen=True)
class Call:
    """One call; `elements` is how many documents or contacts it carried."""

    n: int
    method: str
    path: str
    began_at: datetime
    ended_at: datetime
    status: int | None
    refused_by: str | None
    body: str

    @property
    def is_write(self) -> bool:
        return self.is_of_the_organisation and self.method in ("PUT", "POST", "DELETE")

    @property
    def is_of_the_organisation(self) -> bool:
        """Counts against the organisation's limits; token calls don't."""
        return self.path.startswith(_API)

    @property
    def is_token_call(self) -> bool:
        return self.path.startswith(_TOKENS)

    @property
    def endpoint(self) -> str:
        return f"{self.method} {self.path.removeprefix(_API).split('/')[0]}"


def since(stack: Stack, n: int) -> list[Call]:
    """The finished calls after call number n, in order of arrival."""
    return [_call(raw) for raw in world.calls(stack, "XERO", n) if raw["duration_ms"] is not None]


def last_number(stack: Stack) -> int:
    return max((call.n for call in since(stack, 0)), default=0)


def by_endpoint(calls: Iterable[Call]) -> dict[str, int]:
    return dict(Counter(call.endpoint for call in calls).most_common())


def _call(raw: dict[str, Any]) -> Call:
    began_at = datetime.fromisoformat(raw["at"])
    return Call(
        n=raw["n"],
        method=raw["method"],
        path=raw["path"],
        began_at=began_at,
        ended_at=began_at + timedelta(milliseconds=float(raw["duration_ms"])),
        status=raw["status"],
        refused_by=raw["refused_by"],
        body=raw["body"],
    )
