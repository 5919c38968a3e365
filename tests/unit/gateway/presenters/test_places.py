"""A cause's place is a link that works, or none."""

from typing import Any

import pytest

from core.domain.faults import CATALOGUE, Shown
from core.store.views.rows import FaultRow
from gateway.presenters.places import place_of_fault
from tests.unit.gateway.presenters.made import make_lens, make_row

WEB = "https://ww5.autotask.net/"


def _fault(code: str, link: str = "") -> FaultRow:
    return FaultRow(code, "xero", "t", "m", "n", link, "", retry_helps=False)


def _url(fault: FaultRow, row: dict[str, Any] | None = None, **connection: Any) -> str:
    place = place_of_fault(fault, make_row(**(row or {})), make_lens(**connection))
    return place.url if place else ""


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("xero:/Settings/Currencies", "https://go.example/!Q?to=/Settings/Currencies"),
        (
            "autotask:OpenAccount&AccountID=175",
            (
                "https://ww5.autotask.net/Autotask/AutotaskExtend/ExecuteCommand.aspx"
                "?Code=OpenAccount&AccountID=175"
            ),
        ),
        ("autotask:", "https://ww5.autotask.net"),
        ("here:/sync/logs?level=error", "/c/kauri/sync/logs?level=error"),
        ("page:/api/docs", "/api/docs"),
        ("logs:", "/c/kauri/sync/logs?autotask_id=7"),
    ],
)
def test_each_kind_of_place_becomes_its_address(link: str, url: str) -> None:
    assert _url(_fault("SOMETHING", link), autotask_web_url=WEB) == url


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("TOTALS_FLIPPED", "/c/kauri/autotask#totals"),
        ("WRITE_BACK_NOT_PERMITTED", "/c/kauri/autotask#back"),
        ("AUTOTASK_UNAUTHORIZED", "/c/kauri/autotask#credentials"),
        ("UNROUTABLE", "/c/kauri/autotask#routing"),
    ],
)
def test_what_is_mended_on_the_autotask_page_leads_to_its_part_of_it(code: str, url: str) -> None:
    place = place_of_fault(_fault(code), make_row(), make_lens(autotask_web_url=WEB))
    assert place is not None
    assert place.url == url
    assert place.name != "Open that page"


def test_a_document_that_is_in_xero_is_linked_itself() -> None:
    fault = _fault("TOTAL_DIFFERS", "document:")
    assert _url(fault, {"xero_id": "i-1"}).endswith("InvoiceID=i-1")


def test_where_the_first_place_cannot_be_reached_the_next_of_the_cause_is_linked() -> None:
    fault = _fault("DOCUMENT_LOCKED", "document:")
    assert _url(fault).endswith("/AccountsReceivable/Search.aspx")
    assert _url(fault, xero_short_code="") == ""


def test_an_address_of_autotask_that_is_not_to_be_trusted_is_not_linked() -> None:
    assert _url(_fault("SOMETHING", "autotask:"), autotask_web_url="javascript:alert(1)") == ""
    assert _url(_fault("SOMETHING", "gopher:x")) == ""


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.code)
def test_every_cause_that_stops_a_record_has_a_place_in_a_connected_install(kind: Any) -> None:
    if kind.shown is Shown.FAULT:
        assert _url(_fault(kind.code), autotask_web_url=WEB)
