"""A record's page: what happened, why, what to do, what may be done."""

from collections.abc import Callable

import pytest

from core.store.documents import BudgetDocument
from tests.factories import gateway_world
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/kauri/sync/invoices"


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("operator")


def test_a_fault_says_what_to_do_and_where(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49010")
    assert "account 204 is archived or deleted. Nothing was created." in html
    assert "Restore account 204 in Xero" in html
    assert "shortcode=!Kaur1&amp;redirecturl=/GeneralLedger/ChartOfAccounts.aspx" in html
    assert "has been archived, or deleted." in html
    assert "It goes back to Pending Sync with fresh data from Autotask" in html


def test_a_hold_says_until_when(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49002")
    assert "Waiting for Autotask to number this invoice. Next look at" in html


def test_the_timeline_is_the_documents_history_latest_first(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/48000")
    steps = ["Xero has it as INV-48000.", "Claimed as part of a batch", "Downloaded from Autotask."]
    places = [html.index(step) for step in steps]
    assert places == sorted(places)
    assert "Processing Now → Complete" in html


def test_lines_carry_their_decisions(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49010")
    assert "Managed Services → 210" in html
    assert "New Zealand GST → OUTPUT2" in html


def test_a_complete_record_links_into_xero_without_the_tenants_id(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/48000")
    assert "InvoiceID=00000000-0000-4000-8000-000000048000" in html
    assert "tenant-kauri" not in html
    credit = operator.text(f"{LIST}/49022")
    assert "ViewCreditNote.aspx?creditNoteID=" in credit


def test_a_resync_of_a_complete_record_promises_no_second_document(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/48000")
    assert "INV-48000 in Xero is updated" in html
    assert "no second document is made" in html
    assert "second invoice" not in html


@pytest.mark.parametrize(
    ("autotask_id", "offered", "absent"),
    [
        (49_001, ["skip", "trace"], ["unskip", "release"]),
        (49_003, [], ["skip", "unskip", "trace", "release"]),
        (48_000, ["resync"], ["skip", "unskip", "trace", "release"]),
        (49_010, ["resync", "skip", "trace"], ["unskip", "release"]),
        (49_020, ["resync", "unskip", "trace"], ["skip", "release"]),
        (49_021, ["release", "skip"], ["unskip", "trace"]),
    ],
)
def test_buttons_follow_the_table_of_transitions(
    operator: Visitor, autotask_id: int, offered: list[str], absent: list[str]
) -> None:
    html = operator.text(f"{LIST}/{autotask_id}")
    for command in offered:
        assert f'action="{LIST}/{autotask_id}/{command}"' in html
    for command in absent:
        assert f'action="{LIST}/{autotask_id}/{command}"' not in html


def test_what_is_on_its_way_cannot_be_sent_again(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49003")
    assert 'disabled title="It is already on its way."' in html


def test_a_viewer_sees_no_buttons(signed_in: Callable[[str], Visitor]) -> None:
    html = signed_in("viewer").text(f"{LIST}/49010")
    assert "/resync" not in html
    assert "View Sync Logs" in html


def test_a_record_opens_as_a_fragment_for_the_drawer(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49010", headers={"HX-Request": "true"})
    assert "<html" not in html
    assert 'id="dtitle"' in html


def test_addresses_of_records_do_not_contain_the_word_that_xero_refuses() -> None:
    assert "xero" not in f"{LIST}/49010".lower()


def test_a_wait_of_the_whole_organisation_lies_over_pending_rows(operator: Visitor) -> None:
    gateway_world.connection(NOW, "limited")
    gateway_world.invoice(1, NOW, "limited")
    BudgetDocument._get_collection().update_one(
        {"_id": "xero:tenant-limited"},
        {"$set": {"blocked_until_at": NOW.replace(year=2100), "blocked_reason": "day"}},
    )
    html = operator.text("/c/limited/sync/invoices")
    assert "Xero&#39;s daily limit is reached, continues at" in html
    assert "<b>Xero’s daily limit is reached.</b>" in html
