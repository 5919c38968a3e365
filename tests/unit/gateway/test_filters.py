"""Query strings become filters or a sentence."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from core.domain.status import Status
from gateway.filters import document_filter, kept_query, log_filter, order_of
from gateway.problems import CommandRefusedError


def test_several_statuses_may_be_repeated_or_listed() -> None:
    repeated = MultiDict([("status", "fault"), ("status", "skipped"), ("status", "fault")])
    listed = MultiDict([("status", "fault, skipped,")])
    assert document_filter(repeated) == document_filter(listed)
    assert document_filter(listed).statuses == (Status.FAULT, Status.SKIPPED)


def test_empty_values_do_not_filter() -> None:
    empty = MultiDict([("q", "  "), ("status", ""), ("from", ""), ("cause", "")])
    assert not document_filter(empty)


@pytest.mark.parametrize(
    "query",
    [{"status": "x"}, {"from": "2026-13-01"}, {"to": "22.11.2026"}, {"q": "x" * 201}, {"q": "\0"}],
)
def test_odd_values_are_refused(query: dict[str, str]) -> None:
    with pytest.raises(CommandRefusedError) as refused:
        document_filter(MultiDict(query))
    assert refused.value.http_status == 422


def test_an_order_is_one_of_the_columns() -> None:
    assert order_of(MultiDict()) == "-updated"
    with pytest.raises(CommandRefusedError):
        order_of(MultiDict({"sort": "password"}))


def test_a_day_of_the_log_is_a_day_in_the_organisations_zone() -> None:
    wanted = log_filter(
        MultiDict({"from": "2026-11-22", "to": "2026-11-22"}), ZoneInfo("Pacific/Auckland")
    )
    assert wanted.from_at == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert wanted.before_at == datetime(2026, 11, 22, 11, tzinfo=UTC)


def test_an_instant_of_the_log_is_itself_included() -> None:
    at = "2026-11-22T12:00:00.500Z"
    wanted = log_filter(MultiDict({"from": at, "to": at}), UTC)
    assert wanted.from_at is not None
    assert wanted.before_at is not None
    assert wanted.from_at < wanted.before_at


@pytest.mark.parametrize(
    "query",
    [{"autotask_id": "-1"}, {"autotask_id": "²"}, {"autotask_id": "9" * 19}, {"level": "loud"},
     {"to": "9999-12-31"}, {"from": "now"}, {"to": "9999-12-31T23:59:59.999Z"},
     {"from": "0001-01-01T00:00:00+14:00"}],
)  # fmt: skip
def test_odd_searches_are_refused(query: dict[str, str]) -> None:
    with pytest.raises(CommandRefusedError):
        log_filter(MultiDict(query), UTC)


def test_a_kept_query_has_nothing_that_was_not_looked_at() -> None:
    given = [("q", "a"), ("q", "\0" * 9), ("from", "2026-01-01"), ("from", "x" * 9_000)]
    statuses = [("status", "fault,fault"), ("status", "skipped"), ("cursor", "c"), ("sort", "id")]
    kept = kept_query(MultiDict([*given, *statuses]))
    assert kept == "q=a&status=fault&status=skipped&from=2026-01-01&sort=id"
