"""Which of Autotask's answers means which error.

Validation and permission problems come as HTTP 500 with an `errors` list, so a 500 is not by itself
a reason to try again (REST_Advanced_Query_Features); a 500 without that list is, and so is one whose
text tells of Autotask's own trouble.

A sign-in that is refused (401, or a 500 about the user or the integration code) is told apart from
a right that is missing (403, or a 500 about permissions): the first may lock the user when it is
repeated, the second concerns one kind of record (autotask-api section 2).
"""

import re
from datetime import timedelta
from typing import Any, NoReturn

from core.clients.autotask.salvage import salvage
from core.clients.exact_json import UnreadableJsonError, load
from core.clients.http import HttpRequest, HttpResponse
from core.domain.errors import (
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
    WordlessError,
)

_OFFLINE = frozenset({502, 503, 504})
_NOT_KNOWN = re.compile(
    r"IntegrationCode is invalid|zone information could not be determined"
    r"|user\b.*\bnot (?:be )?found|unauthori[sz]ed",
    re.IGNORECASE,
)
_NOT_PERMITTED = re.compile(r"does not have the adequate permissions", re.IGNORECASE)
_OWN_TROUBLE = re.compile(
    r"error (?:has )?occurred|object reference not set|time-?out expired|timed out|deadlock"
    r"|there is no row at position",
    re.IGNORECASE,
)
_THREADS = re.compile(r"thread threshold", re.IGNORECASE)
_HOURLY = re.compile(r"request threshold|requests? per hour", re.IGNORECASE)

# Autotask sends no Retry-After (autotask-api section 5). A thread is free again in seconds; the
# hourly window rolls, so a few minutes free some of it.
_THREAD_WAIT = timedelta(seconds=5)
_HOURLY_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=1)


def read_answer(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Return the JSON object of a good answer, or raise what the answer means."""
    if response.status == 200:
        return _read_object(request, response)
    reasons = _reasons(response)
    _raise_for_limits(response, reasons)
    if response.status == 401 or any(_NOT_KNOWN.search(text) for text in reasons):
        raise UnauthorizedError(_unauthorized_sentence(reasons))
    if response.status == 403 or any(_NOT_PERMITTED.search(text) for text in reasons):
        raise _not_permitted(request, response, reasons)
    if response.status < 400 or response.status in _OFFLINE or _is_own_trouble(response, reasons):
        raise _broken(request, _broken_sentence(response, reasons), _is_wordless(response, reasons))
    raise RejectedError(
        f"Autotask refused {request.method} with {response.status}: {_first(reasons)}",
        reasons=reasons,
        status=response.status,
    )


def _read_object(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    try:
        answer = load(response.body)
    except UnreadableJsonError as error:
        answer = salvage(response.body)
        if answer is None:
            raise _broken(request, "Autotask's answer is not JSON.") from error
    if not isinstance(answer, dict):
        raise _broken(request, "Autotask's answer has an unknown shape.")
    return answer


def _broken(request: HttpRequest, message: str, is_wordless: bool = False) -> SyncError:
    """The error for an answer that leaves open what happened: a read is asked again."""
    if request.may_change:
        return OutcomeUnknownError(message)
    return WordlessError(message) if is_wordless else UnavailableError(message)


def _is_wordless(response: HttpResponse, reasons: tuple[str, ...]) -> bool:
    return response.status == 500 and not reasons


def _reasons(response: HttpResponse) -> tuple[str, ...]:
    """Autotask's own words: `errors`, or `Message` for a wrong verb."""
    try:
        answer = load(response.body)
    except UnreadableJsonError:
        return ()
    if not isinstance(answer, dict):
        return ()
    errors = answer.get("errors")
    texts = errors if isinstance(errors, list) else [answer.get("Message")]
    return tuple(str(text) for text in texts if text)


def _broken_sentence(response: HttpResponse, reasons: tuple[str, ...]) -> str:
    said = f"Autotask answered {response.status}: {_first(reasons)}"
    if _is_wordless(response, reasons):
        # Reported of clients (autotask-api section 2), and not to be told from an outage.
        return f"{said}, as it may for an unknown user or integration code as well."
    return f"{said}."


def _first(reasons: tuple[str, ...]) -> str:
    return reasons[0] if reasons else "no reason given"


def _is_own_trouble(response: HttpResponse, reasons: tuple[str, ...]) -> bool:
    return response.status == 500 and all(_OWN_TROUBLE.search(text) for text in reasons)


def _raise_for_limits(response: HttpResponse, reasons: tuple[str, ...]) -> None:
    is_threads = any(_THREADS.search(text) for text in reasons)
    is_hourly = any(_HOURLY.search(text) for text in reasons)
    if response.status != 429 and not is_threads and not is_hourly:
        return
    limit, wait = ("threads", _THREAD_WAIT) if is_threads else ("hourly", _HOURLY_WAIT)
    _raise_limited(response, limit, _told_wait(response) or wait)


def _told_wait(response: HttpResponse) -> timedelta | None:
    told = response.headers.get("Retry-After", "").strip()
    return timedelta(seconds=int(told)) if told.isdecimal() and len(told) < 7 else None


def _raise_limited(response: HttpResponse, limit: str, wait: timedelta) -> NoReturn:
    names = {"threads": "calls at the same time", "hourly": "calls an hour"}
    raise RateLimitedError(
        f"Autotask's limit of {names[limit]} is reached.",
        limit=limit,
        until=response.received_at + min(wait, _LONGEST_WAIT),
    )


def _unauthorized_sentence(reasons: tuple[str, ...]) -> str:
    if reasons:
        return f"Autotask does not accept the sign-in: {reasons[0]}"
    return "Autotask does not accept the user name, secret or integration code."


def _not_permitted(
    request: HttpRequest, response: HttpResponse, reasons: tuple[str, ...]
) -> NotPermittedError:
    entity = request.endpoint or "this"
    said = f" Autotask says: {reasons[0]}" if reasons else ""
    return NotPermittedError(
        f"The API user may not {'change' if request.may_change else 'read'} {entity}.{said}",
        reasons=reasons,
        status=response.status,
    )
