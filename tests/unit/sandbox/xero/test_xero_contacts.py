"""Contacts: unique names, archived ones, and how they get overwritten."""

from typing import Any

from tests.unit.sandbox.xero.conftest import Bookkeeper


def complaints(answer: dict[str, Any]) -> list[str]:
    return [error["Message"] for error in answer.get("ValidationErrors", [])]


def test_a_new_contact_shows_two_addresses_and_four_phones(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Fresh Limited", IsCustomer=True)
    assert [row["AddressType"] for row in made["Addresses"]] == ["STREET", "POBOX"]
    assert len(made["Phones"]) == 4
    assert made["IsCustomer"] is False


def test_blanks_in_names_are_folded(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="  Double   Blank Limited ")
    assert made["Name"] == "Double Blank Limited"


def test_a_name_is_unique_among_active_contacts_whatever_its_case(xero: Bookkeeper) -> None:
    first, second = xero.each(
        "PUT", "Contacts", {"Name": "Tasman Freight Limited"}, {"Name": "TASMAN FREIGHT LIMITED"}
    )
    assert first["StatusAttributeString"] == "OK"
    assert second["HasValidationErrors"] is True
    assert complaints(second) == [
        (
            "The contact name TASMAN FREIGHT LIMITED is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )
    ]


def test_without_summarize_errors_a_duplicate_name_is_a_400(xero: Bookkeeper) -> None:
    xero.one("PUT", "Contacts", Name="Twice Limited")
    answer = xero.call("PUT", "Contacts", json={"Contacts": [{"Name": "Twice Limited"}]})
    assert answer.status_code == 400
    assert (answer.json["ErrorNumber"], answer.json["Type"]) == (10, "ValidationException")
    assert "already assigned" in answer.json["Elements"][0]["ValidationErrors"][0]["Message"]


def test_an_archived_contacts_number_stays_taken_but_not_its_name(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Gone Limited", ContactNumber="AT-1")
    xero.one("POST", "Contacts", ContactID=made["ContactID"], ContactStatus="ARCHIVED")
    same_name = xero.one("PUT", "Contacts", Name="Gone Limited")
    same_number = xero.one("PUT", "Contacts", Name="Other Limited", ContactNumber="AT-1")
    assert complaints(same_name) == []
    assert len(complaints(same_number)) == 1


def test_post_by_name_overwrites_the_contact_of_that_name(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Mine Limited", EmailAddress="right@example.com")
    xero.one("POST", "Contacts", Name="mine limited", EmailAddress="wrong@example.com")
    [now] = xero.rows(f"Contacts/{made['ContactID']}")
    assert now["EmailAddress"] == "wrong@example.com"


def test_an_archived_contact_cannot_be_edited(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Shut Limited")
    xero.one("POST", "Contacts", ContactID=made["ContactID"], ContactStatus="ARCHIVED")
    answer = xero.one("POST", "Contacts", ContactID=made["ContactID"], ContactStatus="ACTIVE")
    assert complaints(answer) == [
        (
            "The specified contact details matched an archived contact. Archived contacts cannot "
            "currently be edited via the API."
        )
    ]


def test_archived_contacts_are_listed_only_when_asked_for(xero: Bookkeeper) -> None:
    active, everyone = xero.rows("Contacts"), xero.rows("Contacts?includeArchived=true")
    assert len(everyone) == len(active) + 1


def test_a_wrong_email_address_is_refused(xero: Bookkeeper) -> None:
    answer = xero.one("PUT", "Contacts", Name="Mail Limited", EmailAddress="not an address")
    assert complaints(answer) == ["Email address must be valid."]


def test_documents_show_a_contacts_present_name(xero: Bookkeeper) -> None:
    made = xero.posted("C-1")
    contact_id = made["Contact"]["ContactID"]
    xero.one("POST", "Contacts", ContactID=contact_id, Name="Renamed Limited")
    [row] = xero.rows('Invoices?where=Contact.Name=="Renamed Limited"')
    assert row["Contact"]["Name"] == "Renamed Limited"
    assert row["UpdatedDateUTC"] == made["UpdatedDateUTC"]


def test_contacts_are_found_by_number_and_by_search(xero: Bookkeeper) -> None:
    xero.one("PUT", "Contacts", Name="Findable Limited", ContactNumber="AT-77")
    assert xero.rows("Contacts/AT-77")[0]["Name"] == "Findable Limited"
    assert xero.rows("Contacts?searchTerm=findABLE")[0]["ContactNumber"] == "AT-77"
    assert xero.rows('Contacts?where=ContactNumber=="AT-77"&includeArchived=true')


def test_a_summary_page_says_how_many_there_are(xero: Bookkeeper) -> None:
    answer = xero.get("Contacts?summaryOnly=true&pageSize=1000").json
    assert answer["pagination"]["itemCount"] == len(answer["Contacts"]) == 114
    assert answer["pagination"]["pageCount"] == 1


def test_the_empty_world_has_an_organisation_and_no_contacts(xero: Bookkeeper) -> None:
    xero.door("reset", seed=1, world="empty")
    state = xero.state()
    assert (len(state["Organisation"]), state["Contacts"]) == (1, [])


def person(name: str, email: str = "") -> dict[str, Any]:
    return {"FirstName": name, "LastName": "Ngata", "EmailAddress": email}


def test_persons_that_are_not_sent_are_gone(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Kauri", ContactPersons=[person("Aroha")])
    assert len(made["ContactPersons"]) == 1
    update = {"ContactID": made["ContactID"], "FirstName": "Hemi"}
    assert xero.one("POST", "Contacts", **update)["ContactPersons"] == []


def test_a_document_that_edits_its_contact_drops_the_persons(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="Kauri", ContactPersons=[person("Aroha")])
    by_id = {"ContactID": made["ContactID"]}
    xero.posted("I-1", Contact=by_id)
    [kept] = xero.rows(f"Contacts/{made['ContactID']}")
    xero.posted("I-2", Contact={**by_id, "EmailAddress": "a@b.test"})
    [edited] = xero.rows(f"Contacts/{made['ContactID']}")
    assert (len(kept["ContactPersons"]), len(edited["ContactPersons"])) == (1, 0)


def test_a_contact_has_at_most_five_persons_with_real_addresses(xero: Bookkeeper) -> None:
    six = [person(f"P{number}") for number in range(6)]
    many = xero.one("PUT", "Contacts", Name="Many", ContactPersons=six)
    wrong = xero.one("PUT", "Contacts", Name="Wrong", ContactPersons=[person("A", "nowhere")])
    assert complaints(many) == ["A maximum of 5 contact persons can be added to a contact."]
    assert complaints(wrong) == ["Email address must be valid."]


def test_payment_terms_come_back(xero: Bookkeeper) -> None:
    terms = {"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}}
    made = xero.one("PUT", "Contacts", Name="Terms Limited", PaymentTerms=terms)
    [single] = xero.rows(f"Contacts/{made['ContactID']}")
    assert single["PaymentTerms"] == terms


def test_a_contact_number_stays_taken_for_ever(xero: Bookkeeper) -> None:
    made = xero.one("PUT", "Contacts", Name="First", ContactNumber="AT-1")
    xero.door("bookkeeper/archive_contact", contact=made["ContactID"])
    again = xero.one("PUT", "Contacts", Name="Second", ContactNumber="AT-1")
    assert complaints(again) == [
        (
            "The contact number AT-1 is already assigned to another contact. "
            "The contact number must be unique across all contacts."
        )
    ]
