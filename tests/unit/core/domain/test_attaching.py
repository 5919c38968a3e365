"""What may be in Xero is looked for; what changed needs a file, and a key, of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.attaching import (
    Attached,
    Attaching,
    AttachmentState,
    Sent,
    look_again_at,
    pause_after,
)
from core.domain.xero_document import DocumentKind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
READY = Attaching(
    connection_id="kauri",
    autotask_id=1,
    kind=DocumentKind.INVOICE,
    document_id="d1",
    content_hash="h1",
    posted_hash="h1",
    state=AttachmentState.READY,
    wanted_at=NOON,
)
SENDING = READY.sending(NOON)


def test_only_the_very_pdf_beside_the_very_document_is_attached_already() -> None:
    there = Attached("d1", "h1", 10)
    assert replace(READY, attached=there).is_attached_already
    assert not READY.is_attached_already
    assert not replace(READY, attached=replace(there, hash="h0")).is_attached_already
    assert not replace(READY, attached=replace(there, document_id="d0")).is_attached_already


def test_a_file_may_be_there_after_any_upload_to_the_document() -> None:
    assert not READY.may_be_there
    assert SENDING.may_be_there
    assert replace(READY, attached=Attached("d1", "h0", 10)).may_be_there
    assert not replace(READY, sent=Sent("another", NOON)).may_be_there


@pytest.mark.parametrize(
    ("attaching", "size_there", "arrived"),
    [
        (SENDING, 10, True),
        (SENDING, None, False),
        (SENDING, 9, False),
        (READY, 10, False),
        (replace(SENDING, attached=Attached("d1", "h0", 10)), 10, False),
        (replace(SENDING, attached=Attached("d1", "h0", 9)), 10, True),
        (replace(SENDING, attached=Attached("d0", "h0", 10)), 10, True),
    ],
)
def test_an_upload_has_arrived_only_if_nothing_else_explains_the_file(
    attaching: Attaching, size_there: int | None, arrived: bool
) -> None:
    assert attaching.has_arrived(size_there, 10) is arrived


def test_every_wish_file_and_verb_has_a_key_of_its_own() -> None:
    keys = {
        READY.key("t", "PUT", b"a"),
        READY.key("t", "PUT", b"b"),
        READY.key("t", "POST", b"a"),
        READY.key("u", "PUT", b"a"),
        replace(READY, document_id="d2").key("t", "PUT", b"a"),
        replace(READY, wanted_at=NOON + timedelta(seconds=1)).key("t", "PUT", b"a"),
    }
    assert len(keys) == 6
    assert {len(key) for key in keys} == {64}
    assert READY.key("t", "PUT", b"a") == SENDING.key("t", "PUT", b"a")


def test_an_unanswered_upload_is_looked_for_early_and_when_none_can_come_any_more() -> None:
    assert look_again_at(NOON, NOON) == NOON + timedelta(minutes=2)
    late = NOON + timedelta(minutes=10)
    assert look_again_at(NOON, NOON + timedelta(minutes=2)) == late
    assert look_again_at(NOON, late) == late


def test_pauses_grow_to_an_hour() -> None:
    pauses = [pause_after(tries) for tries in (0, 1, 2, 6, 7, 1000)]
    assert pauses[:3] == [timedelta(seconds=seconds) for seconds in (30, 60, 120)]
    assert pauses[3:] == [timedelta(minutes=32), timedelta(hours=1), timedelta(hours=1)]
