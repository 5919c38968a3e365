"""An outage of the database ends when the database answers, not when any call succeeds."""

import logging

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from core.runtime.database import note_success
from core.runtime.outage import Outage
from core.store import connect


@pytest.fixture
def outage() -> Outage:
    return Outage(logging.getLogger("test"), "MongoDB", "")


def test_a_call_that_asked_the_database_nothing_does_not_end_its_outage(
    outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stay_away() -> None:
        raise AutoReconnect("away")

    outage.begins("AutoReconnect")
    monkeypatch.setattr(connect, "ping", stay_away)
    note_success(outage)
    assert outage.is_on
    monkeypatch.setattr(connect, "ping", lambda: None)
    note_success(outage)
    assert not outage.is_on


def test_whatever_else_the_database_says_does_not_spoil_a_call_that_came_to_its_end(
    outage: Outage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise OperationFailure("not authorized", 13)

    outage.begins("AutoReconnect")
    monkeypatch.setattr(connect, "ping", refuse)
    note_success(outage)
    assert outage.is_on
    assert "not authorized" in caplog.text


def test_without_an_outage_nobody_asks(outage: Outage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(connect, "ping", lambda: asked.append(True))
    note_success(outage)
    assert asked == []
