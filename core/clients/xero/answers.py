"""Which of Xero's answers means which error (developer.xero.com, "Response Codes").

For a write, 5xx is ambiguous even when its text says that Xero is offline: one was seen to have
carried out part of a batch. 400, 401, 403, 404 and 429 are refusals before anything is done; a status
that Xero does not document may come from something between us and Xero and proves nothing.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from core.clients.exact_json import UnreadableJsonError, load
from core.clients.http import HttpRequest, HttpResponse
from core.clients.xero.elements import messages, validation_messages
from core.clients.xero.fields import Element
from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)

# Used when Xero does not say: the concurrent limit never carries Retry-After (OAuth 2 API limits).
_WAITS = {
    "minute": timedelta(seconds=60),
    "appminute": timedelta(seconds=60),
    "concurrent": timedelta(seconds=2),
    "day": timedelta(hours=1),
}
_LIMIT_NAMES = {
    "minute": "calls a minute",
    "appminute": "calls a minute for this app",
    "concurrent": "calls at the same time",
    "day": "calls a day",
}
# Xero has asked for 90,000 seconds; what is far beyond its longest window is a mistake.
_LONGEST_WAIT = timedelta(days=2)
_SHOWN_CHARACTERS = 500
_REFUSALS = frozenset({400, 404, 405, 406, 410, 411, 412, 413, 414, 415, 422, 431})


def read_answer(request: HttpRequest, response: HttpResponse) -> Any:
    """Return the JSON of a good answer, or raise what the answer means."""
    if response.status == 200:
        try:
            return load(response.body)
        except UnreadableJsonError as error:
            raise broken(request, "Xero's answer is not JSON.") from error
    if response.status == 304 and "If-Modified-Since" in request.headers:
        # Nothing has changed since: an empty list (RFC 9110, 15.4.5).
        return {}
    if response.status == 429:
        raise _limited(response)
    if response.status in (401, 403):
        raise _unauthorized(response)
    if response.status in _REFUSALS:
        raise _rejected(request, response)
    raise _no_answer(request, response)


def broken(request: HttpRequest, message: str) -> SyncError:
    """The error for an answer that leaves open what happened: a read is asked again."""
    return OutcomeUnknownError(message) if request.may_change else UnavailableError(message)


def _no_answer(request: HttpRequest, response: HttpResponse) -> SyncError:
    message = f"Xero answered {response.status}: {_plain_text(response)}"
    if response.status != 503 or not _speaks_of_maintenance(response):
        return broken(request, message)
    if request.may_change:
        return OutcomeUnknownError(message, in_maintenance=True)
    return MaintenanceError(message)


def _speaks_of_maintenance(response: HttpResponse) -> bool:
    """The texts of "Response Codes": offline for maintenance, or one organisation's books are."""
    return "offline" in _plain_text(response).casefold()


def _limited(response: HttpResponse) -> RateLimitedError:
    limit = _which_limit(response)
    until = _told_time(response) or response.received_at + _WAITS[limit]
    latest = response.received_at + _LONGEST_WAIT
    until = min(until, latest)
    return RateLimitedError(
        f"Xero's limit of {_LIMIT_NAMES[limit]} is reached.",
        limit=limit,
        until=until,
        wait=until - response.received_at,
    )


def _which_limit(response: HttpResponse) -> str:
    told = response.headers.get("X-Rate-Limit-Problem", "").strip().casefold()
    if told in _WAITS:
        return told
    return "day" if response.headers.get("X-DayLimit-Remaining", "").strip() == "0" else "minute"


def _told_time(response: HttpResponse) -> datetime | None:
    """Read Retry-After, seconds or a date; None when it is missing, past or unreadable."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return response.received_at + timedelta(seconds=min(int(told[:9]), 10**7)) if told else None
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    is_usable = moment.tzinfo is not None and moment > response.received_at
    return moment if is_usable else None


def _unauthorized(response: HttpResponse) -> UnauthorizedError:
    detail = _object(response).text("Detail")
    if response.status == 403:
        return DisconnectedError("The organisation is no longer connected in Xero.")
    # The FAQ spells it insufficent_scope, the wire insufficient_scope.
    asked_for_scope = "suffic" in response.headers.get("WWW-Authenticate", "").casefold()
    if asked_for_scope or detail == "AuthorizationUnsuccessful":
        return ScopeMissingError("The consent given in Xero does not cover this; connect again.")
    return UnauthorizedError(
        f"Xero does not accept the access token: {detail or 'no reason given'}.", expired=True
    )


def _rejected(request: HttpRequest, response: HttpResponse) -> RejectedError:
    reasons = _reasons(response)
    return RejectedError(
        f"Xero refused {request.method} with {response.status}: {reasons[0]}",
        reasons=reasons,
        status=response.status,
    )


def _reasons(response: HttpResponse) -> tuple[str, ...]:
    """Xero's words: of the elements, else of the whole, else the body as it is.

    Large error bodies come cut at 1 MB and 404 comes as HTML, so none of it need be JSON.
    """
    answer = _object(response)
    found = [text for item in answer.elements("Elements") for text in validation_messages(item)]
    whole = (answer.text("Message"), answer.text("Detail"), answer.text("Title"))
    return (
        tuple(dict.fromkeys(found))
        or messages(answer, "ValidationErrors")
        or tuple(text for text in whole if text)[:1]
        or (_plain_text(response),)
    )


def _object(response: HttpResponse) -> Element:
    try:
        return Element(load(response.body))
    except UnreadableJsonError:
        return Element({})


def _plain_text(response: HttpResponse) -> str:
    answer = _object(response)
    told = answer.text("Detail") or answer.text("Message")
    text = told or response.body[: 4 * _SHOWN_CHARACTERS].decode(errors="replace")
    return " ".join(text.split())[:_SHOWN_CHARACTERS] or "no text"
