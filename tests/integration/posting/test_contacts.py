"""Contacts between both sandboxes: matched, held, linked by hand, changed, archived, merged."""

from collections.abc import Callable
from typing import Any

import pytest

from core.clients.xero.contact_payloads import freeze_contacts
from core.domain.company import company_from
from core.domain.contacts.draft import draft_contact
from core.domain.contacts.recipients import Recipients
from core.store import connections, contact_links, reference_data
from services.xero_posting.contacts.linking import ContactDesk
from tests.factories.documents import make_company
from tests.integration.posting.conftest import Books

Open = Callable[..., Books]
SMALLEST = {"companies": 2, "invoices": 4, "lines": 1}
FIRST, SECOND = 201, 202
NOBODY = Recipients(None, "", (), "")


@pytest.fixture
def begin_with(open_books: Open) -> Open:
    """Two companies with two invoices each in the ledger, and a consent."""

    def begin(**settings: Any) -> Books:
        books = open_books(SMALLEST, **settings)
        books.give_consent()
        books.tenant.look()
        return books

    return begin


def _desk(books: Books) -> ContactDesk:
    def announce(event: str, payload: dict[str, Any]) -> None:
        books.tenant.events.append((str(event), payload))

    return ContactDesk(books.access, books.rounds.journal_for, announce, books.tenant.now)


def _make_contact(books: Books, name: str) -> str:
    """A bookkeeper makes a contact in Xero."""
    connection = connections.get("kauri")
    assert connection
    client = books.access.open(connection, books.rounds.journal_for("kauri").call)
    draft = draft_contact(make_company(), f"theirs-{name}", name, NOBODY)
    body = freeze_contacts([draft])
    (element,) = client.send("PUT", "Contacts", body, f"by hand {name}", lambda: None).elements
    assert element.contact_id
    return element.contact_id


def _contacts(books: Books) -> dict[str, dict[str, Any]]:
    return {each["ContactID"]: each for each in books.xero.door("GET", "state")["Contacts"]}


def _holds(books: Books) -> set[str]:
    return {each["hold"]["code"] for each in books.server.invoices.find({"hold": {"$ne": None}})}


def _name_of(company_id: int) -> str:
    stored = reference_data.load_some("kauri", "company", [str(company_id)])
    return company_from(stored[str(company_id)]).name


def _writes(calls: list[dict[str, Any]]) -> list[str]:
    return [
        f"{each['method']} {str(each['path']).rsplit('/', 1)[-1]}"
        for each in calls
        if each["method"] != "GET"
    ]


def test_new_contacts_carry_the_billing_person_of_autotask(begin_with: Open) -> None:
    books = begin_with()
    assert _writes(books.post()) == ["PUT Contacts", "PUT Invoices"]
    people = {
        person.email: person
        for company in (FIRST, SECOND)
        for person in company_from(
            reference_data.load_some("kauri", "company", [str(company)])[str(company)]
        ).people
    }
    for contact in _contacts(books).values():
        person = people[contact["EmailAddress"]]
        assert person.is_billing
        assert (contact["FirstName"], contact["LastName"]) == (person.first_name, person.last_name)


def test_a_connection_that_asks_first_waits_until_a_person_links(begin_with: Open) -> None:
    books = begin_with(missing_contact="hold")
    assert _writes(books.post()) == []
    assert _holds(books) == {"CONTACT_WANTED"}
    near = _make_contact(books, f"{_name_of(FIRST)} Pty")
    suggested = _desk(books).suggest_contacts("kauri", FIRST)
    assert [each["xero_contact_id"] for each in suggested["suggestions"]] == [near]
    answer = _desk(books).link_contact("kauri", FIRST, near, "mere")
    assert (answer["ok"], answer["released"]) == (True, 2)
    books.post()
    done = list(books.server.invoices.find({"status": "complete"}))
    assert {each["company_id"] for each in done} == {FIRST}
    assert books.server.invoices.count_documents({"hold.code": "CONTACT_WANTED"}) == 2
    reasons = [each["reason"] for each in done[0]["decisions"] if each["subject"] == "contact"]
    assert reasons[0].endswith("found by mere, who linked it.")


def test_what_is_held_goes_on_by_itself_once_a_contact_matches(begin_with: Open) -> None:
    books = begin_with(missing_contact="hold")
    books.post()
    _make_contact(books, _name_of(FIRST).upper())
    _make_contact(books, _name_of(SECOND))
    books.server.invoices.update_many({}, {"$set": {"hold_until": books.tenant.now()}})
    assert _writes(books.post()) == ["PUT Invoices"]
    assert books.tenant.standings() == {"complete": 4}


def test_what_is_held_costs_nothing_until_its_time_is_up(begin_with: Open) -> None:
    books = begin_with(missing_contact="hold")
    books.post()
    assert books.post() == []
    books.tenant.look()
    assert books.post() == []


@pytest.mark.parametrize(
    ("contact_id", "code", "words"),
    [
        ("00000000-0000-0000-0000-00000000abcd", "not_found", "no such contact"),
        ("no id at all", "not_found", "no such contact"),
    ],
)
def test_a_contact_that_xero_does_not_have_cannot_be_linked(
    begin_with: Open, contact_id: str, code: str, words: str
) -> None:
    answer = _desk(begin_with()).link_contact("kauri", FIRST, contact_id, "mere")
    assert answer["problem"]["code"] == code
    assert words in answer["problem"]["message"]


def test_an_archived_a_merged_and_a_taken_contact_cannot_be_linked(begin_with: Open) -> None:
    books = begin_with()
    books.post()
    desk = _desk(books)
    archived, merged, alive = (_make_contact(books, name) for name in ("Old", "Gone", "Alive"))
    books.xero.door("POST", "bookkeeper/archive_contact", {"contact": archived})
    books.xero.door("POST", "bookkeeper/merge_contacts", {"contact": merged, "into": alive})
    taken = contact_links.linked("kauri", [SECOND])[SECOND]
    for contact_id, words in (
        (archived, "archived"),
        (merged, "merged"),
        (taken, f"stands for {_name_of(SECOND)} already"),
    ):
        answer = desk.link_contact("kauri", FIRST, contact_id, "mere")
        assert answer["problem"]["code"] == "conflict"
        assert words in answer["problem"]["message"]


@pytest.mark.parametrize(("connection", "company"), [("nobody", FIRST), ("kauri", 999)])
def test_a_company_or_connection_that_does_not_exist_is_told(
    begin_with: Open, connection: str, company: int
) -> None:
    desk = _desk(begin_with())
    assert desk.suggest_contacts(connection, company)["problem"]["code"] == "not_found"


def test_a_person_may_link_a_company_to_another_contact(begin_with: Open) -> None:
    books = begin_with()
    books.post()
    other = _make_contact(books, "Quite Another Name")
    assert _desk(books).link_contact("kauri", FIRST, other, "mere")["ok"]
    books.tenant.bill(company_id=FIRST)
    books.tenant.look()
    books.post()
    newest = books.server.invoices.find_one(sort=[("autotask_id", -1)])
    assert newest
    document = books.documents()[newest["number"]][0]
    assert document["Contact"]["ContactID"] == other


def test_an_archived_contact_is_explained_and_goes_on_after_a_link(begin_with: Open) -> None:
    books = begin_with()
    books.post()
    contact_id = contact_links.linked("kauri", [FIRST])[FIRST]
    books.xero.door("POST", "bookkeeper/archive_contact", {"contact": contact_id})
    books.tenant.bill(company_id=FIRST)
    books.tenant.look()
    books.post()
    stopped = books.server.invoices.find_one({"status": "fault"})
    assert stopped
    assert stopped["fault"]["code"] == "CONTACT_ARCHIVED"
    assert stopped["fault"]["link"] == f"xero:/Contacts/View/{contact_id}"
    assert _desk(books).link_contact("kauri", FIRST, _make_contact(books, "New"), "mere")["ok"]
    books.post()
    assert books.tenant.standings() == {"complete": 5}


def test_a_link_of_who_pays_lets_go_the_children_as_well(begin_with: Open) -> None:
    books = begin_with(parent_billing="always")
    books.post()
    contact_id = contact_links.linked("kauri", [FIRST])[FIRST]
    books.xero.door("POST", "bookkeeper/archive_contact", {"contact": contact_id})
    books.tenant.edit(SECOND, "Companies", parentCompanyID=FIRST)
    books.tenant.bill(company_id=SECOND)
    books.server.reference_data.delete_many({"kind": "company"})
    books.tenant.look()
    books.post()
    stopped = books.server.invoices.find_one({"status": "fault"})
    assert stopped
    assert (stopped["fault"]["code"], stopped["company_id"]) == ("CONTACT_ARCHIVED", SECOND)
    answer = _desk(books).link_contact("kauri", FIRST, _make_contact(books, "New"), "mere")
    assert (answer["ok"], answer["released"]) == (True, 1)
    books.post()
    assert books.tenant.standings() == {"complete": 5}


def test_a_merged_contact_is_followed_by_the_next_document(begin_with: Open) -> None:
    books = begin_with()
    books.post()
    contact_id = contact_links.linked("kauri", [FIRST])[FIRST]
    alive = _make_contact(books, "Alive")
    books.xero.door("POST", "bookkeeper/merge_contacts", {"contact": contact_id, "into": alive})
    books.tenant.bill(company_id=FIRST)
    books.tenant.look()
    books.post()
    if books.tenant.standings()["fault"]:
        books.people.resync(books.request(books.some_id(status="fault")))
        books.tenant.look()
        books.post()
    assert books.tenant.standings() == {"complete": 5}
    assert contact_links.linked("kauri", [FIRST]) == {FIRST: alive}


def test_changes_go_to_the_contact_and_nobody_is_removed(begin_with: Open) -> None:
    books = begin_with(update_contacts=True)
    books.post()
    contact_id = contact_links.linked("kauri", [FIRST])[FIRST]
    person = {"FirstName": "Mere", "LastName": "Ngata", "EmailAddress": "mere@a.example"}
    persons = [{**person, "IncludeInEmails": False}]
    edited = {"entity": "Contacts", "id": contact_id, "fields": {"ContactPersons": persons}}
    books.xero.door("POST", "edit", edited)
    books.tenant.edit(FIRST, "Companies", billToCity="Whangārei", phone="+64 9 555 0000")
    books.tenant.bill(company_id=FIRST)
    books.server.reference_data.delete_many({"kind": "company"})
    books.tenant.look()
    calls = books.post()
    assert _writes(calls) == ["POST Contacts", "PUT Invoices"]
    contact = _contacts(books)[contact_id]
    assert contact["ContactPersons"] == persons
    assert "Whangārei" in [each["City"] for each in contact["Addresses"]]
    books.tenant.bill(company_id=FIRST)
    books.tenant.look()
    assert _writes(books.post()) == ["PUT Invoices"]


@pytest.mark.parametrize("fault", ["drop_after_commit", "error_before_commit", "late_commit"])
def test_a_change_without_an_answer_is_compared_and_the_invoice_goes(
    begin_with: Open, fault: str
) -> None:
    books = begin_with(update_contacts=True)
    books.post()
    books.tenant.edit(FIRST, "Companies", billToCity="Whangārei")
    books.tenant.bill(company_id=FIRST)
    books.server.reference_data.delete_many({"kind": "company"})
    books.tenant.look()
    more = {"seconds": 1} if fault == "late_commit" else {}
    books.xero.arm(fault, "POST Contacts", calls=1, **more)
    books.settle()
    assert books.tenant.standings() == {"complete": 5}
    books.assert_exactly_once()
    sent = [row for row in books.xero.requests_since(0) if row["method"] == "POST"]
    changes = [row for row in sent if str(row["path"]).endswith("/Contacts")]
    assert len({row["headers"]["Idempotency-Key"] for row in changes}) == len(changes)
