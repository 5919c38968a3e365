import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.domain.faults import Fault, make_fault
from core.domain.mapping import MappedInvoice
from core.domain.preflight import MOST_CONTACTS, MOST_LINKS, NewContact, Outcome, Simulated, Tally
from core.domain.xero_document import DocumentKind
from tests.factories.documents import make_draft, make_draft_line

PAYER, OTHER = NewContact(7, "Aroha Dental"), NewContact(9, "Rata")


def make_simulated(autotask_id: int = 1, **more: Any) -> Simulated:
    draft = more.pop("draft", make_draft())
    warnings = more.pop("warnings", ())
    outcome = more.get("outcome", Outcome.SEND)
    goes = outcome in (Outcome.SEND, Outcome.UPDATE)
    values: dict[str, Any] = {
        "autotask_id": autotask_id,
        "number": f"INV-{autotask_id}",
        "company_id": 7,
        "company": "Aroha Dental",
        "issued_on": date(2026, 11, 20),
        "currency": "NZD",
        "total": Decimal("115.00"),
        "outcome": outcome,
        "mapped": MappedInvoice(draft, (), warnings) if goes else None,
        **more,
    }
    return Simulated(**values)


def tally_of(*simulated: Simulated) -> dict[str, Any]:
    tally = Tally()
    for each in simulated:
        tally.add(each)
    return tally.to_form()


def test_sums_are_by_account_tax_type_and_month_and_never_mix_currencies() -> None:
    australian = make_draft(currency="AUD", lines=(make_draft_line(account_code="210"),))
    form = tally_of(make_simulated(1), make_simulated(2), make_simulated(3, draft=australian))
    assert form["accounts"] == [
        {"key": "210", "currency": "AUD", "count": 1, "net": "100.00", "tax": "15.00"},
        {"key": "200", "currency": "NZD", "count": 2, "net": "200.00", "tax": "30.00"},
    ]
    assert [(each["key"], each["currency"], each["net"]) for each in form["tax_types"]] == [
        ("OUTPUT2", "AUD", "100.00"),
        ("OUTPUT2", "NZD", "200.00"),
    ]
    assert [(each["key"], each["count"]) for each in form["months"]] == [
        ("2026-11", 1),
        ("2026-11", 2),
    ]


def test_a_credit_note_counts_as_negative() -> None:
    credit = make_draft(kind=DocumentKind.CREDIT_NOTE)
    form = tally_of(make_simulated(1), make_simulated(2, draft=credit))
    assert form["accounts"][0]["net"] == "0.00"
    assert form["kinds"] == {"invoice, Draft": 1, "credit_note, Draft": 1}


def test_causes_are_grouped_with_the_first_records_of_each() -> None:
    fault = make_fault("ACCOUNT_ARCHIVED", account="204")
    blocked = [
        make_simulated(
            number, outcome=Outcome.STOP, fault=fault, code=fault.code, message=fault.message
        )
        for number in range(1, MOST_LINKS + 6)
    ]
    held = make_simulated(90, outcome=Outcome.HOLD, code="NO_NUMBER", message="Not numbered yet.")
    form = tally_of(*blocked, held)
    archived, number = form["causes"]
    assert (archived["level"], archived["code"], archived["count"]) == (
        "blocker",
        "ACCOUNT_ARCHIVED",
        MOST_LINKS + 5,
    )
    assert archived["title"] == "The Xero account is archived"
    assert archived["ids"] == list(range(1, MOST_LINKS + 1))
    assert (number["level"], number["title"]) == ("hold", "Not numbered yet.")
    assert form["outcomes"] == {"stop": MOST_LINKS + 5, "hold": 1}
    assert form["accounts"] == []


def test_warnings_that_say_the_same_of_other_values_are_one_group() -> None:
    form = tally_of(
        make_simulated(1, warnings=("Xero comes to 115.01, Autotask to 115.00.",)),
        make_simulated(2, warnings=("Xero comes to 9.99, Autotask to 10.00.",)),
    )
    (warning,) = form["causes"]
    assert (warning["level"], warning["count"], warning["ids"]) == ("warning", 2, [1, 2])


def test_new_contacts_are_counted_by_who_pays() -> None:
    form = tally_of(
        make_simulated(1, company_id=21, new_contact=PAYER),
        make_simulated(2, company_id=22, new_contact=PAYER),
        make_simulated(3, company_id=8, company="Rata"),
        make_simulated(4, outcome=Outcome.HOLD, code="CONTACT_WANTED", new_contact=OTHER),
    )
    assert form["contacts"] == [
        {"company_id": 7, "company": "Aroha Dental"},
        {"company_id": 9, "company": "Rata"},
    ]
    assert form["contacts_cut"] is False


def test_what_goes_by_a_default_is_a_group_for_each_billing_code() -> None:
    def by_default(name: str) -> tuple[Fault, ...]:
        return (make_fault("ACCOUNT_BY_DEFAULT", billing_code=name, account="200"),)

    form = tally_of(
        make_simulated(1, notices=by_default("Travel")),
        make_simulated(2, notices=by_default("Travel")),
        make_simulated(3, notices=by_default("Hardware")),
    )
    travel, hardware = form["causes"]
    assert (travel["level"], travel["count"], travel["ids"]) == ("warning", 2, [1, 2])
    assert "“Travel”" in travel["title"]
    assert "200" in travel["title"]
    assert (hardware["count"], hardware["ids"]) == (1, [3])


def test_a_list_of_contacts_has_an_end() -> None:
    many = [
        make_simulated(each, new_contact=NewContact(each, "Some"))
        for each in range(MOST_CONTACTS + 3)
    ]
    form = tally_of(*many)
    assert len(form["contacts"]) == MOST_CONTACTS
    assert form["contacts_cut"] is True
    assert tally_of(*many[:MOST_CONTACTS])["contacts_cut"] is False


@pytest.mark.parametrize("cut", [0, 1, 3, 5])
def test_a_tally_goes_on_where_another_process_left_it(cut: int) -> None:
    fault = make_fault("TAX_UNMAPPED", tax_region="GST")
    everything = [
        make_simulated(1, new_contact=PAYER, warnings=("Mind 3.",)),
        make_simulated(2, outcome=Outcome.STOP, fault=fault, code=fault.code, message="m"),
        make_simulated(3, outcome=Outcome.UPDATE),
        make_simulated(4, warnings=("Mind 4.",)),
        make_simulated(5, draft=make_draft(kind=DocumentKind.CREDIT_NOTE)),
    ]
    begun = Tally()
    for each in everything[:cut]:
        begun.add(each)
    gone_on = Tally.from_form(json.loads(json.dumps(begun.to_form())))
    for each in everything[cut:]:
        gone_on.add(each)
    assert gone_on.to_form() == tally_of(*everything)
