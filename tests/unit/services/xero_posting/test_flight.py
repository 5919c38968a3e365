"""Several deliveries at once: nothing is shared, and the first failure ends the round in order."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from greenlet import getcurrent, greenlet

from core.domain.call_account import Refusal
from core.domain.errors import (
    LeaseLostError,
    NoCallLeftError,
    OutcomeUnknownError,
    RateLimitedError,
    UnavailableError,
)
from core.domain.status import Status
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.office import Office
from tests.fakes.oracle import assert_all_complete

CREDIT = make_line("-50.00", "-7.50")


class Hands:
    """A crew whose work stops at every effect, so that all that is under way goes on in turns."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.working: list[greenlet] = []
        self.most = 0
        self._leader = getcurrent()

    def make_room(self) -> None:
        while len(self.working) >= self.at_most:
            self._take_turns()

    def start(self, work: Callable[[], None]) -> None:
        self.make_room()
        self.working.append(greenlet(work, self._leader))
        self.most = max(self.most, len(self.working))
        self._take_turns()

    def join(self) -> None:
        while self.working:
            self._take_turns()

    def pause(self, _point: str) -> None:
        """Whoever works lets the others go on; the leader goes on by itself."""
        if getcurrent() is not self._leader:
            self._leader.switch()

    def _take_turns(self) -> None:
        for hand in list(self.working):
            hand.switch()
            if hand.dead:
                self.working.remove(hand)


class InTurns:
    """A port at which a turn ends before and after each call."""

    def __init__(self, port: Any, hands: Hands) -> None:
        self._port = port
        self._hands = hands

    def __getattr__(self, method: str) -> Any:
        call = getattr(self._port, method)

        def pass_on(*told: Any, **more: Any) -> Any:
            self._hands.pause(method)
            result = call(*told, **more)
            self._hands.pause(method)
            return result

        return pass_on


def _busy(size: int = 2, at_most: int = 4, **settings: Any) -> tuple[Office, Hands]:
    office = Office(make_connection(settings=make_settings(batch_size=size, **settings)))
    hands = Hands(at_most)
    office.crew = hands
    office.wrap = lambda _name, port: InTurns(port, hands)
    return office, hands


@pytest.mark.parametrize("at_most", [1, 2, 4])
def test_a_backlog_goes_in_as_many_batches_at_once_as_the_setting_allows(at_most: int) -> None:
    office, hands = _busy(at_most=at_most)
    office.with_invoices(*(make_invoice(each) for each in range(1, 21)))
    assert office.post() == 20
    assert hands.most == at_most
    assert [len(sent.rows) for sent in office.ledger.sent] == [2] * 10
    assert_all_complete(office)


def test_several_kinds_and_updates_are_under_way_at_once() -> None:
    office, hands = _busy()
    office.with_invoices(
        *(make_invoice(each) for each in range(1, 5)),
        *(make_invoice(each, CREDIT) for each in range(5, 9)),
        *(make_invoice(each) for each in range(9, 11)),
    )
    office.post()
    for autotask_id in (1, 2):
        dearer = make_invoice(autotask_id, make_line("120.00", "18.00"))
        office.invoices.resync(autotask_id, office.clock(), dearer)
    office.invoices.add(make_invoice(11))
    hands.most = 0
    office.post()
    assert hands.most == 3
    assert_all_complete(office)


def test_no_document_is_ever_in_two_batches() -> None:
    office, _ = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 14)))
    office.post()
    sent = [row["InvoiceNumber"] for sent in office.ledger.sent for row in sent.rows]
    assert len(sent) == len(set(sent)) == 13


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("drop_after_commit", OutcomeUnknownError),
        ("rate_limited", RateLimitedError),
        ("unavailable", UnavailableError),
    ],
)
def test_a_failure_stops_new_claims_and_lets_the_others_finish(
    fault: str, error: type[Exception]
) -> None:
    office, hands = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 41)))
    office.ledger.fail_next("", fault)
    with pytest.raises(error):
        office.post()
    assert hands.working == []
    standings = list(office.standings().values())
    assert "complete" in standings
    assert standings.count("pending_sync") >= 10
    assert standings.count("processing") == (2 if error is OutcomeUnknownError else 0)
    office.settle()
    assert_all_complete(office)


def test_a_lease_lost_on_the_way_stops_everything_that_has_not_left() -> None:
    office, _ = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 21)))
    renew, renewals = office.leases.renew, iter(range(100))

    def lose_after_three(lease: Any) -> None:
        if next(renewals) == 3:
            office.leases.lose()
        renew(lease)

    office.leases.renew = lose_after_three  # type: ignore[method-assign]
    with pytest.raises(LeaseLostError):
        office.post()
    assert len(office.ledger.sent) == 3
    office.leases.renew = renew  # type: ignore[method-assign]
    office.leases.expire()
    office.settle()
    assert_all_complete(office)


def test_our_own_count_of_calls_ends_no_round() -> None:
    """Somebody else took the call between the look and the send: nothing left, so it waits."""
    office, _ = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 9)))
    office.ledger.fail_next("", "no_call_left", "")
    office.post()
    assert_all_complete(office)
    assert len(office.pauses) == 1
    (code,) = {code for row in office.invoices.rows.values() for code in row.codes} - {
        "CLAIMED",
        "POSTED",
    }
    assert code == "NOT_SENT"


def test_worse_news_are_not_forgiven_with_the_harmless() -> None:
    office, _ = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 9)))
    office.ledger.fail_next("no_call_left", "drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.settle()
    assert_all_complete(office)


def test_a_long_wait_for_our_own_count_ends_the_round() -> None:
    office, _ = _busy()
    office.with_invoices(make_invoice(1))
    send = office.ledger.send

    def none_for_long(*told: Any) -> Any:
        until = office.clock() + timedelta(hours=1)
        raise RateLimitedError("None.", limit="day", until=until)

    office.ledger.send = none_for_long  # type: ignore[method-assign, assignment]
    with pytest.raises(NoCallLeftError):
        office.post()
    assert office.row(1).hold_code == "XERO_LIMITED_DAY"
    assert office.row(1).status is Status.PENDING_SYNC
    office.ledger.send = send  # type: ignore[method-assign]


def test_what_fails_in_the_leader_is_raised_after_everything_has_landed() -> None:
    office, hands = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 21)))
    claim, claims = office.invoices.claim, iter(range(100))

    def fail_at_the_third(*told: Any) -> Any:
        if next(claims) == 2:
            raise ZeroDivisionError
        return claim(*told)

    office.invoices.claim = fail_at_the_third  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.post()
    assert hands.working == []
    assert list(office.standings().values()).count("complete") == 4


def test_while_a_limit_lasts_nothing_is_held_although_others_are_under_way() -> None:
    office, hands = _busy()
    office.with_invoices(*(make_invoice(each) for each in range(1, 9)))
    held: list[int] = []

    def pause(until: Any) -> bool:
        hands.join()
        held.append(list(office.standings().values()).count("processing"))
        office.clock.now = max(office.clock.now, until)
        return True

    office.pause = pause  # type: ignore[method-assign]
    looks = iter(range(100))
    blocked = office._blocked

    def blocked_at_the_second_look() -> Refusal | None:
        if next(looks) == 1:
            office.blocked = Refusal("minute", office.clock() + timedelta(seconds=9), "Used up.")
        return blocked()

    office._blocked = blocked_at_the_second_look  # type: ignore[method-assign]
    office.post()
    assert held == [0]
    assert_all_complete(office)


def test_unanswered_batches_are_looked_after_while_a_long_backlog_goes() -> None:
    office, _ = _busy(at_most=1)
    office.with_invoices(make_invoice(1))
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    for autotask_id in range(2, 21):
        office.invoices.add(make_invoice(autotask_id))
    office.ledger.slow_by = timedelta(seconds=15)
    office.post()
    assert_all_complete(office)
