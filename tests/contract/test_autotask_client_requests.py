"""Everything that our client sends, held against Autotask's own Swagger file."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials, InvoiceWindow
from core.clients.budget import Unmetered
from core.clients.exact_json import load
from core.clients.http import HttpRequest, HttpResponse, full_url
from tests.unit.clients.scripted import ScriptedHttp, answer

SPECS = Path(__file__).parent / "specs"
REQUESTS = json.loads((SPECS / "autotask_swagger_requests.json").read_text(encoding="utf-8"))
MODELS = json.loads((SPECS / "autotask_swagger_subset.json").read_text(encoding="utf-8"))
METADATA = json.loads(
    (Path(__file__).parents[2] / "core/clients/autotask/metadata.json").read_text(encoding="utf-8")
)["entities"]
ZONE = "https://webservices6.autotask.net/ATServicesRest/"
# autotask-api section 3: longer addresses are not found.
LONGEST_URL = 2_048
OPERATORS = {
    *("eq", "noteq", "gt", "gte", "lt", "lte", "beginsWith", "endsWith", "contains"),
    *("exist", "notExist", "in", "notIn", "and", "or"),
}
WRITABLE = {"id", "invoiceNumber", "paidDate", "webServiceDate"}
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
MANY = list(range(1, 1_200))

Call = Callable[[AutotaskClient], Any]
CALLS: dict[str, Call] = {
    "zone": lambda client: client.discover_zone("https://webservices.autotask.net", None),
    "test": lambda client: client.test(),
    "first look": lambda client: client.invoices_since(InvoiceWindow(SINCE, SINCE)),
    "look": lambda client: client.invoices_since(
        InvoiceWindow(SINCE, SINCE, known_ids=MANY, above_id=7, ids_between=(3, 9)), after_id=3
    ),
    "invoices": lambda client: client.invoices_by_id(MANY),
    "lines": lambda client: client.billing_items(MANY),
    "companies": lambda client: client.companies(MANY),
    "people": lambda client: client.people(MANY, "Position", lambda marked: False),
    "billing codes": lambda client: client.billing_codes(),
    "currencies": lambda client: client.currencies(),
    "payment terms": lambda client: client.payment_terms(),
    "tax regions": lambda client: client.tax_regions(),
    "tax categories": lambda client: client.tax_categories(),
    "taxes": lambda client: client.taxes(),
    "departments": lambda client: client.departments(),
    "templates": lambda client: client.invoice_templates(),
    "lines of business": lambda client: client.lines_of_business(),
    "territories": lambda client: client.territories(),
    "company types": lambda client: client.company_types(),
    "invoice statuses": lambda client: client.invoice_statuses(),
    "orders": lambda client: client.purchase_orders_since(SINCE, 3, MANY),
    "order items": lambda client: client.purchase_order_items(MANY),
    "order statuses": lambda client: client.pick_list("PurchaseOrders", "status"),
    "threshold": lambda client: client.threshold(),
    "preview": lambda client: client.invoice_html(5),
    "pdf": lambda client: client.invoice_pdf(5),
    "write back": lambda client: client.write_back(
        5, exported_at=SINCE, paid_on=date(2026, 10, 1), invoice_number="INV-1"
    ),
}


def _serve(request: HttpRequest) -> HttpResponse:
    name = request.url.rsplit("/", 1)[-1]
    answers: dict[str, Any] = {
        "zoneInformation": {"url": ZONE, "webUrl": "", "zoneName": "AU", "ci": 0},
        "query": {"items": [], "pageDetails": {"count": 0, "nextPageUrl": None}},
        "fields": {"fields": []},
        "InvoiceMarkupHtml": {"invoiceMarkup": "<p></p>"},
        "InvoicePdf": {"data": "", "fileName": "1.pdf"},
        "Invoices": {"itemId": 5},
        "ThresholdInformation": {
            "externalRequestThreshold": 10_000,
            "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": 1,
        },
    }
    return answer(answers[name])


class Recording(ScriptedHttp):
    """Answers everything with something empty of the right shape."""

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        return _serve(request)


@cache
def _sent(name: str) -> tuple[HttpRequest, ...]:
    http = Recording()
    credentials = AutotaskCredentials("api@kauri.test", "s#e~c$ret", "CODE")
    CALLS[name](AutotaskClient(credentials, http, Unmetered(), ZONE))
    assert http.requests
    return tuple(http.requests)


ALL = pytest.mark.parametrize("name", CALLS)


def _path(request: HttpRequest) -> str:
    path = re.split(r"/atservicesrest/", urlsplit(request.url).path, flags=re.IGNORECASE)[1]
    return "/" + re.sub(r"/\d+(?=/|$)", "/{id}", path)


def _documented(request: HttpRequest) -> dict[str, Any]:
    # Paths are compared without regard to case (API_Zones).
    verbs = {path.casefold(): verbs for path, verbs in REQUESTS["paths"].items()}
    found: dict[str, Any] = verbs[_path(request).casefold()][request.method.lower()]
    return found


def _strict(definition: dict[str, Any]) -> dict[str, Any]:
    return {**definition, "additionalProperties": False}


DEFINITIONS = {
    **{name: _strict(each) for name, each in MODELS["definitions"].items()},
    **{name: _strict(each) for name, each in REQUESTS["definitions"].items()},
}
# Typed as an object there, and described as a number, text, truth value or list of them.
DEFINITIONS["Filter"]["properties"]["value"] = {
    "anyOf": [{"type": ["integer", "number", "string", "boolean"]}, {"type": "array"}]
}


@ALL
def test_every_call_is_a_documented_one_and_its_address_is_short_enough(name: str) -> None:
    for request in _sent(name):
        assert _documented(request) is not None
        assert len(full_url(request)) <= LONGEST_URL


@ALL
def test_every_call_carries_the_documented_headers_and_parameters(name: str) -> None:
    needed = {each["name"] for each in REQUESTS["x-common-headers"] if each["required"]}
    for request in _sent(name):
        parameters = _documented(request)["parameters"]
        in_query = {each["name"] for each in parameters if each["in"] == "query"}
        assert {parameter for parameter, _ in request.query} == in_query
        if in_query:
            assert not needed & set(request.headers), "the zone is asked for without any secret"
        else:
            assert needed <= set(request.headers)
            assert request.headers["Content-Type"] == "application/json"


@ALL
def test_every_body_fits_its_schema(name: str) -> None:
    for request in _sent(name):
        bodies = [each for each in _documented(request)["parameters"] if each["in"] == "body"]
        assert bool(bodies) == bool(request.body)
        for body in bodies:
            schema = {**body["schema"], "definitions": DEFINITIONS}
            sent = json.loads(request.body or b"")
            assert [str(error) for error in Draft7Validator(schema).iter_errors(sent)] == []


@ALL
def test_every_field_that_is_named_is_one_of_the_entitys_and_every_operator_is_known(
    name: str,
) -> None:
    for request in _sent(name):
        if not request.url.endswith("/query"):
            continue
        entity = request.url.split("/")[-2]
        fields = _fields_of(entity)
        sent = load(request.body or b"")
        conditions = list(_conditions(sent["filter"]))
        assert {each["op"] for each in conditions} <= OPERATORS
        named = {each["field"] for each in conditions if "field" in each and not each.get("udf")}
        included = set(sent.get("includeFields", ()))
        own = {"Position"} if "userDefinedFields" in fields else set()
        assert named | included - own <= fields
        assert sum(bool(each.get("udf")) for each in conditions) <= 1
        assert sum(len(each["value"]) for each in conditions if each["op"] == "in") <= 500


def _conditions(filters: list[dict[str, Any]]) -> Any:
    for each in filters:
        yield each
        yield from _conditions(each.get("items", []))


def _fields_of(entity: str) -> set[str]:
    schema = MODELS["paths"][f"/V1.0/{entity}/query"]["post"]["responses"]["200"]["schema"]
    (model,) = re.findall(r"QueryActionResult.([A-Za-z0-9]+Model)", schema["$ref"])
    return set(MODELS["definitions"][model]["properties"])


def test_only_the_three_writable_fields_are_ever_sent() -> None:
    (request,) = _sent("write back")
    assert (request.method, set(load(request.body or b""))) == ("PATCH", WRITABLE)


def test_nothing_but_the_write_back_changes_anything() -> None:
    changing = {name for name in CALLS for request in _sent(name) if request.may_change}
    assert changing == {"write back"}


@pytest.mark.parametrize("entity", sorted(METADATA))
def test_what_the_client_knows_of_fields_is_what_autotasks_models_have(entity: str) -> None:
    facts = METADATA[entity]
    fields = _fields_of(entity)
    known = {name for kind in facts if kind != "has_udfs" for name in facts[kind].split()}
    assert known <= fields
    assert facts.get("has_udfs", False) == ("userDefinedFields" in fields)
