from collections.abc import Sequence
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


def _has_one_billing(people: Sequence[Person]) -> bool:
    return sum(person.is_billing for person in people) == 1


def test_marked_people_are_asked_for_first_and_everybody_only_where_they_leave_it_open() -> None:
    client, http = client_of(_page(EMMA), _page(FINN))
    found = client.people([7, 8], "Position", _has_one_billing)
    assert {number: [each.name for each in few] for number, few in found.items()} == {
        7: ["Emma Chen"],
        8: ["Finn"],
    }
    marked, everybody = http.bodies
    assert marked["filter"][-1]["items"] == [
        {"op": "eq", "field": "billingContact", "value": True},
        {"op": "eq", "field": "primaryContact", "value": True},
        {"op": "exist", "field": "Position", "udf": True},
    ]
    assert everybody["filter"][1:] == [
        {"op": "in", "field": "companyID", "value": [8]},
        {"op": "eq", "field": "isActive", "value": 1},
    ]


def test_where_the_marked_decide_one_call_is_enough() -> None:
    client, http = client_of(_page(EMMA))
    assert [each.name for each in client.people([7], "Position", _has_one_billing)[7]] == [
        "Emma Chen"
    ]
    assert len(http.requests) == 1


def test_a_missing_field_is_found_out_once_for_both_questions() -> None:
    refusal = _refusal("Unable to find Position in the Contact Entity")
    client, http = client_of(refusal, _page(), _page(FINN))
    assert len(client.people([8], "Position", _has_one_billing)[8]) == 1
    assert "udf" not in str(http.bodies[1]["filter"])
    assert "Position" not in http.bodies[2]["includeFields"]


def test_one_who_cannot_be_read_is_left_out() -> None:
    client, _ = client_of(_page({"id": 1, "companyID": "7"}, EMMA))
    assert len(client.people([7])[7]) == 1
