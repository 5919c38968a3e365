"""Filters as conditions."""

from core.domain.status import Status
from core.store.views.search import DocumentFilter, condition


def test_every_condition_names_its_connection() -> None:
    wanted = condition("purchase_orders", "kauri", DocumentFilter())
    assert wanted == {"connection": "kauri", "removed_at": None}


def test_only_those_taken_off_the_list_are_shown_where_they_are_asked_for() -> None:
    asked = condition("invoices", "kauri", DocumentFilter(removed=True, currency="NZD"))
    assert asked == {"connection": "kauri", "removed_at": {"$type": "date"}, "currency": "NZD"}


def test_how_deep_one_looks_is_no_filter() -> None:
    assert not DocumentFilter(is_deep=True)
    assert DocumentFilter(currency="NZD")


def test_counts_leave_status_and_cause_out() -> None:
    wanted = DocumentFilter(statuses=(Status.FAULT,), cause="X", first_on="2026-01-01")
    narrow = condition("invoices", "c", wanted)
    assert narrow["fault.code"] == "X"
    wide = condition("invoices", "c", wanted, any_status=True)
    assert wide == {"connection": "c", "removed_at": None, "issued_on": {"$gte": "2026-01-01"}}
