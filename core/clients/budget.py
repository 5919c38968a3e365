"""What a client asks of whoever counts its calls, and the one way to spend a call."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core.clients.http import Http, HttpRequest, HttpResponse
from core.domain.errors import UnavailableError

# Longer than any database takes that is there at all.
_WORD_LIFE_SECONDS = 30


class Budget(Protocol):
    """Counts the calls of one tenant, across all services and instances."""

    def acquire(self, endpoint: str = "") -> str:
        """Reserve one call and return its ticket; raise RateLimitedError if none is left.

        `endpoint` is what calls at once are counted by, if not all of them together.
        """

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        """Give the place in flight back. Not answered: the vendor may count it later still."""

    def blocked(self, until: datetime, reason: str) -> None:
        """Note that the vendor refuses calls until then; `reason` names the limit (a 429)."""


class Unmetered:
    """A Budget for calls that no tenant pays for, such as a connection that is being set up."""

    def acquire(self, endpoint: str = "") -> str:
        return ""

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        """Nothing was reserved."""

    def blocked(self, until: datetime, reason: str) -> None:
        """Nobody shares this budget."""


def spend(
    budget: Budget,
    http: Http,
    request: HttpRequest,
    leaving: Callable[[], None] | None = None,
) -> HttpResponse:
    """Send one request at the cost of one call. The ticket comes back however the call ends.

    `leaving` is the sender's last word, asked when the call is ours and nothing waits any more. A
    process that was frozen in between finds that its word has aged, and keeps the request here.
    """
    ticket = budget.acquire(request.endpoint)
    response: HttpResponse | None = None
    has_left = False
    try:
        if leaving is not None:
            asked_at = time.monotonic()
            leaving()
            if time.monotonic() - asked_at > _WORD_LIFE_SECONDS:
                raise UnavailableError("It took too long to get ready; nothing was sent.")
        has_left = True
        response = http.send(request)
    finally:
        budget.release(
            ticket,
            # What stayed here is as good as answered: nothing of it can reach the vendor later.
            answered=response is not None or not has_left,
            headers=dict(response.headers) if response else None,
        )
    return response
