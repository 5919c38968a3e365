"""What waits for Autotask says for what, and what could not be told can be found."""

from datetime import timedelta
from typing import Any

import pytest

from core.store.views.autotask_waiting import MOST_COUNTED, Waiting
from core.store.views.connection_rows import SideHealth, StandingWarning
from gateway.presenters.autotask.queues import counted, pdfs_view, write_back_view
from tests.unit.gateway.presenters.autotask.made import make_side
from tests.unit.gateway.presenters.made import NOW, make_connection

MAY_NOT = StandingWarning("WRITE_BACK_NOT_PERMITTED", "It may not.", NOW - timedelta(hours=1))


def test_a_long_queue_is_not_counted_to_its_end() -> None:
    assert (counted(None), counted(0), counted(1_200)) == ("", "0", "1,200")
    assert counted(MOST_COUNTED) == "10,000 or more"


@pytest.mark.parametrize(
    ("connection", "waits"),
    [
        ({}, ""),
        ({"state": "paused"}, "until sync is on"),
        (
            {"autotask": SideHealth("unauthorized", "", NOW, NOW)},
            "until Autotask accepts the sign-in",
        ),
        (
            {"autotask": SideHealth("limited_share", "", NOW, NOW)},
            "until Autotask takes calls again",
        ),
        ({"warnings": (MAY_NOT,)}, "for the right to edit invoices in Autotask"),
    ],
)
def test_what_waits_says_for_what(connection: dict[str, Any], waits: str) -> None:
    side = make_side(waiting=Waiting(write_back=3, pdfs=0))
    told = write_back_view(side, make_connection(**connection))
    assert (told.count, told.waits, told.given_up) == ("3", waits, "")
    pdfs = pdfs_view(side, make_connection(**connection))
    assert (pdfs.count, pdfs.waits) == ("0", "")


def test_a_right_to_edit_invoices_is_not_what_pdfs_wait_for() -> None:
    side = make_side(waiting=Waiting(pdfs=2))
    assert pdfs_view(side, make_connection(warnings=(MAY_NOT,))).waits == ""
    assert pdfs_view(side, make_connection(state="paused")).waits == "until sync is on"


def test_what_could_not_be_told_leads_to_a_list_of_it() -> None:
    side = make_side(waiting=Waiting(write_back=0, write_back_refused=1, write_back_given_up=12))
    told = write_back_view(side, make_connection())
    assert told.given_up == "12"
    assert told.link == "/c/kauri/sync/invoices?status=complete&cause=WRITE_BACK_GIVEN_UP"
