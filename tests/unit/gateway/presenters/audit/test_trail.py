"""Deeds in words: every action that the gateway notes has some, and leads to what it was done to."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.store.views.audit_trail import TrailRow
from gateway.messages.trail import ACTIONS
from gateway.presenters.audit.trail import deed
from tests.unit.gateway.presenters.made import NOW, make_lens

GATEWAY = Path(__file__).resolve().parents[5] / "gateway"


def make_deed(action: str, subject: str = "") -> TrailRow:
    return TrailRow(NOW, "token:billing", action, "kauri", subject, "why not", {})


@pytest.mark.parametrize(
    ("action", "subject", "url"),
    [
        ("resync", "invoices/7", "/c/kauri/sync/invoices/7"),
        ("resync", "purchase_orders/7", "/c/kauri/sync/purchase-orders/7"),
        ("bulk_skip", "invoices/bulk/ab-1: 12 invoices", "/c/kauri/sync/bulk/ab-1"),
        ("bulk_stop", "bulk/ab-1", "/c/kauri/sync/bulk/ab-1"),
        ("settings", "accounts: Hardware", "/c/kauri/configuration/changes"),
        ("link_contact", "companies/9: c-1", ""),
        ("sync_now", "invoices", ""),
    ],
)
def test_a_deed_leads_to_what_it_was_done_to(action: str, subject: str, url: str) -> None:
    shown = deed(make_deed(action, subject), make_lens())
    assert (shown.who, shown.action, shown.url) == ("API token billing", ACTIONS[action], url)


def test_a_deed_without_an_answer_says_that_nobody_knows_what_came_of_it() -> None:
    row = replace(make_deed("resync", "invoices/7"), detail={"outcome": "unknown"})
    shown = deed(row, make_lens())
    assert shown.action == f"{ACTIONS['resync']} (no answer came; it may have been done)"
    assert shown.url == "/c/kauri/sync/invoices/7"


def test_every_action_that_is_noted_has_words() -> None:
    noted = re.compile(
        r"""\bnoted?\(\s*"([a-z_]+)"|record\(.*action="([a-z_]+)"|_note\("([a-z_]+)\""""
    )
    texts = [path.read_text() for path in GATEWAY.rglob("*.py")]
    sources = [
        text for text in texts if "audit_events" in text or "noted(" in text or "note(" in text
    ]
    found = {word for text in sources for each in noted.findall(text) for word in each if word}
    assert {"settings", "signed_in", "xero_connected", "read_aside"} <= found
    assert found - set(ACTIONS) == set()


def test_what_is_no_known_action_is_told_as_it_stands() -> None:
    assert deed(make_deed("made_coffee"), make_lens()).action == "Made coffee"
