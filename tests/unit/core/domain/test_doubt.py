from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.batch import BatchKind, BatchState
from core.domain.doubt import Doubt, doubt_of, lasting_doubt, needs_proof
from core.domain.remedy import LATEST_COMMIT
from core.domain.xero_document import DocumentKind
from tests.factories.documents import NOON, make_batch, make_draft, make_element

SAME = Doubt(NOON, NOON, DocumentKind.INVOICE, "INV-4711")


def test_the_very_number_under_which_it_may_have_gone_is_proof_enough() -> None:
    assert not needs_proof(SAME, make_draft())


@pytest.mark.parametrize(
    "now",
    [
        {"number": "INV-9"},
        {"number": ""},
        {"kind": DocumentKind.CREDIT_NOTE},
        {"kind": DocumentKind.BILL},
    ],
)
def test_anything_else_has_to_be_proved(now: dict[str, Any]) -> None:
    assert needs_proof(SAME, make_draft(**now))


@pytest.mark.parametrize(("number", "needed"), [("INV-4711", False), ("", True)])
def test_of_a_batch_that_vanished_only_what_xero_would_take_twice_matters(
    number: str, needed: bool
) -> None:
    assert needs_proof(Doubt(NOON, NOON), make_draft(number=number)) is needed


def test_a_doubt_ends_when_nothing_can_be_on_its_way_any_more() -> None:
    last = NOON + timedelta(seconds=30)
    batch = make_batch(state=BatchState.SENT, sends=2, first_sent_at=NOON, last_sent_at=last)
    element = make_element()
    doubt = doubt_of(batch, element, last)
    assert doubt == Doubt(NOON, last, DocumentKind.INVOICE, "INV-4711")
    assert doubt.ends_at == last + LATEST_COMMIT
    assert doubt_of(batch, element, doubt.ends_at) is None


def test_what_was_never_sent_leaves_no_doubt() -> None:
    assert doubt_of(make_batch(), make_element(), NOON) is None


TWICE = make_batch(
    state=BatchState.SENT,
    sends=2,
    first_sent_at=NOON,
    last_sent_at=NOON + timedelta(seconds=40),
)
OF_TWICE = Doubt(NOON, NOON + timedelta(seconds=40), DocumentKind.INVOICE, "INV-4711")
EARLIER = Doubt(NOON - timedelta(minutes=5), NOON - timedelta(minutes=4))


@pytest.mark.parametrize(
    ("batch", "before", "lasts"),
    [
        ({"sends": 1}, None, None),
        ({}, None, OF_TWICE),
        ({"sends": 1}, EARLIER, EARLIER),
        ({}, EARLIER, Doubt(EARLIER.since_at, OF_TWICE.until_at)),
        ({}, SAME, OF_TWICE),
        ({"kind": BatchKind.INVOICE_UPDATE}, None, None),
    ],
)
def test_a_lost_send_that_another_followed_may_arrive_after_the_document(
    batch: dict[str, Any], before: Doubt | None, lasts: Doubt | None
) -> None:
    sent = replace(TWICE, **batch)
    now = NOON + timedelta(minutes=1)
    assert lasting_doubt(sent, make_element(), before, now) == lasts


def test_nothing_lasts_beyond_the_time_in_which_a_commit_may_come() -> None:
    now = NOON + timedelta(hours=1)
    assert lasting_doubt(TWICE, make_element(), EARLIER, now) is None
