"""Links follow what a bookkeeper does to their contacts."""

from dataclasses import replace

from core.domain.contacts.book import contact_number
from services.xero_posting.healing import follow_merge
from tests.factories.documents import make_document, make_draft, make_invoice
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office


def _merge(ledger: FakeLedger, contact_id: str, into: str) -> None:
    contact = ledger.people[contact_id]
    ledger.people[contact_id] = replace(contact, is_archived=True, merged_into_id=into)


def test_a_look_at_all_contacts_follows_merges_of_linked_ones(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, company_id=7))
    alive = ledger.add_contact("Aroha Group")
    _merge(ledger, office.links.by_company[7], alive.xero_id)
    office.invoices.add(make_invoice(2, company_id=8))
    office.post()
    assert office.links.by_company[7] == alive.xero_id
    assert office.links.details[7].how == "a merge in Xero"
    assert "was merged into it" in str([line["message"] for line in office.lines])


def test_a_chain_of_merges_is_followed_to_its_end(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1, company_id=7))
    between, alive = ledger.add_contact("Between"), ledger.add_contact("Aroha Group")
    _merge(ledger, office.links.by_company[7], between.xero_id)
    _merge(ledger, between.xero_id, alive.xero_id)
    office.invoices.add(make_invoice(2, company_id=8))
    office.post()
    assert office.links.by_company[7] == alive.xero_id


def test_an_archived_contact_is_no_longer_trusted_and_its_link_not_lost(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, company_id=7))
    contact_id = office.links.by_company[7]
    ledger.people[contact_id] = replace(ledger.people[contact_id], is_archived=True)
    office.invoices.add(make_invoice(2, company_id=8))
    office.post()
    assert 7 not in office.links.by_company
    assert office.links.details[7].xero_contact_id == contact_id


def test_two_companies_whose_contacts_were_merged_do_not_share_one_silently(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, company_id=7), make_invoice(2, company_id=8))
    ours, theirs = office.links.by_company[7], office.links.by_company[8]
    ledger.people[ours] = replace(ledger.people[ours], number=contact_number("kauri", 7))
    _merge(ledger, ours, theirs)
    office.invoices.add(make_invoice(3, company_id=9))
    office.post()
    office.invoices.add(make_invoice(4, company_id=7))
    office.post()
    fault = office.row(4).fault
    assert fault
    assert fault.code == "CONTACT_TAKEN"
    assert office.links.by_company[8] == theirs


def test_a_document_that_comes_back_under_another_contact_tells_of_a_merge(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, company_id=7))
    former = office.links.by_company[7]
    document = make_document(make_draft(contact_id="alive"), contact_name="Aroha Group")
    follow_merge(office.desk(), former, document)
    assert office.links.by_company == {7: "alive"}
    assert office.links.details[7].xero_name == "Aroha Group"


def test_a_document_of_a_contact_that_stands_for_nobody_changes_nothing(office: Office) -> None:
    document = make_document(make_draft(contact_id="alive"))
    follow_merge(office.desk(), "unknown", document)
    assert office.links.by_company == {}
