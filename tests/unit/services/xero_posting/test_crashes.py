"""A crash at every point before and after every effect, alone and with every way Xero can answer.

The process dies, its lease runs out, another one comes round: there is always exactly one document.
"""

from collections.abc import Callable
from functools import partial

import pytest

from core.domain.errors import SyncError
from tests.factories.documents import make_invoice, make_line
from tests.fakes.office import Office
from tests.fakes.oracle import assert_all_complete
from tests.fakes.stumbling import CrashAt, CrashError, Stumbling

Scenario = Callable[[Office], None]
CREDIT = make_line("-50.00", "-7.50")
DEARER = make_invoice(1, make_line("120.00", "18.00"))


def _new_invoices(office: Office) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))


def _new_companies(office: Office) -> None:
    office.with_invoices(make_invoice(1, company_id=7), make_invoice(2, company_id=8), linked=False)


def _both_kinds(office: Office) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2, CREDIT))


def _a_resync(office: Office) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    office.invoices.resync(1, office.clock(), DEARER)


def _a_resync_of_a_deleted_one(office: Office) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    office.ledger.edit(office.row(1).xero_id or "", status="DELETED")
    office.invoices.resync(1, office.clock())


SCENARIOS: list[Scenario] = [
    _new_invoices,
    _new_companies,
    _both_kinds,
    _a_resync,
    _a_resync_of_a_deleted_one,
]
FAULTS = [
    "",
    "drop_before_commit",
    "drop_after_commit",
    "error_before_commit",
    "error_after_commit",
    "late_commit",
    "rate_limited",
    "unavailable",
    "token_expired",
    "refused_whole",
]


def _run(scenario: Scenario, boundary: CrashAt, fault: str) -> Office:
    office = Office()
    scenario(office)
    office.ledger.fail_next(*([fault] if fault else []))
    office.wrap = lambda name, port: Stumbling(name, port, boundary)
    return office


def _points(scenario: Scenario, fault: str) -> int:
    """How many boundaries a round passes when nothing crashes, the one after it included."""
    boundary = CrashAt()
    office = _run(scenario, boundary, fault)
    for _ in range(2):
        office.round()
        office.clock.pass_by(seconds=10)
    return len(boundary.passed)


def _crash_and_recover(scenario: Scenario, fault: str, point: int) -> Office:
    office = _run(scenario, CrashAt(point), fault)
    lease = office.leases.acquire()
    assert lease
    for _ in range(2):
        try:
            office.work(lease)
        except CrashError:
            break
        office.clock.pass_by(seconds=10)
    # The dead process neither prolongs nor lets go of its lease.
    office.leases.stop_beating(lease)
    office.wrap = lambda _name, port: port
    assert office.leases.acquire() is None
    office.clock.pass_by(seconds=16)
    return office


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault or "answered")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__[1:])
def test_a_crash_at_any_point_leaves_exactly_one_document_of_each(
    scenario: Scenario, fault: str
) -> None:
    points = _points(scenario, fault)
    assert points > 10
    for point in range(points):
        office = _crash_and_recover(scenario, fault, point)
        office.settle()
        _mend_refusals(office)
        assert_all_complete(office)


def _mend_refusals(office: Office) -> None:
    """A lone document that Xero would not read is a Fault for a person, who presses Resync."""
    for autotask_id, standing in office.standings().items():
        if standing == "fault":
            fault = office.row(autotask_id).fault
            assert fault
            assert fault.vendor_text == "Error converting value"
            office.invoices.resync(autotask_id, office.clock())
    office.settle()


@pytest.mark.parametrize("scenario", SCENARIOS[:2], ids=lambda scenario: scenario.__name__[1:])
def test_a_crash_during_the_recovery_from_a_crash_changes_nothing(scenario: Scenario) -> None:
    for first in range(0, _points(scenario, ""), 3):
        recover = partial(_crash_and_recover, scenario, "drop_after_commit", first)
        for second in range(0, 40, 3):
            office = recover()
            boundary = CrashAt(second)
            office.wrap = lambda name, port, at=boundary: Stumbling(name, port, at)  # type: ignore[misc]
            lease = office.leases.acquire()
            assert lease
            try:
                office.work(lease)
            except CrashError:
                office.leases.stop_beating(lease)
                office.clock.pass_by(seconds=16)
            else:
                office.leases.release(lease)
            office.wrap = lambda _name, port: port
            office.settle()
            assert_all_complete(office)


def test_after_everything_is_settled_more_rounds_change_nothing() -> None:
    office = Office()
    _new_companies(office)
    office.ledger.fail_next("drop_after_commit", "late_commit")
    office.settle()
    before = (dict(office.ledger.documents), len(office.ledger.sent), len(office.ledger.reads))
    versions = [row.version for row in office.invoices.rows.values()]
    for _ in range(3):
        office.clock.pass_by(minutes=7)
        assert not isinstance(office.round(), SyncError)
    assert (dict(office.ledger.documents), len(office.ledger.sent), len(office.ledger.reads)) == (
        before
    )
    assert [row.version for row in office.invoices.rows.values()] == versions
