"""The judgment of what happened: Xero's own documents against Autotask's invoices."""

from collections import defaultdict

from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument
from tests.fakes.invoices import Row
from tests.fakes.office import Office


def documents_of(office: Office, row: Row) -> list[XeroDocument]:
    """Every document that was ever made for an invoice and still counts."""
    autotask_id = row.invoice.autotask_id
    url, reference = f"/sync/invoices/{autotask_id}", f"Autotask kauri/{autotask_id}"
    return [
        document
        for document in office.ledger.documents.values()
        if document.status != "DELETED"
        and (document.marker_url.endswith(url) or document.reference.endswith(reference))
    ]


def assert_exactly_once(office: Office) -> None:
    """One document for each invoice, right to the cent, linked to its own record, and no other."""
    owned = 0
    for row in office.invoices.rows.values():
        documents = documents_of(office, row)
        owned += len(documents)
        assert len(documents) <= 1, f"{row.invoice.autotask_id} is in Xero twice: {documents}"
        if row.status is Status.COMPLETE:
            assert documents, f"{row.invoice.autotask_id} is complete and not in Xero"
            (document,) = documents
            sign = -1 if document.kind is DocumentKind.CREDIT_NOTE else 1
            assert row.xero_id == document.xero_id, "linked to another document"
            assert row.notice or sign * document.total == row.invoice.total
    alive = [each for each in office.ledger.documents.values() if each.status != "DELETED"]
    assert owned == len(alive), "a document in Xero that no invoice asked for"
    assert_one_contact_a_company(office)


def assert_one_contact_a_company(office: Office) -> None:
    names = defaultdict(list)
    for contact in office.ledger.people.values():
        names[contact.number or contact.xero_id].append(contact)
    assert all(len(contacts) == 1 for contacts in names.values()), "a contact was made twice"
    taken = list(office.links.by_company.values())
    assert len(taken) == len(set(taken))


def assert_all_complete(office: Office) -> None:
    assert set(office.standings().values()) == {"complete"}, office.standings()
    assert_exactly_once(office)
