from typing import Any

import pytest

from core.clients.autotask.people import translate_person
from core.domain.errors import RejectedError
from core.domain.person import Person
from tests.unit.clients.autotask.test_client import client_of
from tests.unit.clients.scripted import answer

EMMA: dict[str, Any] = {
    "id": 31,
    "companyID": 7,
    "firstName": "Emma ",
    "lastName": "Chen",
    "emailAddress": "emma@a.test",
    "phone": "09 111",
    "mobilePhone": "021 1",
    "faxNumber": "09 112",
    "billingContact": True,
    "primaryContact": False,
    "userDefinedFields": [{"name": "Position", "value": "Accounts"}],
}
FINN: dict[str, Any] = {"id": 32, "companyID": 8, "firstName": "Finn", "emailAddress": None}


def _page(*rows: dict[str, Any]) -> Any:
    return answer({"items": list(rows), "pageDetails": {"nextPageUrl": None}})


def _refusal(text: str) -> Any:
    return answer({"errors": [text]}, status=500)


def test_a_person_is_read_with_the_role_that_the_field_says() -> None:
    assert translate_person(EMMA, "position") == Person(
        31, "Emma", "Chen", "emma@a.test", "09 111", "021 1", "09 112", True, False, "Accounts"
    )


@pytest.mark.parametrize("fields", [None, [], [{"name": "Position", "value": None}]])
def test_a_person_without_a_value_has_no_role(fields: object) -> None:
    raw = {"id": 1, "userDefinedFields": fields}
    assert translate_person(raw, "Position") == Person(1)


def test_the_people_of_all_companies_are_asked_for_at_once_and_only_active_ones() -> None:
    client, http = client_of(_page(EMMA, FINN))
    found = client.people([8, 7, 9], "Position")
    assert {company: [each.name for each in people] for company, people in found.items()} == {
        7: ["Emma Chen"],
        8: ["Finn"],
        9: [],
    }
    (body,) = http.bodies
    assert body["filter"][1:] == [
        {"op": "in", "field": "companyID", "value": [7, 8, 9]},
        {"op": "eq", "field": "isActive", "value": 1},
    ]
    assert body["includeFields"][-1] == "Position"
    assert "note" not in body["includeFields"]


def test_without_a_field_nobody_has_a_role_and_none_is_asked_for() -> None:
    client, http = client_of(_page(EMMA))
    (person,) = client.people([7])[7]
    assert person.role == ""
    assert "Position" not in http.bodies[0]["includeFields"]


def test_a_tenant_without_the_field_is_asked_without_it() -> None:
    client, http = client_of(_refusal("Unable to find Position in the Contact Entity"), _page(FINN))
    assert [person.role for person in client.people([8], "Position")[8]] == [""]
    assert "Position" not in http.bodies[1]["includeFields"]


def test_another_refusal_is_not_taken_for_a_missing_field() -> None:
    client, http = client_of(_refusal("The logged in Resource does not have the permissions"))
    with pytest.raises(RejectedError):
        client.people([8], "Position")
    assert len(http.requests) == 1


def test_nobody_is_asked_for_no_company() -> None:
    client, http = client_of()
    assert client.people([], "Position") == {}
    assert http.requests == []
