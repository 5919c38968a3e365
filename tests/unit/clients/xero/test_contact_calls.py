"""Contacts are read in full by id, and changed by id whether or not they carry a number of ours."""

import pytest

from core.clients.exact_json import load
from core.clients.http import HttpRequest, HttpResponse
from core.clients.xero.contact_payloads import freeze_contact_updates
from core.domain.contacts.update import ContactChange
from core.domain.contacts.xero_contact import ContactPerson
from core.domain.errors import OutcomeUnknownError
from tests.unit.clients.scripted import answer
from tests.unit.clients.xero.test_client import client_of

CHANGES = freeze_contact_updates(
    [ContactChange(f"c-{i}", ("email",), email=f"{i}@a.test") for i in (1, 2)]
)
REFUSED = "Email address must be valid."


def _go() -> None:
    """Nothing keeps the request here."""


def _page(*rows: dict[str, object]) -> HttpResponse:
    return answer({"Contacts": list(rows)})


def test_contacts_are_read_in_full_forty_a_call_with_archived_ones() -> None:
    people = [{"FirstName": "Finn", "EmailAddress": "finn@a.test", "IncludeInEmails": True}]
    client, http = client_of(_page({"ContactID": "c-1", "ContactPersons": people}), _page())
    (found,) = client.contacts_in_full([f"c-{i}" for i in range(1, 42)])
    assert found.persons == (ContactPerson("Finn", "", "finn@a.test"),)
    first, second = (dict(request.query) for request in http.requests)
    assert len(str(first["IDs"]).split(",")) == 40
    assert second["IDs"] == "c-41"
    assert first["includeArchived"] == "true"
    assert "summaryOnly" not in first


def test_nobody_is_read_for_no_id() -> None:
    client, http = client_of()
    assert client.contacts_in_full([]) == []
    assert http.requests == []


def _echo_in_another_order(request: HttpRequest) -> HttpResponse:
    rows = load(request.body or b"")["Contacts"]
    second = {**rows[1], "ContactNumber": "theirs", "HasValidationErrors": False}
    refused = {
        **rows[0],
        "StatusAttributeString": "ERROR",
        "ValidationErrors": [{"Message": REFUSED}],
    }
    return _page(second, refused)


def test_each_change_is_known_by_the_id_of_its_contact() -> None:
    client, http = client_of(_echo_in_another_order)
    first, second = client.send("POST", "Contacts", CHANGES, "k", _go).elements
    assert (first.number, first.reasons) == ("c-1", (REFUSED,))
    assert (second.number, second.contact_id, second.is_accepted) == ("c-2", "c-2", True)
    assert http.requests[0].query == (("summarizeErrors", "false"),)


def test_an_answer_about_other_contacts_is_none() -> None:
    client, _ = client_of(_page({"ContactID": "c-8"}, {"ContactID": "c-9"}))
    with pytest.raises(OutcomeUnknownError):
        client.send("POST", "Contacts", CHANGES, "k", _go)
