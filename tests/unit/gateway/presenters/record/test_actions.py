"""What a person may do with a document."""

import pytest

from core.domain.status import Status, is_permitted
from core.store.views.rows import NoteRow
from gateway.presenters.record import actions_for
from tests.unit.gateway.presenters.made import NOW, make_lens, make_record


@pytest.mark.parametrize("status", list(Status))
def test_every_button_that_can_be_pressed_is_a_permitted_change(status: Status) -> None:
    targets = {
        "resync": Status.PENDING_SYNC, "unskip": Status.PENDING_SYNC, "skip": Status.SKIPPED,
        "trace": Status.DIAGNOSTIC, "release": Status.PENDING_SYNC,
    }  # fmt: skip
    for action in actions_for(make_record(status=status), make_lens()):
        if not action.refused and action.command in targets:
            assert is_permitted(status, targets[action.command]), action


def test_a_paused_sync_is_said_with_the_resync() -> None:
    (resync, *_) = actions_for(make_record(status=Status.FAULT), make_lens(state="paused"))
    assert resync.text.endswith("it is sent after you switch it on.")


def test_purchase_orders_offer_a_resync_only() -> None:
    actions = actions_for(make_record(status=Status.FAULT), make_lens("purchase_orders"))
    assert [action.command for action in actions] == ["resync"]


def test_a_person_never_skips_what_is_on_its_way() -> None:
    actions = actions_for(make_record(status=Status.PROCESSING), make_lens())
    assert "skip" not in [action.command for action in actions]


def test_an_invoice_of_another_connection_is_neither_unskipped_nor_sent_here() -> None:
    skip = NoteRow("ROUTED_ELSEWHERE", "It goes to Tui by its company.", "autotask_ingestion")
    actions = actions_for(make_record(status=Status.SKIPPED, skip=skip), make_lens())
    refused = {action.command: action.refused for action in actions}
    assert "another connection" in refused["resync"]
    assert "another connection" in refused["unskip"]


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_at_rest_leaves_the_list_and_only_an_administrator_takes_it(
    status: Status,
) -> None:
    found = [
        each
        for each in actions_for(make_record(status=status), make_lens())
        if each.command == "remove"
    ]
    at_rest = status in (Status.FAULT, Status.SKIPPED, Status.COMPLETE)
    assert [each.needs for each in found] == ["admin"] * at_rest


def test_what_was_removed_is_shown_again_instead() -> None:
    removed = make_record(status=Status.FAULT, removed_at=NOW)
    commands = [each.command for each in actions_for(removed, make_lens())]
    assert "bring-back" in commands
    assert "remove" not in commands
