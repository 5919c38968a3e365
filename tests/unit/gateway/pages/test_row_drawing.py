"""Rows of a list that are drawn once, and again as soon as anything that they show is different."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow
from core.store.views.rows import FaultRow, HoldRow, NoteRow
from gateway import assets
from gateway.pages.row_drawing import KEPT, draw, drawn
from gateway.presenters.document_rows import Lens
from gateway.roles import Principal
from tests.unit.gateway.presenters.made import NOW, make_lens, make_row

_FAULT = FaultRow("X", "xero", "The account is archived", "m", "n", "", "", retry_helps=False)


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    app = Flask("gateway", template_folder=str(assets.WEB / "templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["icon"] = assets.icon
    draw.cache_clear()
    with app.test_request_context():
        reader("operator")
        yield


def reader(role: str) -> None:
    g.principal = Principal("somebody@example.com", "Somebody", role)


def drawn_once(row: Any, through: Lens | None = None, query: str = "") -> str:
    return str(drawn([row], through or make_lens(), "invoices", query))


def test_a_row_that_says_the_same_is_not_drawn_again() -> None:
    before = drawn_once(make_row())
    assert drawn_once(make_row()) == before
    assert draw.cache_info().misses == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"autotask_id": 8},
        {"number": "INV-8"},
        {"party": "Kauri"},
        {"dated_on": "2026-11-21"},
        {"currency": "AUD"},
        {"total": Decimal("115.01")},
        {"total": Decimal(-115)},
        {"total": None},
        {"status": Status.COMPLETE},
        {"status": Status.FAULT, "fault": _FAULT},
        {"hold": HoldRow("NO_NUMBER", "Waiting for its number", None)},
        {"skip": NoteRow("ZERO", "Its total is 0.00")},
        {"notice": NoteRow("PAID", "Paid in Xero")},
        {"intent": "void"},
        {"xero_number": "INV-7"},
        {"xero_id": "x-1"},
        {"updated_at": NOW - timedelta(seconds=1)},
    ],
)
def test_whatever_is_shown_is_drawn_as_it_is_now(changes: dict[str, Any]) -> None:
    before = drawn_once(make_row())
    now = drawn_once(make_row(**changes))
    assert now != before
    draw.cache_clear()
    assert drawn_once(make_row(**changes)) == now


def test_the_kind_of_a_counterpart_changes_its_link() -> None:
    invoice = drawn_once(make_row(xero_id="x-1", xero_kind="invoice"))
    assert "ViewCreditNote" in drawn_once(make_row(xero_id="x-1", xero_kind="credit_note"))
    assert "ViewCreditNote" not in invoice


def test_a_row_grows_older_without_being_drawn_again() -> None:
    row = make_row(updated_at=NOW - timedelta(minutes=4))
    assert ">4 min ago</time>" in drawn_once(row)
    later = replace(make_lens(), now=NOW + timedelta(minutes=1))
    assert ">5 min ago</time>" in drawn_once(row, later)
    assert draw.cache_info().misses == 1


def test_whoever_looks_differently_gets_a_row_of_their_own() -> None:
    usual = drawn_once(make_row())
    far = replace(make_lens(), zone=ZoneInfo("Pacific/Auckland"))
    assert "NZDT" in drawn_once(make_row(), far)
    assert "NZDT" not in usual
    assert "status=fault" in drawn_once(make_row(), query="status=fault")
    assert "/c/totara/" in drawn_once(make_row(), make_lens(id="totara"))
    reader("viewer")
    assert 'name="sel"' in usual
    assert 'name="sel"' not in drawn_once(make_row())


def test_a_wait_of_the_whole_organisation_shows_and_goes_again() -> None:
    usual = drawn_once(make_row())
    blocked = BudgetRow(blocked_until_at=NOW + timedelta(hours=2), blocked_reason="day")
    waiting = drawn_once(make_row(), make_lens(xero_budget=blocked))
    assert "daily limit is reached" in waiting
    assert drawn_once(make_row()) == usual


def test_names_are_escaped_and_may_contain_any_character() -> None:
    text = drawn_once(make_row(party="<b>\ue000</b>"))
    assert "&lt;b&gt;\ue000&lt;/b&gt;" in text
    assert ">just now</time>" in text


def test_only_so_many_rows_are_kept() -> None:
    for number in range(KEPT + 20):
        drawn_once(make_row(autotask_id=number))
    assert draw.cache_info().currsize == KEPT
