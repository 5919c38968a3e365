from typing import Any

import pytest

from sandbox.autotask.schema import entities

NAMES = sorted(entity.name for entity in entities().values())
TYPES = {
    "integer": int,
    "long": int,
    "short": int,
    "decimal": float,
    "string": str,
    "datetime": str,
    "boolean": bool,
}


@pytest.fixture(scope="module")
def state(demo: Any) -> Any:
    return demo.door("GET", "state")


@pytest.mark.parametrize("name", NAMES)
def test_every_record_has_exactly_the_fields_of_its_metadata_in_their_types(
    demo: Any, state: Any, name: str
) -> None:
    fields = {
        f["name"]: f["dataType"] for f in demo.get(f"{name}/entityInformation/fields")["fields"]
    }
    records = state[name]
    assert records
    for record in records:
        assert set(record) - {"userDefinedFields"} == set(fields)
        for field, data_type in fields.items():
            value = record[field]
            assert value is None or type(value) is TYPES[data_type], (name, field, value)


@pytest.mark.parametrize("name", NAMES)
def test_required_fields_are_never_empty(demo: Any, state: Any, name: str) -> None:
    fields = demo.get(f"{name}/entityInformation/fields")["fields"]
    required = [field["name"] for field in fields if field["isRequired"]]
    for record in state[name]:
        assert all(record[field] is not None for field in required)


@pytest.mark.parametrize("name", NAMES)
def test_pick_list_values_of_records_are_on_the_list_as_strings(
    demo: Any, state: Any, name: str
) -> None:
    fields = demo.get(f"{name}/entityInformation/fields")["fields"]
    lists = {
        f["name"]: {row["value"] for row in f["picklistValues"]} for f in fields if f["isPickList"]
    }
    for record in state[name]:
        for field, known in lists.items():
            assert record[field] is None or str(record[field]) in known, (field, record[field])


def test_texts_fit_their_lengths(demo: Any, state: Any) -> None:
    for name, records in state.items():
        for field in demo.get(f"{name}/entityInformation/fields")["fields"]:
            if field["dataType"] == "string" and field["length"]:
                longest = max(len(record[field["name"]] or "") for record in records)
                assert longest <= field["length"], (name, field["name"])


def test_entity_information_tells_what_can_be_done(demo: Any) -> None:
    info = demo.get("invoices/EntityInformation")["info"]
    assert (info["name"], info["canCreate"], info["canUpdate"]) == ("Invoice", False, True)
    user_fields = demo.get("Companies/entityInformation/userDefinedFields")["fields"]
    assert [field["name"] for field in user_fields] == [
        "Xero Contact",
        "XeroNoSync",
        "XeroOrganisation",
    ]


def test_there_is_no_information_about_what_is_not_served(demo: Any) -> None:
    assert demo.call("GET", "Opportunities/entityInformation").status_code == 404
