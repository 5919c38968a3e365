"""Autotask says most things with a 500; what it means decides what we do."""

from datetime import timedelta
from typing import Any

import pytest

from core.clients.autotask.answers import read_answer
from core.clients.http import HttpRequest, HttpResponse
from core.domain.errors import (
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnauthorizedError,
    UnavailableError,
)
from tests.unit.clients.scripted import NOON, answer

READ = HttpRequest(
    "autotask", "POST", "https://a.test/Invoices/query", only_asks=True, endpoint="Invoices"
)
CHANGE = HttpRequest("autotask", "PATCH", "https://a.test/Invoices", endpoint="Invoices")


def refusal(*errors: str, status: int = 500, **headers: str) -> HttpResponse:
    return answer(
        {"errors": list(errors)}, status, {k.replace("_", "-"): v for k, v in headers.items()}
    )


def test_a_good_answer_is_returned() -> None:
    assert read_answer(READ, answer({"item": None})) == {"item": None}


def test_a_500_with_reasons_is_a_refusal_in_autotasks_words() -> None:
    with pytest.raises(RejectedError) as caught:
        read_answer(READ, refusal("Unable to find foo in the Invoice Entity.", "second"))
    assert caught.value.reasons == ("Unable to find foo in the Invoice Entity.", "second")
    assert caught.value.status == 500


@pytest.mark.parametrize(
    "response",
    [
        answer(b"", 401),
        answer({"errors": ["Unauthorized"]}, 500),
        refusal("Zone information could not be determined"),
        refusal("IntegrationCode is invalid."),
        refusal("The specified user could not be found."),
    ],
)
def test_a_refused_sign_in_is_not_tried_again(response: HttpResponse) -> None:
    with pytest.raises(UnauthorizedError):
        read_answer(READ, response)


@pytest.mark.parametrize(
    ("request_", "response", "said"),
    [
        (READ, answer(b"", 403), "The API user may not read Invoices."),
        (
            READ,
            refusal("The logged in Resource does not have the adequate permissions to query"),
            "Autotask says: The logged in Resource does not have the adequate permissions to query",
        ),
        (CHANGE, answer(b"", 403), "The API user may not change Invoices."),
    ],
)
def test_a_missing_right_is_told_from_a_wrong_secret(
    request_: HttpRequest, response: HttpResponse, said: str
) -> None:
    with pytest.raises(NotPermittedError, match=said):
        read_answer(request_, response)


@pytest.mark.parametrize(
    ("response", "limit", "wait"),
    [
        (
            refusal("The Autotask API thread threshold of 3 threads has been exceeded."),
            "threads",
            5,
        ),
        (refusal("thread threshold", status=429), "threads", 5),
        (answer(b"", 429), "hourly", 300),
        (answer(b"", 429, {"Retry-After": "17"}), "hourly", 17),
        (answer(b"", 429, {"Retry-After": "999999"}), "hourly", 3600),
        (answer(b"", 429, {"Retry-After": "soon"}), "hourly", 300),
        (refusal("Request Threshold Exceeded"), "hourly", 300),
    ],
)
def test_a_limit_says_until_when(response: HttpResponse, limit: str, wait: int) -> None:
    with pytest.raises(RateLimitedError) as caught:
        read_answer(READ, response)
    assert caught.value.limit == limit
    assert caught.value.until == NOON + timedelta(seconds=wait)


@pytest.mark.parametrize(
    "response",
    [
        *(answer(b"bad gateway", status) for status in (500, 502, 503, 504)),
        answer({"errors": ["upstream gone"]}, 503),
        refusal("An error occurred while processing your request."),
        refusal("Execution Timeout Expired."),
        answer(b"<html>hello</html>"),
        answer([1, 2]),
        answer(b'{"items": [{"id": 1'),
        answer(b"", 302),
    ],
)
def test_an_unreadable_answer_is_asked_again_by_a_read_and_looked_up_by_a_change(
    response: HttpResponse,
) -> None:
    with pytest.raises(UnavailableError):
        read_answer(READ, response)
    with pytest.raises(OutcomeUnknownError):
        read_answer(CHANGE, response)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"Message": "The requested resource does not support http method 'GET'."}, 405, "The req"),
        (b"nothing here", 404, "Autotask refused POST with 404: no reason given"),
        ({"errors": None}, 400, "Autotask refused POST with 400: no reason given"),
        ([], 400, "Autotask refused POST with 400: no reason given"),
    ],
)
def test_wrong_calls_are_refusals(body: Any, status: int, reason: str) -> None:
    with pytest.raises(RejectedError) as caught:
        read_answer(READ, answer(body, status))
    assert caught.value.status == status
    assert caught.value.reasons[0].startswith(reason)
