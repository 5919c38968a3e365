"""What Autotask is told of invoices that are in Xero, in portions, and what it makes of that."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.errors import (
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    UnavailableError,
)
from core.domain.write_back import Untold
from core.runtime.journal import Journal
from services.autotask_ingestion.write_back import Portion, WriteBackDesk, tell_some
from tests.factories.documents import NOON, make_connection, make_settings
from tests.fakes.clock import FakeClock
from tests.fakes.told import FakeAutotask, InMemoryTold

BEFORE = "2026-11-01T09:30:00Z"


@dataclass
class Scene:
    """Invoices in Xero, of which Autotask knows nothing yet."""

    autotask: FakeAutotask = field(default_factory=FakeAutotask)
    told: InMemoryTold = field(default_factory=InMemoryTold)
    clock: FakeClock = field(default_factory=FakeClock)
    options: dict[str, Any] = field(default_factory=lambda: {"write_back_exported": True})
    lines: list[dict[str, Any]] = field(default_factory=list)

    def with_invoice(self, autotask_id: int, number: str = "", **row: Any) -> "Scene":
        # A later id was in Xero earlier.
        completed_at = NOON - timedelta(minutes=autotask_id)
        self.told.waiting[autotask_id] = Untold(autotask_id, completed_at, number or "INV-X")
        shown = {"id": autotask_id, "invoiceNumber": f"A-{autotask_id}", "isVoided": False}
        self.autotask.rows[autotask_id] = {**shown, **row}
        return self

    def tell(self, most: int = 20) -> Portion:
        connection = make_connection(settings=make_settings(**self.options))
        journal = Journal(self.lines.extend, "kauri", "autotask_ingestion", "run", self.clock)
        desk = WriteBackDesk(connection, self.autotask, self.told, journal, self.clock)
        try:
            return tell_some(desk, most)
        finally:
            journal.flush()

    def marked(self, autotask_id: int) -> str | None:
        value: str | None = self.autotask.rows[autotask_id].get("webServiceDate")
        return value

    def refusal(self, autotask_id: int) -> tuple[str, datetime | None]:
        return self.told.refusals[autotask_id]

    def codes(self) -> list[str]:
        return [line["code"] for line in self.lines]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_autotask_is_told_when_xero_got_it_the_oldest_first_and_some_at_a_time(
    scene: Scene,
) -> None:
    scene.with_invoice(1).with_invoice(2).with_invoice(3)
    assert scene.tell(2) == Portion(2)
    assert (scene.autotask.writes, scene.autotask.reads) == ([3, 2], 1)
    assert scene.marked(3) == (NOON - timedelta(minutes=3)).isoformat()
    assert scene.told.written == {3: NOON, 2: NOON}
    assert scene.tell(2) == Portion(1)
    assert scene.tell(2) == Portion(0)
    assert scene.autotask.reads == 2
    assert scene.codes() == ["WRITTEN_BACK"] * 3


def test_a_date_that_is_there_stays_whoever_set_it(scene: Scene) -> None:
    scene.with_invoice(1, webServiceDate=BEFORE)
    scene.tell()
    assert (scene.marked(1), scene.autotask.writes) == (BEFORE, [])
    assert scene.told.written[1] == datetime.fromisoformat(BEFORE)
    assert "2026-11-01 09:30" in scene.lines[0]["message"]


def test_the_number_is_written_by_option_only_where_it_differs(scene: Scene) -> None:
    scene.options = {"write_back_number": True}
    scene.with_invoice(1, "INV-7").with_invoice(2, "A-2")
    scene.tell()
    assert scene.autotask.writes == [1]
    assert scene.autotask.rows[1]["invoiceNumber"] == "INV-7"
    assert scene.marked(1) is None
    assert scene.told.numbers == {1: "INV-7"}
    assert set(scene.told.written) == {1, 2}


def test_the_number_goes_although_the_date_is_there_already(scene: Scene) -> None:
    scene.options |= {"write_back_number": True}
    scene.with_invoice(1, "INV-7", webServiceDate=BEFORE)
    scene.tell()
    assert scene.autotask.rows[1]["invoiceNumber"] == "INV-7"
    assert scene.marked(1) == BEFORE


def test_a_number_that_is_too_long_for_autotask_is_told_and_the_date_is_written(
    scene: Scene,
) -> None:
    scene.options |= {"write_back_number": True}
    scene.with_invoice(1, "N" * 101)
    scene.tell()
    assert scene.autotask.rows[1]["invoiceNumber"] == "A-1"
    assert scene.marked(1)
    assert scene.codes() == ["WRITTEN_BACK", "NUMBER_NOT_TOLD"]


def test_the_number_is_remembered_before_it_is_written(scene: Scene) -> None:
    """Its answer may be lost, and the next look must know it all the same."""
    scene.options = {"write_back_number": True}
    scene.with_invoice(1, "INV-7")
    scene.autotask.failures = [OutcomeUnknownError("Read timed out.")]
    scene.autotask.loses_answers = True
    with pytest.raises(OutcomeUnknownError):
        scene.tell()
    assert scene.told.numbers == {1: "INV-7"}
    assert scene.told.written == {}


@pytest.mark.parametrize("was_written", [False, True])
def test_one_whose_answer_was_lost_is_told_again_at_most_once(
    scene: Scene, was_written: bool
) -> None:
    scene.with_invoice(1)
    scene.autotask.failures = [OutcomeUnknownError("Read timed out.")]
    scene.autotask.loses_answers = was_written
    with pytest.raises(OutcomeUnknownError):
        scene.tell()
    scene.tell()
    assert scene.autotask.writes == ([1] if was_written else [1, 1])
    assert scene.marked(1) == (NOON - timedelta(minutes=1)).isoformat()
    assert 1 in scene.told.written


@pytest.mark.parametrize(
    "error",
    [
        UnavailableError("Connection refused."),
        RateLimitedError("Slow down.", limit="hourly", until=NOON),
        NotPermittedError("No.", reasons=("You do not have adequate permissions.",)),
    ],
)
def test_an_outage_ends_the_portion_and_nobody_is_refused_for_it(
    scene: Scene, error: Exception
) -> None:
    scene.with_invoice(1).with_invoice(2)
    scene.autotask.failures = [None, error]
    with pytest.raises(type(error)):
        scene.tell()
    assert (set(scene.told.written), scene.told.refusals) == ({2}, {})
    scene.tell()
    assert set(scene.told.written) == {1, 2}


def test_one_that_autotask_refuses_keeps_nobody_waiting_and_is_tried_three_times(
    scene: Scene,
) -> None:
    scene.with_invoice(1).with_invoice(2)
    scene.autotask.refuses = frozenset({2})
    assert scene.tell() == Portion(2)
    assert set(scene.told.written) == {1}
    assert scene.refusal(2) == ("Data violation.", NOON + timedelta(hours=1))
    assert scene.tell() == Portion(0)
    scene.clock.pass_by(minutes=60)
    scene.tell()
    assert scene.refusal(2)[1] == NOON + timedelta(hours=25)
    scene.clock.pass_by(minutes=24 * 60)
    scene.tell()
    assert scene.refusal(2) == ("Data violation.", None)
    scene.clock.pass_by(minutes=1_000_000)
    assert scene.tell() == Portion(0)
    assert scene.autotask.writes.count(2) == 3


def test_a_mended_refusal_is_told_after_all(scene: Scene) -> None:
    scene.with_invoice(1)
    scene.autotask.refuses = frozenset({1})
    scene.tell()
    scene.autotask.refuses = frozenset()
    scene.clock.pass_by(minutes=60)
    scene.tell()
    assert (set(scene.told.written), scene.told.refusals) == ({1}, {})


def test_refusals_in_a_row_end_the_portion(scene: Scene) -> None:
    for autotask_id in range(1, 10):
        scene.with_invoice(autotask_id)
    scene.autotask.refuses = frozenset(range(4, 10))
    assert scene.tell() == Portion(3, is_stubborn=True)
    assert len(scene.autotask.writes) == 3
    scene.tell()
    assert scene.tell() == Portion(3)
    assert set(scene.told.written) == {1, 2, 3}


@pytest.mark.parametrize(
    ("row", "said"),
    [({"isVoided": True}, "voided"), ({"webServiceDate": "yesterday"}, "webServiceDate")],
)
def test_what_cannot_be_marked_is_given_up_with_the_reason(
    scene: Scene, row: dict[str, Any], said: str
) -> None:
    scene.with_invoice(1, **row).with_invoice(2)
    assert scene.tell() == Portion(2)
    assert said in scene.told.given_up[1]
    assert scene.told.refusals == {}
    assert scene.codes() == ["WRITTEN_BACK", "WRITE_BACK_GIVEN_UP"]
    assert set(scene.told.written) == {2}


def test_one_that_autotask_no_longer_shows_is_given_up(scene: Scene) -> None:
    scene.with_invoice(1)
    scene.autotask.rows.clear()
    scene.tell()
    assert "does not show" in scene.told.given_up[1]
