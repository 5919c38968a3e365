"""Log lines take the broker, else the database, else wait."""

import logging
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from core.runtime.event_publisher import NotPublishedError
from core.runtime.outage import Outage
from core.runtime.providers.sync_log import CHUNK, KEPT_IN_MEMORY, LineKeeper
from core.store import log_entries

Line = dict[str, Any]


class Broker:
    def __init__(self) -> None:
        self.is_away = False
        self.chunks: list[list[Line]] = []

    def publish(self, event: str, payload: Line, headers: Line, *, mandatory: bool) -> None:
        assert (event, mandatory) == ("log_line", True)
        if self.is_away:
            raise NotPublishedError("away")
        self.chunks.append(payload["lines"])

    @property
    def lines(self) -> list[int]:
        return [line["id"] for chunk in self.chunks for line in chunk]


class Database:
    def __init__(self) -> None:
        self.is_away = False
        self.lines: list[int] = []

    def insert(self, lines: list[Line]) -> int:
        if self.is_away:
            raise AutoReconnect("away")
        self.lines += [line["id"] for line in lines]
        return len(lines)


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database()
    monkeypatch.setattr(log_entries, "insert", made.insert)
    return made


@pytest.fixture
def outage() -> Outage:
    return Outage(logging.getLogger("test"), "MongoDB", "")


@pytest.fixture
def keeper(broker: Broker, database: Database, outage: Outage) -> LineKeeper:
    return LineKeeper(broker, outage)


def lines(count: int, first: int = 0) -> list[Line]:
    return [{"id": number} for number in range(first, first + count)]


def test_lines_travel_in_chunks(keeper: LineKeeper, broker: Broker) -> None:
    keeper.write(lines(2 * CHUNK + 1), {})
    assert [len(chunk) for chunk in broker.chunks] == [CHUNK, CHUNK, 1]


def test_without_the_broker_lines_go_to_the_database(
    keeper: LineKeeper, broker: Broker, database: Database
) -> None:
    broker.is_away = True
    keeper.write(lines(3), {})
    assert database.lines == [0, 1, 2]


def test_without_both_lines_wait_and_go_first_when_one_is_back(
    keeper: LineKeeper, broker: Broker, database: Database
) -> None:
    broker.is_away = database.is_away = True
    keeper.write(lines(2), {})
    keeper.write(lines(2, first=2), {})
    broker.is_away = False
    keeper.write(lines(1, first=4), {})
    assert broker.lines == [0, 1, 2, 3, 4]
    keeper.write([], {})
    assert broker.lines == [0, 1, 2, 3, 4]


def test_an_outage_that_another_part_has_told_of_is_not_told_again(
    keeper: LineKeeper,
    broker: Broker,
    database: Database,
    outage: Outage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker.is_away = database.is_away = True
    outage.begins("AutoReconnect")
    keeper.write(lines(1), {})
    assert len(caplog.messages) == 1


def test_memory_keeps_the_latest_lines_only(
    keeper: LineKeeper, broker: Broker, database: Database
) -> None:
    broker.is_away = database.is_away = True
    keeper.write(lines(KEPT_IN_MEMORY + 10), {})
    broker.is_away = False
    keeper.write([], {})
    assert broker.lines[0] == 10
    assert len(broker.lines) == KEPT_IN_MEMORY


def test_a_bug_in_the_store_is_not_hidden(
    keeper: LineKeeper, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_lines: list[Line]) -> int:
        raise KeyError("at")

    broker.is_away = True
    monkeypatch.setattr(log_entries, "insert", refuse)
    with pytest.raises(KeyError):
        keeper.write(lines(1), {})
