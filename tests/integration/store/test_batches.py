from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.batch import BatchKind, BatchState
from core.domain.errors import LeaseLostError
from core.store import batches
from tests.factories.documents import NOON, make_batch, make_element
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once

pytestmark = pytest.mark.usefixtures("server")
BODY = '{"Invoices":[{"Total":0.10,"Name":"Ngā Mihi 🧾"}]}'.encode()


def test_a_frozen_batch_reads_back_byte_for_byte_and_cent_for_cent() -> None:
    element = make_element(
        total=Decimal("1234567890123.45"), content_hash="hash", contact_id="c", marker="m"
    )
    batch = make_batch(element, body=BODY, kind=BatchKind.CREDIT_NOTES)
    batches.freeze(batch, 3, NOON)
    assert batches.get("batch") == batch
    assert batches.open_batches("kauri") == [batch]


def test_the_hash_of_the_body_is_kept_beside_it(server: Server) -> None:
    batches.freeze(make_batch(body=BODY), 3, NOON)
    stored = server.batches.find_one({"_id": "batch"})
    assert stored
    assert len(stored["body_hash"]) == 64
    assert stored["fence"] == 3


def test_sending_is_committed_with_its_time_and_count() -> None:
    batches.freeze(make_batch(), 3, NOON)
    later = NOON + timedelta(seconds=10)
    first = batches.mark_sent(make_batch(), 3, NOON)
    second = batches.mark_sent(make_batch(), 3, later)
    assert (first.state, first.sends, first.first_sent_at, first.last_sent_at) == (
        BatchState.SENT,
        1,
        NOON,
        NOON,
    )
    assert (second.sends, second.first_sent_at, second.last_sent_at) == (2, NOON, later)


def test_an_older_fence_is_refused_and_leaves_the_batch_alone() -> None:
    batches.freeze(make_batch(), 3, NOON)
    touched = batches.mark_sent(make_batch(), 5, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_sent(make_batch(), 4, NOON)
    assert batches.get("batch") == touched


def test_a_prepared_batch_of_a_later_holder_is_refused_to_an_older_one() -> None:
    batches.freeze(make_batch(), 5, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_sent(make_batch(), 4, NOON)


def test_a_closed_batch_is_never_sent_again() -> None:
    batches.freeze(make_batch(), 3, NOON)
    batches.close("batch", "settled", NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_sent(make_batch(), 9, NOON)
    assert batches.open_batches("kauri") == []


def test_every_send_of_many_at_once_is_counted() -> None:
    batches.freeze(make_batch(), 3, NOON)
    sends = sorted(
        each.sends for each in all_at_once(lambda _: batches.mark_sent(make_batch(), 3, NOON))
    )
    assert sends == list(range(1, 9))


def test_only_a_first_send_can_be_taken_back() -> None:
    batches.freeze(make_batch(), 3, NOON)
    batches.mark_sent(make_batch(), 3, NOON)
    batches.mark_unsent("batch", 3)
    assert batches.get("batch") == make_batch()
    batches.mark_sent(make_batch(), 3, NOON)
    twice = batches.mark_sent(make_batch(), 3, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_unsent("batch", 3)
    assert batches.get("batch") == twice


def test_only_who_made_a_send_can_take_it_back() -> None:
    batches.freeze(make_batch(), 3, NOON)
    batches.mark_sent(make_batch(), 4, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_unsent("batch", 3)


def test_since_when_nobody_knows_stays_the_first_time(server: Server) -> None:
    batches.freeze(make_batch(), 3, NOON)
    batches.mark_unknown("batch", NOON)
    batches.mark_unknown("batch", NOON + timedelta(minutes=1))
    stored = server.batches.find_one({"_id": "batch"})
    assert stored
    assert stored["unknown_since"] == NOON


def test_open_batches_come_oldest_first_and_only_of_their_connection() -> None:
    for number, connection in enumerate(["kauri", "rata", "kauri"]):
        batch = make_batch(id=f"b{number}", connection_id=connection)
        batches.freeze(batch, 1, NOON - timedelta(seconds=number))
    assert [batch.id for batch in batches.open_batches("kauri")] == ["b2", "b0"]


def test_the_bytes_of_a_closed_batch_are_kept() -> None:
    batches.freeze(make_batch(body=BODY), 3, NOON)
    batches.close("batch", "settled", NOON)
    kept = batches.get("batch")
    assert kept
    assert kept.body == BODY
    assert batches.get("unknown") is None


def test_a_batch_that_is_withdrawn_can_never_be_sent() -> None:
    batches.freeze(make_batch(), 3, NOON)
    assert batches.withdraw("batch", 4, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_sent(make_batch(), 3, NOON)
    assert batches.open_batches(make_batch().connection_id) == []


def test_a_batch_that_was_sent_cannot_be_withdrawn() -> None:
    batches.freeze(make_batch(), 3, NOON)
    batches.mark_sent(make_batch(), 3, NOON)
    assert not batches.withdraw("batch", 4, NOON)


def test_a_look_up_is_remembered_and_an_update_knows_its_document() -> None:
    element = make_element(
        number="",
        currency="NZD",
        status="AUTHORISED",
        xero_id="x",
        seen_at=NOON,
        fingerprint="f",
        is_traced=True,
    )
    batch = make_batch(element, kind=BatchKind.BILL_UPDATE)
    batches.freeze(batch, 3, NOON)
    batches.mark_looked_up("batch", NOON)
    found = batches.get("batch")
    assert found
    assert (found.elements, found.looked_up_at) == ((element,), NOON)


def test_a_batch_that_was_buried_can_neither_be_frozen_nor_sent() -> None:
    assert batches.bury("batch", "kauri", NOON)
    with pytest.raises(LeaseLostError):
        batches.freeze(make_batch(), 3, NOON)
    with pytest.raises(LeaseLostError):
        batches.mark_sent(make_batch(), 3, NOON)
    assert batches.open_batches("kauri") == []
    assert batches.bury("batch", "kauri", NOON)


def test_a_batch_that_was_frozen_meanwhile_is_not_buried() -> None:
    batches.freeze(make_batch(), 3, NOON)
    assert not batches.bury("batch", "kauri", NOON)
    assert batches.open_batches("kauri") == [make_batch()]
    batches.close("batch", "settled", NOON)
    assert batches.bury("batch", "kauri", NOON)


def test_of_many_who_freeze_and_bury_at_once_exactly_one_wins() -> None:
    def race(place: int) -> str:
        if place % 2:
            return "buried" if batches.bury("batch", "kauri", NOON) else "too late"
        try:
            batches.freeze(make_batch(), 3, NOON)
        except LeaseLostError:
            return "lost"
        return "frozen"

    outcomes = set(all_at_once(race))
    assert outcomes in ({"frozen", "too late", "lost"}, {"buried", "lost"})
