"""The effect of a change is computed of what is stored, and writes nothing anywhere."""

from typing import Any

import pytest

from services.xero_posting.people.compare import CompareSettings
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import claim, complete, store


@pytest.fixture
def compared(office: Office) -> CompareSettings:
    store(1, 2, 3)
    office.learn()
    claim("b1", 3)
    complete("b1", 3)
    return CompareSettings(office.now, "http://localhost")


def everything(office: Office) -> dict[str, Any]:
    names = office.server.list_collection_names()
    return {name: list(office.server[name].find().sort("_id", 1)) for name in sorted(names)}


def test_a_row_shows_on_the_last_invoices_whatever_their_status(
    office: Office, compared: CompareSettings
) -> None:
    before = everything(office)
    row = {"option": "accounts", "key": ["Labor"], "value": "210"}
    told = compared.compare("kauri", None, [row], 2)
    assert [each["autotask_id"] for each in told["invoices"]] == [3, 2]
    assert told["invoices"][0]["changes"] == [{"field": "account", "before": "200", "after": "210"}]
    assert told["summary"][0] == "Of the last 2 invoices this changes 2."
    assert everything(office) == before


def test_what_no_invoice_can_show_says_from_when_on_it_counts(compared: CompareSettings) -> None:
    told = compared.compare("kauri", {"poll_seconds": 30, "write_back_number": True}, None, 50)
    assert told["summary"] == ["Of the last 3 invoices this changes none."]
    assert told["not_shown"] == {
        "poll_seconds": "Counts from the next look into Autotask on.",
        "write_back_number": "Counts for what arrives in Xero from then on.",
    }


def test_options_that_make_no_sense_are_told_before_anything_is_simulated(
    compared: CompareSettings,
) -> None:
    told = compared.compare("kauri", {"due_days": -1}, None, 50)
    assert [each["option"] for each in told["problems"]] == ["due_days"]
    assert told["invoices"] == []
    odd = {"option": "accounts", "key": ["Labor", "and", "more"], "value": "210"}
    assert compared.compare("kauri", None, [odd], 50)["problem"]["code"] == "invalid"
    assert compared.compare("kauri", None, None, 0)["problem"]["code"] == "invalid"
    assert compared.compare("nobody", None, None, 5)["problem"]["code"] == "not_found"
