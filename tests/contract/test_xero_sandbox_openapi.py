"""The sandbox's answers, held against Xero's own OpenAPI file (specs/, MIT).

Two things in that file are known to be wrong and are not used: it lists only the old broad scopes,
and it claims that summarizeErrors defaults to false.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.contract.xero_sandbox import RunningSandbox

SPEC = Path(__file__).parent / "specs" / "xero_accounting.yaml"
SCOPES = (
    "openid offline_access accounting.contacts accounting.invoices accounting.payments "
    "accounting.settings accounting.attachments"
)
MS_DATE = re.compile(r"^/Date\(-?\d+([+-]\d{4})?\)/$")


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    spec = yaml.load(SPEC.read_text(), Loader=yaml.CSafeLoader)
    return dict(spec["components"]["schemas"])


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path_factory.mktemp("xero")).start().connect(scope=SCOPES)
    running.door("limits", minute=False)
    first, second = running.invoice("S-1", Url="https://psa.example/1"), running.invoice("S-2")
    running.put(first, second).raise_for_status()
    running.door("payments", invoice="S-1", amount=15)
    note = {**running.invoice("x"), "Type": "ACCRECCREDIT", "CreditNoteNumber": "CN-1"}
    [made] = written(running, "PUT", "CreditNotes", note)
    written(running, "PUT", "Invoices", bill(running))
    written(running, "PUT", "PurchaseOrders", order(running, "PO-1"))
    credited = {"Amount": 10, "Date": "2026-11-02", "Invoice": {"InvoiceID": by_number(running)}}
    written(running, "PUT", f"CreditNotes/{made['CreditNoteID']}/Allocations", credited)
    note_body = {"Details": "Posted by Counterfoil"}
    written(running, "PUT", f"Invoices/{by_number(running)}/History", note_body, "HistoryRecords")
    path = f"Invoices/{by_number(running)}/Attachments/one.txt"
    running.call("PUT", path, data=b"one").raise_for_status()
    yield running
    running.stop()


def by_number(sandbox: RunningSandbox, number: str = "S-2") -> str:
    [row] = sandbox.call("GET", f"Invoices/{number}").json()["Invoices"]
    return str(row["InvoiceID"])


def written(
    sandbox: RunningSandbox, method: str, path: str, element: dict[str, Any], name: str = ""
) -> list[dict[str, Any]]:
    collection = name or path.rsplit("/", 1)[-1]
    answer = sandbox.call(method, path, json={collection: [element]})
    assert answer.ok, answer.text
    return list(answer.json()[collection])


def cost() -> dict[str, Any]:
    return {
        "Description": "Switch",
        "Quantity": 2,
        "UnitAmount": "10.1234",
        "AccountCode": "300",
        "TaxType": "INPUT2",
        "Tracking": [{"Name": "Region", "Option": "Australia"}],
    }


def bill(sandbox: RunningSandbox) -> dict[str, Any]:
    return {**sandbox.invoice("B-1"), "Type": "ACCPAY", "LineItems": [cost()]}


def order(sandbox: RunningSandbox, number: str) -> dict[str, Any]:
    invoice = sandbox.invoice("x")
    return {
        "PurchaseOrderNumber": number,
        "Contact": invoice["Contact"],
        "Date": "2026-11-01",
        "DeliveryDate": "2026-11-20",
        "DeliveryInstructions": "Ring twice",
        "Reference": "T20261101.0001",
        "Status": "AUTHORISED",
        "LineItems": [{**cost(), "DiscountRate": 10}],
    }


def complaints(schemas: dict[str, Any], name: str, value: Any) -> list[str]:
    """Types, enums, lengths and dates as in the schema, and no field that it does not know."""
    definitions = {key: closed(key, schema) for key, schema in schemas.items()}
    validator = Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": definitions}}
    )
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    return found + undated(schemas, schemas[name], value, "$")


# Recorded on the wire, unknown to the specification.
RECORDED_EXTRAS: dict[str, tuple[str, ...]] = {
    "Invoice": ("InvoicePaymentServices",),
    "CreditNote": ("ID",),
    "LineItem": ("ValidationErrors",),
    "LineItemTracking": ("Options",),
    "HistoryRecord": ("ValidationErrors",),
    "PurchaseOrder": ("Type", "HasErrors", "IsDiscounted"),
    "TrackingOption": ("HasValidationErrors", "IsDeleted", "IsArchived", "IsActive"),
}


def closed(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that refuses unknown fields, but for dates' text companions."""
    if "properties" not in schema:
        return schema
    dates = [f"{date}String" for date, field in schema["properties"].items() if is_date(field)]
    extras: dict[str, dict[str, Any]] = {
        field: {} for field in (*dates, *RECORDED_EXTRAS.get(name, ()))
    }
    known = {**extras, **schema["properties"]}
    return {**schema, "properties": known, "additionalProperties": False}


def is_date(field: dict[str, Any]) -> bool:
    return bool(field.get("x-is-msdate") or field.get("x-is-msdate-time"))


def undated(schemas: dict[str, Any], schema: dict[str, Any], value: Any, path: str) -> list[str]:
    """Dates that are not in Xero's form, anywhere below."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    if is_date(schema):
        return [] if MS_DATE.match(str(value)) else [f"{path}: {value} is no date"]
    if isinstance(value, list):
        rows = enumerate(value)
        inner = schema.get("items", {})
        return [text for i, row in rows for text in undated(schemas, inner, row, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    fields = schema.get("properties", {})
    return [
        text
        for name, inner in value.items()
        for text in undated(schemas, fields.get(name, {}), inner, f"{path}.{name}")
    ]


def without_frame(answer: dict[str, Any]) -> dict[str, Any]:
    frame = ("Id", "Status", "ProviderName", "DateTimeUTC")
    assert list(answer)[:4] == list(frame)
    return {name: value for name, value in answer.items() if name not in frame}


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("Organisation", "Organisations"),
        ("Accounts", "Accounts"),
        ("TaxRates", "TaxRates"),
        ("TrackingCategories", "TrackingCategories"),
        ("BrandingThemes", "BrandingThemes"),
        ("Currencies", "Currencies"),
        ("Contacts", "Contacts"),
        ("Contacts?page=1&summaryOnly=true", "Contacts"),
        ("Invoices", "Invoices"),
        ("Invoices?page=1", "Invoices"),
        ("Invoices?summaryOnly=true", "Invoices"),
        ("Invoices/S-1?unitdp=4", "Invoices"),
        ("CreditNotes?page=1", "CreditNotes"),
        ("CreditNotes/CN-1", "CreditNotes"),
        ("Payments?page=1", "Payments"),
        ("Organisation/Actions", "Actions"),
        ("Items", "Items"),
        ('Invoices?where=Type=="ACCPAY"&page=1', "Invoices"),
        ("Invoices/B-1", "Invoices"),
        ("Invoices/S-2", "Invoices"),
        ("PurchaseOrders", "PurchaseOrders"),
        ("PurchaseOrders/PO-1", "PurchaseOrders"),
        ("Invoices/{S-2}/History", "HistoryRecords"),
        ("Invoices/{S-2}/Attachments", "Attachments"),
        ("Invoices/{S-2}/OnlineInvoice", "OnlineInvoices"),
    ],
)
def test_reads_fit_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any], path: str, schema: str
) -> None:
    answer = sandbox.call("GET", path.replace("{S-2}", by_number(sandbox)))
    assert answer.status_code == 200
    rows = without_frame(answer.json())
    assert any(rows.values())
    assert complaints(schemas, schema, rows) == []


def test_writes_fit_the_specification(sandbox: RunningSandbox, schemas: dict[str, Any]) -> None:
    taken, fresh = sandbox.invoice("S-1"), sandbox.invoice("S-9", Status="DRAFT")
    answer = sandbox.put(taken, fresh).json()
    assert [row["StatusAttributeString"] for row in answer["Invoices"]] == ["ERROR", "OK"]
    assert complaints(schemas, "Invoices", without_frame(answer)) == []
    contacts = {"Contacts": [{"Name": "Contract Limited"}, {"Name": "CONTRACT limited"}]}
    answer = sandbox.call("PUT", "Contacts?summarizeErrors=false", json=contacts).json()
    assert complaints(schemas, "Contacts", without_frame(answer)) == []


def test_writes_of_orders_fit_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any]
) -> None:
    both = [order(sandbox, "PO-1"), order(sandbox, "")]
    path = "PurchaseOrders?summarizeErrors=false"
    answer = sandbox.call("PUT", path, json={"PurchaseOrders": both}).json()
    statuses = [row["StatusAttributeString"] for row in answer["PurchaseOrders"]]
    assert statuses == ["ERROR", "OK"]
    assert complaints(schemas, "PurchaseOrders", without_frame(answer)) == []


def test_writes_of_payments_fit_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any]
) -> None:
    payment = {"Account": {"Code": "090"}, "Date": "2026-11-05", "Amount": 1}
    both = [
        {**payment, "Invoice": {"InvoiceID": by_number(sandbox)}},
        {**payment, "Invoice": {"InvoiceID": by_number(sandbox)}, "Amount": 100_000},
    ]
    path = "Payments?summarizeErrors=false"
    answer = sandbox.call("PUT", path, json={"Payments": both}).json()
    statuses = [row["StatusAttributeString"] for row in answer["Payments"]]
    assert statuses == ["OK", "ERROR"]
    answer["Payments"][1].pop("Date")
    assert complaints(schemas, "Payments", without_frame(answer)) == []


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("owner", ["Invoices/{S-2}", "CreditNotes/{CN-1}"])
def test_files_fit_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any], owner: str, method: str
) -> None:
    [note] = sandbox.call("GET", "CreditNotes/CN-1").json()["CreditNotes"]
    path = owner.replace("{S-2}", by_number(sandbox)).replace("{CN-1}", note["CreditNoteID"])
    query = "?IncludeOnline=true" if method == "PUT" else ""
    headers = {"Content-Type": "application/pdf"}
    answer = sandbox.call(
        method, f"{path}/Attachments/An invoice.pdf{query}", data=b"%PDF-1.4", headers=headers
    )
    rows = without_frame(answer.json())
    assert rows["Attachments"][0]["ContentLength"] == 8
    assert complaints(schemas, "Attachments", rows) == []


def test_allocations_fit_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any]
) -> None:
    [note] = sandbox.call("GET", "CreditNotes/CN-1").json()["CreditNotes"]
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    sent = {"Amount": 1, "Date": "2026-11-02", "Invoice": {"InvoiceID": by_number(sandbox)}}
    answer = sandbox.call("PUT", path, json={"Allocations": [sent]}).json()
    assert complaints(schemas, "Allocations", without_frame(answer)) == []
    [made] = answer["Allocations"]
    gone = sandbox.call("DELETE", f"{path}/{made['AllocationID']}").json()
    assert complaints(schemas, "Allocation", gone) == []


def test_a_validation_error_fits_the_specification(
    sandbox: RunningSandbox, schemas: dict[str, Any]
) -> None:
    body = {"Invoices": [sandbox.invoice("S-1")]}
    answer = sandbox.call("PUT", "Invoices", json=body)
    assert answer.status_code == 400
    error = answer.json()
    [element] = error.pop("Elements")
    assert complaints(schemas, "Error", error) == []
    assert complaints(schemas, "Invoice", element) == []


def test_the_check_itself_notices_what_is_wrong(schemas: dict[str, Any]) -> None:
    wrong = {
        "Invoices": [
            {"Status": "NEW", "Total": "5", "Date": "2026-11-01", "Reference": None, "Colour": 1}
        ]
    }
    found = " ".join(complaints(schemas, "Invoices", wrong))
    for name in ("Status", "Total", "Date", "Reference", "Colour"):
        assert name in found
