"""Analytics: bars of the months that are asked for, each of which leads to its invoices."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from core.domain.reference_data import Organisation
from core.store import organisation_lists
from tests.integration.gateway.conftest import NOW, Visitor

PAGE = "/c/kauri/sync/analytics"
MONTH = f"{NOW:%Y-%m}"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


def bars(html: str) -> int:
    return html.count('<rect class="hit" x="0"')


def test_analytics_draw_a_bar_for_every_month_and_a_table_of_the_same(viewer: Visitor) -> None:
    html = viewer.text(PAGE)
    assert bars(html) == 12
    assert f"status=complete&amp;from={MONTH}-01&amp;to={MONTH}-" in html
    assert "Credit notes" in html
    assert "Together" in html
    assert f"{NOW:%B %Y} is still running." in html


def test_value_is_shown_one_currency_at_a_time(viewer: Visitor) -> None:
    html = viewer.text(f"{PAGE}?measure=value&currency=USD&span=24")
    assert "Sales by month in USD" in html
    assert bars(html) == 24
    assert "Sales by month in NZD" in viewer.text(f"{PAGE}?measure=value")
    assert "Invoices by month in AUD" in viewer.text(f"{PAGE}?currency=AUD")
    viewer.text(f"{PAGE}?measure=value&currency=XXX", status=422)
    viewer.text(f"{PAGE}?span=999", status=422)


@pytest.mark.parametrize("currency", ["", "USD"])
def test_a_bar_leads_to_as_many_invoices_as_it_counts(viewer: Visitor, currency: str) -> None:
    html = viewer.text(PAGE, query_string={"currency": currency})
    found = re.search(rf'href="([^"]*from={MONTH}-01[^"]*)"[^>]* aria-label="[^"]*: ([\d,]+)', html)
    assert found
    listed = viewer.text(unescape(found[1]))
    assert len(re.findall(r'<tr id="i\d+"', listed)) == int(found[2].replace(",", ""))
    at_fault = re.search(r'href="([^"]*status=fault[^"]*)" aria-label="(\d+), faults', html)
    if not currency:
        assert at_fault
        listed = viewer.text(unescape(at_fault[1]))
        assert len(re.findall(r'<tr id="i\d+"', listed)) == int(at_fault[2])


def test_the_financial_year_is_the_organisations(viewer: Visitor) -> None:
    assert "Xero has not told us when it ends" in viewer.text("/c/other/sync/analytics?span=fy")
    ends = NOW.month % 12 + 1
    kauri = Organisation("Kauri", "!Q", "NZD", "UTC", year_end_day=28, year_end_month=ends)
    organisation_lists.save_organisation("kauri", kauri, NOW)
    html = viewer.text(f"{PAGE}?span=fy")
    assert bars(html) == 11
    assert "Xero has not told" not in html
    assert bars(viewer.text(f"{PAGE}?span=last-fy")) == 12


def test_months_without_any_invoice_say_so(viewer: Visitor) -> None:
    assert "Nothing to show yet" in viewer.text("/c/other/sync/analytics?span=last-fy")
