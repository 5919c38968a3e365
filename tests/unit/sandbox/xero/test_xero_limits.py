"""The four limits, their headers, and the empty 429."""

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper


@pytest.fixture
def limited(stranger: Bookkeeper) -> Bookkeeper:
    return stranger.connect()


def test_every_answer_says_what_is_left(limited: Bookkeeper) -> None:
    first, second = limited.get("Organisation"), limited.get("Nothing")
    assert first.headers["X-DayLimit-Remaining"] == "4999"
    assert first.headers["X-MinLimit-Remaining"] == "59"
    assert first.headers["X-AppMinLimit-Remaining"] == "9999"
    assert second.status_code == 404
    assert second.headers["X-MinLimit-Remaining"] == "58"


def test_the_sixty_first_call_in_a_minute_is_refused_with_an_empty_body(
    limited: Bookkeeper,
) -> None:
    statuses = {limited.get("Organisation").status_code for _ in range(60)}
    refused = limited.get("Organisation")
    assert statuses == {200}
    assert (refused.status_code, refused.data) == (429, b"")
    assert "Content-Type" not in refused.headers
    assert refused.headers["X-Rate-Limit-Problem"] == "minute"
    assert refused.headers["X-MinLimit-Remaining"] == "0"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert limited.logged()[-1]["refused_by"] == "minute"


def test_a_minute_later_calls_are_welcome_again(limited: Bookkeeper) -> None:
    for _ in range(61):
        limited.get("Organisation")
    limited.door("clock", offset_seconds=60)
    assert limited.get("Organisation").status_code == 200


def test_the_windows_survive_a_restart(limited: Bookkeeper) -> None:
    for _ in range(60):
        limited.get("Organisation")
    limited.restart()
    assert limited.get("Organisation").status_code == 429


def test_a_day_limit_of_one_thousand_can_be_set(limited: Bookkeeper) -> None:
    limited.door("limits", day=3, minute=False)
    assert [limited.get("Organisation").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = limited.get("Organisation")
    assert refused.headers["X-Rate-Limit-Problem"] == "day"
    assert refused.headers["X-DayLimit-Remaining"] == "0"
    assert int(refused.headers["Retry-After"]) > 86_000


def test_a_refused_write_leaves_nothing_behind(limited: Bookkeeper) -> None:
    invoice = limited.invoice("L-1")
    limited.door("limits", minute=1)
    answer = limited.call("PUT", "Invoices", json={"Invoices": [invoice]})
    assert answer.status_code == 429
    assert limited.state()["Invoices"] == []


def test_a_replay_counts_as_a_call(limited: Bookkeeper) -> None:
    invoice = limited.invoice("L-2")
    for _ in range(2):
        answer = limited.call(
            "PUT", "Invoices", json={"Invoices": [invoice]}, headers={"Idempotency-Key": "k"}
        )
    assert answer.headers["X-MinLimit-Remaining"] == "57"


def test_identity_and_connections_are_not_counted(limited: Bookkeeper) -> None:
    limited.client.get("/connections", headers=limited.headers)
    assert limited.get("Organisation").headers["X-DayLimit-Remaining"] == "4999"


def test_who_is_not_let_in_is_not_counted(limited: Bookkeeper) -> None:
    limited.get("Organisation", Authorization="Bearer nothing")
    assert limited.get("Organisation").headers["X-DayLimit-Remaining"] == "4999"


def test_limits_switched_off_refuse_nothing(limited: Bookkeeper) -> None:
    limited.door("limits", minute=False, day=False)
    assert {limited.get("Organisation").status_code for _ in range(70)} == {200}


@pytest.mark.parametrize(
    ("fault", "problem", "wait"),
    [
        ("rate_limited_minute", "minute", "26"),
        ("rate_limited_day", "day", "73451"),
        ("rate_limited_concurrent", "concurrent", None),
    ],
)
def test_a_429_can_be_ordered(xero: Bookkeeper, fault: str, problem: str, wait: str | None) -> None:
    xero.door("faults", name=fault, endpoint="Organisation")
    answer = xero.get("Organisation")
    assert (answer.status_code, answer.data) == (429, b"")
    assert answer.headers["X-Rate-Limit-Problem"] == problem
    assert answer.headers.get("Retry-After") == wait
    assert xero.get("Organisation").status_code == 200


@pytest.mark.parametrize("wait", [90_000, "Sun, 22 Nov 2026 12:00:00 GMT", None])
def test_a_strange_retry_after_can_be_ordered(xero: Bookkeeper, wait: object) -> None:
    xero.door("faults", name="rate_limited_minute", retry_after=wait)
    expected = None if wait is None else str(wait)
    assert xero.get("Organisation").headers.get("Retry-After") == expected
