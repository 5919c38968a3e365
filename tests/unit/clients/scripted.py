"""A transport that answers from a script, and a budget that remembers what was asked of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from requests.structures import CaseInsensitiveDict

from core.clients.exact_json import dump, load
from core.clients.http import Http, HttpRequest, HttpResponse
from core.domain.errors import RateLimitedError

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

Answer = HttpResponse | Exception | Callable[[HttpRequest], HttpResponse]


def answer(
    body: Any = None, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    content = body if isinstance(body, bytes) else dump(body)
    return HttpResponse(status, CaseInsensitiveDict(headers or {}), content, NOON)


class ScriptedHttp(Http):
    """Gives the next answer of the script to each request and keeps the requests."""

    def __init__(self, *script: Answer) -> None:
        super().__init__(1, 1)
        self.script = list(script)
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        if not self.script:
            raise AssertionError(f"no answer left for {request.method} {request.url}")
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, HttpResponse) else step(request)

    @property
    def bodies(self) -> list[Any]:
        return [load(request.body) for request in self.requests if request.body]


@dataclass
class RememberingBudget:
    """A budget with `left` calls."""

    left: int = 1000
    taken: list[str] = field(default_factory=list)
    released: list[tuple[str, bool, dict[str, str] | None]] = field(default_factory=list)
    blocks: list[tuple[datetime, str]] = field(default_factory=list)
    endpoints: list[str] = field(default_factory=list)

    def acquire(self, endpoint: str = "") -> str:
        if len(self.taken) >= self.left:
            raise RateLimitedError("none left", limit="test", until=NOON)
        self.endpoints.append(endpoint)
        self.taken.append(f"ticket {len(self.taken) + 1}")
        return self.taken[-1]

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        self.released.append((ticket, answered, headers))

    def blocked(self, until: datetime, reason: str) -> None:
        self.blocks.append((until, reason))
