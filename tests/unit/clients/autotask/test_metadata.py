"""A question that names what Autotask does not have, or cannot filter by, never leaves."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.clients.autotask import asked_fields
from core.clients.autotask.metadata import check
from core.clients.autotask.query import Filter, Udf, all_of, among, any_of, where

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entity", "fields"),
    [
        ("Invoices", asked_fields.INVOICE),
        ("BillingItems", asked_fields.BILLING_ITEM),
        ("PurchaseOrders", asked_fields.ORDER),
        ("PurchaseOrderItems", asked_fields.ORDER_ITEM),
        ("Contacts", ("id", Udf("Position"))),
    ],
)
def test_what_we_ask_for_is_there(entity: str, fields: tuple[str, ...]) -> None:
    check(entity, [where("gt", "id", 0)], fields)


@pytest.mark.parametrize(
    ("entity", "filters", "include", "said"),
    [
        ("Invoice", [where("gt", "id", 0)], (), "nothing is known of the entity"),
        ("Invoices", [where("eq", "invoiceDate", NOW)], (), "no field 'invoiceDate'"),
        ("Invoices", [where("eq", "ID", 1)], (), "no field 'ID'"),
        ("Invoices", [where("gt", "id", 0)], ("lines",), "no field 'lines'"),
        ("Invoices", [where("gt", "id", 0)], (Udf("Route"),), "no user-defined fields"),
        ("BillingItems", [where("eq", "Route", "x", udf=True)], (), "no user-defined fields"),
        ("Invoices", [where("lt", "dueDate", NOW)], (), "cannot stand in a filter"),
        (
            "BillingItems",
            [where("exist", "lineItemFullDescription")],
            (),
            "cannot stand in a filter",
        ),
        ("Invoices", [any_of(all_of(where("eq", "isVoided", 1)))], (), "is of type flag, not 1"),
        ("Invoices", [where("eq", "isVoided", "true")], (), "is of type flag"),
        ("Contacts", [where("eq", "isActive", True)], (), "is of type whole, not True"),
        ("Invoices", [where("eq", "companyID", "7")], (), "is of type whole, not '7'"),
        ("Invoices", [among("companyID", ["7"])], (), "is of type whole, not '7'"),
        ("Invoices", [where("gte", "createDateTime", 20261122)], (), "is of type moment"),
        ("Invoices", [where("gte", "invoiceTotal", "1")], (), "is of type amount"),
        ("Invoices", [where("eq", "invoiceNumber", 5)], (), "is of type text"),
    ],
)
def test_what_is_wrong_is_named(
    entity: str, filters: list[Filter], include: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        check(entity, filters, include)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("invoiceTotal", Decimal("1.5")),
        ("invoiceTotal", 1),
        ("createDateTime", NOW),
        ("invoiceDateTime", NOW.date()),
        ("isVoided", False),
        ("invoiceNumber", "7"),
    ],
)
def test_values_of_their_own_type_pass(field: str, value: Any) -> None:
    check("Invoices", [where("eq", field, value)], ())
