"""What a person may do with a document, and what the panel says first."""

import pytest

from core.domain.status import Status, is_permitted
from gateway.presenters.record import actions_for, record_view
from tests.unit.gateway.presenters.made import make_lens, make_record


@pytest.mark.parametrize("status", list(Status))
def test_every_button_that_can_be_pressed_is_a_permitted_change(status: Status) -> None:
    targets = {
        "resync": Status.PENDING_SYNC, "unskip": Status.PENDING_SYNC, "skip": Status.SKIPPED,
        "trace": Status.DIAGNOSTIC, "release": Status.PENDING_SYNC,
    }  # fmt: skip
    for action in actions_for(make_record(status=status), make_lens()):
        if not action.refused:
            assert is_permitted(status, targets[action.command]), action


def test_a_paused_sync_is_said_with_the_resync() -> None:
    (resync, *_) = actions_for(make_record(status=Status.FAULT), make_lens(state="paused"))
    assert resync.text.endswith("it is sent after you switch it on.")


def test_purchase_orders_offer_a_resync_only() -> None:
    actions = actions_for(make_record(status=Status.FAULT), make_lens("purchase_orders"))
    assert [action.command for action in actions] == ["resync"]


def test_a_document_without_lines_or_history_still_has_a_panel() -> None:
    view = record_view(make_record(number=None, total=None), make_lens())
    assert ("Number", "none yet") in view.facts
    assert view.amount == "no amount"
    assert view.steps == ()
    assert view.lead.startswith("Downloaded from Autotask")
