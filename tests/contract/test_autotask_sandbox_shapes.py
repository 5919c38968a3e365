import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from sandbox.autotask.app import create_app
from sandbox.autotask.schema import entities
from tests.unit.sandbox.autotask.client import HEADERS, Api, settings

SWAGGER = json.loads(
    (Path(__file__).parent / "specs" / "autotask_swagger_subset.json").read_text(encoding="utf-8")
)
NAMES = sorted(entity.name for entity in entities().values())
ALL = {"op": "exist", "field": "id"}
# Typed as objects or byte lists in the vendor's file; captures show plain values there.
LOOSE = ("Object", "Byte", "RestUserAccessLevel")


def strict(definition: dict[str, Any]) -> dict[str, Any]:
    """Every key must be there, none may be added, any may be null: what the vendor's answers do."""
    properties = {
        name: {"anyOf": [{"type": "null"}, schema]}
        for name, schema in definition.get("properties", {}).items()
    }
    return {
        **definition,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


DEFINITIONS = {
    **{name: strict(definition) for name, definition in SWAGGER["definitions"].items()},
    **{name: {} for name in LOOSE},
    "FileQueryResultModel": strict(
        {
            "properties": {
                **SWAGGER["definitions"]["FileQueryResultModel"]["properties"],
                "data": {"type": "string"},
            }
        }
    ),
}


def complaints(path: str, verb: str, answer: object) -> list[str]:
    schema = SWAGGER["paths"][path][verb]["responses"]["200"]["schema"]
    validator = Draft7Validator({**schema, "definitions": DEFINITIONS})
    return [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(answer)]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Api:
    return Api(create_app(settings(tmp_path_factory.mktemp("shapes"), world="demo")))


@pytest.mark.parametrize("name", NAMES)
def test_queries_counts_and_single_records_have_the_documented_shape(api: Api, name: str) -> None:
    found = api.query(name, ALL)
    assert found["items"]
    assert complaints(f"/V1.0/{name}/query", "post", found) == []
    count = api.call("POST", f"{name}/query/count", json={"filter": [ALL]}).json
    assert complaints(f"/V1.0/{name}/query/count", "post", count) == []
    item = api.get(f"{name}/{found['items'][0]['id']}")
    assert complaints(f"/V1.0/{name}/{{id}}", "get", item) == []
    assert complaints(f"/V1.0/{name}/{{id}}", "get", api.get(f"{name}/999999999")) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["", "/fields", "/userDefinedFields"])
def test_metadata_have_the_documented_shape(api: Api, name: str, part: str) -> None:
    path = f"{name}/entityInformation{part}"
    assert complaints(f"/V1.0/{path}", "get", api.get(path)) == []


def test_the_models_of_the_vendor_know_every_field_that_the_metadata_has() -> None:
    for entity in entities().values():
        model = SWAGGER["definitions"][f"{entity.singular}Model"]["properties"]
        assert {field.name for field in entity.fields.values()} <= set(model)


def test_zone_versions_and_threshold_have_the_documented_shape(api: Api) -> None:
    zone = api.get("ZoneInformation?user=api@kauri.example")
    assert complaints("/V1.0/ZoneInformation", "get", zone) == []
    versions = api.client.get("/ATServicesRest/VersionInformation").json
    assert complaints("/VersionInformation", "get", versions) == []
    threshold = api.get("ThresholdInformation")
    assert complaints("/V1.0/ThresholdInformation", "get", threshold) == []


def test_documents_and_updates_have_the_documented_shape(api: Api) -> None:
    [number] = api.ids("Invoices", ALL, MaxRecords=1)
    for kind in ("InvoicePdf", "InvoiceMarkupHtml"):
        answer = api.get(f"Invoices/{number}/{kind}")
        assert complaints(f"/V1.0/Invoices/{{id}}/{kind}", "get", answer) == []
    sent = {"id": number, "webServiceDate": "2026-11-22T00:00:00Z"}
    patched = api.call("PATCH", "Invoices", json=sent).json
    assert complaints("/V1.0/Invoices", "patch", patched) == []


def test_errors_have_a_list_of_sentences_and_only_wrong_verbs_a_message(api: Api) -> None:
    bad = [
        api.call("POST", "Invoices/query", json={"filter": []}),
        api.call("POST", "Invoices/query", json={"filter": [{"op": "eq", "field": "x"}]}),
        api.call("PATCH", "Invoices", json={"id": 1}),
        api.call("GET", "ZoneInformation?user="),
    ]
    assert {answer.status_code for answer in bad} == {500}
    for answer in bad:
        assert isinstance(answer.json, dict)
        assert list(answer.json) == ["errors"]
        assert all(isinstance(sentence, str) for sentence in answer.json["errors"])
    assert list(api.call("DELETE", "Invoices").json or ()) == ["Message"]


@pytest.mark.parametrize(
    "positions",
    [
        {"invoice_total": "gross"},
        {"tax_rate": "fraction"},
        {"timestamps": "naive"},
        {"pick_list_ids": "elsewhere"},
    ],
)
def test_every_position_of_a_switch_has_the_documented_shape(
    api: Api, positions: dict[str, str]
) -> None:
    before = api.door("GET", "switches")
    api.door("POST", "switches", positions)
    for name in ("Invoices", "BillingItems", "PurchaseOrders", "Companies", "Taxes"):
        found = api.query(name, ALL, MaxRecords=50)
        assert complaints(f"/V1.0/{name}/query", "post", found) == []
        path = f"{name}/entityInformation/fields"
        assert complaints(f"/V1.0/{path}", "get", api.get(path)) == []
    api.door("POST", "switches", {name: before[name] for name in positions})


def test_odd_documents_have_the_documented_shape(api: Api) -> None:
    [number] = api.ids("Invoices", ALL, MaxRecords=1)
    for name, kind in (("hostile_html", "InvoiceMarkupHtml"), ("large_pdf", "InvoicePdf")):
        api.door("POST", "faults", {"name": name, "record": number})
        answer = api.get(f"Invoices/{number}/{kind}")
        assert complaints(f"/V1.0/Invoices/{{id}}/{kind}", "get", answer) == []


def test_a_tenant_that_moved_has_a_zone_of_the_documented_shape(api: Api) -> None:
    api.door("POST", "faults", {"name": "zone_moved", "endpoint": "ZoneInformation"})
    zone = api.get("ZoneInformation?user=api@kauri.example")
    assert zone["url"].endswith("/zone2/ATServicesRest/")
    assert complaints("/V1.0/ZoneInformation", "get", zone) == []
    answer = api.client.get(
        "/zone2/ATServicesRest/V1.0/Companies/query",
        query_string={"search": json.dumps({"filter": [ALL]})},
        headers=HEADERS,
    )
    assert complaints("/V1.0/Companies/query", "get", answer.json) == []
