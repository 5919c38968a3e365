"""Connecting an organisation, proving that it works, reading its lists."""

from collections.abc import Callable

import pytest

from core.store import connections, reference_data
from tests.contract.sandboxes import REDIRECT_URI
from tests.integration.posting.conftest import Books


def test_a_consent_connects_the_organization_and_rings_for_posting(
    open_books: Callable[..., Books],
) -> None:
    books = open_books()
    answer = books.give_consent()
    assert answer["ok"]
    stored = books.server.connections.find_one({"_id": "kauri"})
    assert stored["xero_organisation"] == answer["organisation"]
    assert stored["xero_short_code"].startswith("!")
    assert stored["xero_base_currency"] == "NZD"
    assert stored["xero_health"]["state"] == "ok"
    rung = [event for event, _ in books.tenant.events]
    assert {"connection_changed", "invoices_pending"} <= set(rung)
    assert "XERO_CONNECTED" in books.tenant.log_codes()


def test_tokens_are_sealed_and_in_no_line(books: Books) -> None:
    (tokens,) = books.server.token_sets.find()
    assert set(tokens) >= {"sealed", "expires_at", "version"}
    assert "access_token" not in str(tokens)
    assert "access_token" not in str(list(books.server.log_entries.find()))


def test_a_code_that_xero_does_not_know_is_a_problem_with_a_sentence(
    open_books: Callable[..., Books],
) -> None:
    books = open_books()
    answer = books.consent.complete("kauri", "nonsense", REDIRECT_URI, "me", None)
    assert answer["ok"] is False
    assert answer["problem"]["message"]
    connection = connections.get("kauri")
    assert connection
    assert connection.tenant_id is None


def test_a_connection_stays_with_its_organization(books: Books) -> None:
    connection = connections.get("kauri")
    assert connection
    code = books.xero.door("POST", "consents", {"redirect_uri": REDIRECT_URI})["code"]
    books.consent.complete("kauri", code, REDIRECT_URI, "me", "another-tenant")
    again = connections.get("kauri")
    assert again
    assert again.tenant_id == connection.tenant_id


def test_the_test_of_a_connection_costs_one_call(books: Books) -> None:
    before = books.xero.last_request()
    assert books.consent.test("kauri")["ok"]
    assert len(books.xero.requests_since(before)) == 1


def test_the_test_of_an_organization_that_is_away_is_a_problem(books: Books) -> None:
    books.xero.arm("disconnected", calls=3)
    assert books.consent.test("kauri")["problem"]["code"] == "unauthorized"
    books.xero.door("DELETE", "faults")
    books.xero.arm("drop_before_commit", calls=3)
    assert books.consent.test("kauri")["problem"]["code"] == "unavailable"


def test_the_organizations_lists_are_read_and_replaced(books: Books) -> None:
    reference_data.save("kauri", "xero_account", {"999": {"code": "999"}}, books.tenant.now())
    answer = books.consent.refresh_lists("kauri")
    accounts = reference_data.load("kauri", "xero_account")
    assert answer["accounts"] == len(accounts)
    assert "200" in accounts
    assert "999" not in accounts
    assert reference_data.load("kauri", "xero_tax_rate")["OUTPUT2"]["rate"]
    assert "NZD" in reference_data.load("kauri", "xero_currency")


@pytest.mark.parametrize("ask", ["test", "refresh_lists"])
def test_an_unknown_connection_is_not_found(books: Books, ask: str) -> None:
    assert getattr(books.consent, ask)("rata")["problem"]["code"] == "not_found"


def test_an_expired_token_is_renewed_by_itself(books: Books) -> None:
    books.xero.door("POST", "clock", {"offset_seconds": 3_600})
    books.server.token_sets.update_many({}, {"$set": {"expires_at": books.tenant.now()}})
    books.post()
    assert books.tenant.standings() == {"complete": 30}
    (tokens,) = books.server.token_sets.find()
    assert tokens["version"] == 2
