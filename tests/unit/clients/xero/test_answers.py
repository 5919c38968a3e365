"""A refusal before anything is done differs from an answer that leaves it open."""

from datetime import timedelta
from typing import Any

import pytest

from core.clients.http import HttpRequest, HttpResponse
from core.clients.xero.answers import read_answer
from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    UnauthorizedError,
    UnavailableError,
)
from tests.unit.clients.scripted import NOON, answer

READ = HttpRequest("xero", "GET", "https://x.test/Invoices")
WRITE = HttpRequest("xero", "PUT", "https://x.test/Invoices")
EXPIRED = {"Title": "Unauthorized", "Detail": "TokenExpired: token expired at 09/24/2021 08:23:47"}


@pytest.mark.parametrize(
    ("response", "expired"),
    [
        (answer(EXPIRED, 401), True),
        (answer(b"", 401), True),
        (answer({"Detail": "AuthorizationUnsuccessful"}, 401), False),
        (answer(b"", 401, {"WWW-Authenticate": "insufficent_scope"}), False),
        (answer({}, 401, {"www-authenticate": 'Bearer error="insufficient_scope"'}), False),
        (answer({"Title": "Forbidden", "Detail": "AuthenticationUnsuccessful"}, 403), False),
    ],
)
def test_only_an_expired_token_is_worth_a_refresh(response: HttpResponse, expired: bool) -> None:
    with pytest.raises(UnauthorizedError) as caught:
        read_answer(WRITE, response)
    assert caught.value.expired is expired


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (answer({"Detail": "AuthorizationUnsuccessful"}, 401), ScopeMissingError),
        (answer(b"", 401, {"WWW-Authenticate": "insufficient_scope"}), ScopeMissingError),
        (answer({"Detail": "AuthenticationUnsuccessful"}, 403), DisconnectedError),
        (answer(EXPIRED, 401), UnauthorizedError),
    ],
)
def test_each_way_of_being_shut_out_has_its_own_error(
    response: HttpResponse, error: type[Exception]
) -> None:
    with pytest.raises(UnauthorizedError) as caught:
        read_answer(READ, response)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("text", "is_maintained"),
    [
        (b"The Xero API is currently offline for maintenance", True),
        (b"The Organisation is offline", True),
        (b"The Xero API is temporarily unavailable", False),
        (b"", False),
    ],
)
def test_maintenance_is_told_from_an_outage_and_a_write_stays_open(
    text: bytes, is_maintained: bool
) -> None:
    with pytest.raises(UnavailableError) as asked:
        read_answer(READ, answer(text, 503))
    assert isinstance(asked.value, MaintenanceError) is is_maintained
    with pytest.raises(OutcomeUnknownError) as wrote:
        read_answer(WRITE, answer(text, 503))
    assert wrote.value.in_maintenance is is_maintained


@pytest.mark.parametrize(
    ("headers", "limit", "seconds"),
    [
        ({"X-Rate-Limit-Problem": "minute", "Retry-After": "26"}, "minute", 26),
        ({"X-Rate-Limit-Problem": "Day", "Retry-After": "73451"}, "day", 73451),
        ({"X-Rate-Limit-Problem": "appminute"}, "appminute", 60),
        ({"X-Rate-Limit-Problem": "concurrent"}, "concurrent", 2),
        ({"X-Rate-Limit-Problem": "day", "Retry-After": "90000"}, "day", 90000),
        ({"X-Rate-Limit-Problem": "day", "Retry-After": "9" * 40}, "day", 172800),
        ({"Retry-After": "Sun, 22 Nov 2026 12:00:30 GMT"}, "minute", 30),
        ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT"}, "minute", 60),
        ({"Retry-After": "in a while"}, "minute", 60),
        ({"X-DayLimit-Remaining": "0"}, "day", 3600),
        ({"X-Rate-Limit-Problem": "novelty"}, "minute", 60),
        ({}, "minute", 60),
    ],
)
def test_a_limit_says_which_and_until_when(
    headers: dict[str, str], limit: str, seconds: int
) -> None:
    with pytest.raises(RateLimitedError) as caught:
        read_answer(WRITE, answer(b"", 429, headers))
    assert caught.value.limit == limit
    assert caught.value.until == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "response",
    [
        answer(
            {"Title": "An error occurred", "Detail": "An error occurred in Xero.", "Status": 500},
            500,
        ),
        answer(b"<html>bad gateway</html>", 502),
        answer(b"The Xero API is currently offline for maintenance", 503),
        answer(b"", 504),
        answer(b"", 302),
        answer(b"", 408),
        answer(b"", 499),
        answer(b"<html>fine</html>"),
        answer(b""),
        answer(b'{"Invoices":[{"Invo'),
    ],
)
def test_what_leaves_it_open_is_asked_again_by_a_read_and_looked_up_by_a_write(
    response: HttpResponse,
) -> None:
    with pytest.raises(UnavailableError):
        read_answer(READ, response)
    with pytest.raises(OutcomeUnknownError):
        read_answer(WRITE, response)


def error(message: str) -> dict[str, Any]:
    return {"Message": message}


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        (
            {
                "ErrorNumber": 10,
                "Type": "ValidationException",
                "Message": "A validation exception occurred",
                "Elements": [
                    {"ValidationErrors": [error("one"), error("two")]},
                    {
                        "ValidationErrors": [error("one")],
                        "Contact": {"ValidationErrors": [error("c")]},
                    },
                ],
            },
            ("one", "two", "c"),
        ),
        ({"ErrorNumber": 14, "Message": "Error converting value"}, ("Error converting value",)),
        (
            error("Idempotency Key: k is used with a different request."),
            ("Idempotency Key: k is used with a different request.",),
        ),
        (
            b"The resource you're looking for cannot be found",
            ("The resource you're looking for cannot be found",),
        ),
        (b'{"Elements":[{"Valid', ('{"Elements":[{"Valid',)),
        (b"", ("no text",)),
        ([], ("[]",)),
    ],
)
def test_a_refusal_carries_xeros_own_words(body: Any, reasons: tuple[str, ...]) -> None:
    with pytest.raises(RejectedError) as caught:
        read_answer(WRITE, answer(body, 400))
    assert caught.value.reasons == reasons
    assert caught.value.status == 400


def test_a_huge_error_body_is_shown_short() -> None:
    with pytest.raises(RejectedError) as caught:
        read_answer(WRITE, answer(b"x" * 1_000_000, 404))
    assert caught.value.reasons == ("x" * 500,)


def test_nothing_new_since_is_an_empty_list_where_that_was_the_question() -> None:
    headers = {"If-Modified-Since": "2026-11-22T11:30:15"}
    question = HttpRequest("xero", "GET", "https://x.test/Invoices", headers=headers)
    assert read_answer(question, answer(b"", 304)) == {}
    with pytest.raises(UnavailableError):
        read_answer(READ, answer(b"", 304))
    with pytest.raises(OutcomeUnknownError):
        read_answer(WRITE, answer(b"", 304))
