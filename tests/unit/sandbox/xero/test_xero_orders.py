"""Purchase orders: their numbers, statuses, shapes, and how they are found."""

from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper

ZERO = "00000000-0000-0000-0000-000000000000"
Order = dict[str, Any]


def item(**fields: Any) -> Order:
    return {
        "Description": "Switch, 48 ports",
        "Quantity": 2,
        "UnitAmount": "10.1234",
        "AccountCode": "300",
        "TaxType": "INPUT2",
        **fields,
    }


def order(xero: Bookkeeper, number: str, **fields: Any) -> Order:
    return {
        "PurchaseOrderNumber": number,
        "Contact": {"ContactID": xero.contact_id()},
        "Date": "2026-11-01",
        "DeliveryDate": "2026-11-20",
        "Status": "AUTHORISED",
        "LineItems": [item()],
        **fields,
    }


def ordered(xero: Bookkeeper, number: str, **fields: Any) -> Any:
    made = xero.one("PUT", "PurchaseOrders", **order(xero, number, **fields))
    assert made["StatusAttributeString"] == "OK", made
    return made


def complaints(made: Order) -> list[str]:
    return [error["Message"] for error in made["ValidationErrors"]]


def test_an_order_is_answered_in_its_own_shape(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-7", Reference="T20261101.0001")
    assert list(made) == [
        *("PurchaseOrderID", "PurchaseOrderNumber", "DateString", "Date", "DeliveryDateString"),
        *("DeliveryDate", "HasErrors", "IsDiscounted", "TotalDiscount", "SentToContact"),
        *("Reference", "Type", "CurrencyRate", "CurrencyCode", "Contact", "Status"),
        *("LineAmountTypes", "LineItems", "SubTotal", "TotalTax", "Total", "UpdatedDateUTC"),
        "StatusAttributeString",
    ]
    assert (made["Type"], made["SubTotal"], made["TotalTax"], made["Total"]) == (
        *("PURCHASEORDER", 20.25, 3.04, 23.29),
    )


def test_prices_of_orders_always_have_four_decimals(xero: Bookkeeper) -> None:
    body = {"PurchaseOrders": [order(xero, "PO-8")]}
    [made] = xero.call("PUT", "PurchaseOrders", json=body).json["PurchaseOrders"]
    [single] = xero.rows("PurchaseOrders/PO-8")
    [listed] = xero.rows("PurchaseOrders")
    prices = {row["LineItems"][0]["UnitAmount"] for row in (made, single, listed)}
    assert prices == {10.1234}


def test_a_discount_is_summed_in_the_answer_to_a_write(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-9", LineItems=[item(UnitAmount=50, DiscountRate=10), item()])
    assert (made["IsDiscounted"], made["TotalDiscount"]) == (True, 10.0)


def test_a_missing_number_is_chosen_and_taken_ones_are_skipped(xero: Bookkeeper) -> None:
    ordered(xero, "PO-0002")
    chosen = [ordered(xero, "")["PurchaseOrderNumber"] for _ in range(3)]
    assert chosen == ["PO-0001", "PO-0003", "PO-0004"]


def test_a_number_of_a_live_order_is_refused_to_a_put(xero: Bookkeeper) -> None:
    ordered(xero, "PO-1")
    again = xero.one("PUT", "PurchaseOrders", **order(xero, "PO-1"))
    assert complaints(again) == ["Order number must be unique"]
    assert (again["PurchaseOrderID"], again["HasErrors"]) == (ZERO, True)


def test_a_post_with_the_number_of_a_live_order_overwrites_it(xero: Bookkeeper) -> None:
    first = ordered(xero, "PO-1")
    second = xero.one("POST", "PurchaseOrders", **order(xero, "PO-1", Reference="other"))
    assert second["PurchaseOrderID"] == first["PurchaseOrderID"]
    assert len(xero.state()["PurchaseOrders"]) == 1


def test_a_deleted_order_keeps_its_number(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-1")
    gone = xero.one("POST", f"PurchaseOrders/{made['PurchaseOrderID']}", Status="DELETED")
    assert gone["Status"] == "DELETED"
    put = xero.one("PUT", "PurchaseOrders", **order(xero, "PO-1"))
    assert complaints(put) == ["Order number must be unique"]
    posted = xero.one("POST", "PurchaseOrders", **order(xero, "PO-1"))
    assert complaints(posted) == [
        "PurchaseOrder status change is invalid",
        "Deleted PurchaseOrders cannot be updated",
    ]
    assert posted["PurchaseOrderID"] == ZERO


def test_a_billed_order_can_be_created_and_deleted(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-1", Status="BILLED")
    gone = xero.one("POST", f"PurchaseOrders/{made['PurchaseOrderID']}", Status="DELETED")
    assert (made["Status"], gone["Status"]) == ("BILLED", "DELETED")


def test_an_approved_order_cannot_go_back_to_draft(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-1")
    back = xero.one("POST", f"PurchaseOrders/{made['PurchaseOrderID']}", Status="DRAFT")
    assert complaints(back) == ["PurchaseOrder status change is invalid"]
    assert back["PurchaseOrderID"] == made["PurchaseOrderID"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        (
            {"Contact": {"Name": "Nobody Yet Limited"}},
            (
                "The Contact must contain at least 1 of the following elements to identify the "
                "contact: Name, ContactID, ContactNumber"
            ),
        ),
        (
            {"Contact": {"ContactID": ZERO}},
            "An existing Contact with the specified ContactID could not be found",
        ),
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        ({"LineItems": []}, "One or more line items must be specified"),
        (
            {"LineItems": [item(TaxType="OUTPUT2")]},
            (
                "The TaxType code OUTPUT2 does not exist or cannot be used for this type of "
                "transaction."
            ),
        ),
        ({"PurchaseOrderNumber": "P" * 256}, "PurchaseOrderNumber must be 255 characters or less."),
        (
            {"PurchaseOrderID": "297c2dc5-cc47-4afd-8ec8-74990b8761e9"},
            None,
        ),
    ],
)
def test_an_order_that_breaks_a_rule_is_refused(
    xero: Bookkeeper, fields: Order, complaint: str | None
) -> None:
    made = xero.one("PUT", "PurchaseOrders", **order(xero, "PO-1", **fields))
    assert complaints(made) == [complaint] if complaint else made["HasErrors"] is False


def test_an_unknown_id_in_the_body_of_an_update_is_refused(xero: Bookkeeper) -> None:
    known = "297c2dc5-cc47-4afd-8ec8-74990b8761e9"
    made = xero.one("POST", "PurchaseOrders", **order(xero, "PO-1", PurchaseOrderID=known))
    assert complaints(made) == [
        "The document with the supplied id was not found for this endpoint."
    ]


def test_an_order_without_accounts_is_accepted(xero: Bookkeeper) -> None:
    made = ordered(xero, "PO-1", LineItems=[item(AccountCode=None, TaxType="NONE")])
    assert "AccountCode" not in made["LineItems"][0]


def test_an_order_is_older_than_the_lock_date_without_harm(xero: Bookkeeper) -> None:
    assert ordered(xero, "PO-1", Date="2024-01-01")["Status"] == "AUTHORISED"


def test_a_draft_order_cannot_be_marked_sent(xero: Bookkeeper) -> None:
    sent = order(xero, "PO-1", Status="DRAFT", SentToContact=True)
    made = xero.one("PUT", "PurchaseOrders", **sent)
    assert made["Warnings"] == [
        {"Message": "Only AUTHORISED and BILLED purchase orders may have SentToContact updated."}
    ]
    assert made["SentToContact"] is False


def test_orders_are_chosen_by_status_and_date_and_never_by_where(xero: Bookkeeper) -> None:
    ordered(xero, "A", Date="2026-10-01")
    ordered(xero, "B", Status="DRAFT")
    ordered(xero, "C", Date="2026-11-15")

    def numbers(query: str) -> list[str]:
        return [row["PurchaseOrderNumber"] for row in xero.rows(f"PurchaseOrders?{query}")]

    assert numbers("Status=DRAFT") == ["B"]
    assert numbers("DateFrom=2026-10-02&DateTo=2026-11-02") == ["B"]
    assert numbers('where=Status=="DRAFT"&order=Date DESC') == ["C", "B", "A"]


def test_orders_always_come_in_pages(xero: Bookkeeper) -> None:
    for number in ("A", "B", "C"):
        ordered(xero, number)
    answer = xero.get("PurchaseOrders?pageSize=2&page=2").json
    assert answer["pagination"] == {"page": 2, "pageSize": 2, "pageCount": 2, "itemCount": 3}
    assert [row["PurchaseOrderNumber"] for row in answer["PurchaseOrders"]] == ["C"]
    assert xero.get("PurchaseOrders").json["pagination"]["pageSize"] == 100


def test_an_order_makes_its_contact_a_supplier(xero: Bookkeeper) -> None:
    [contact] = xero.each("PUT", "Contacts", {"Name": "Fresh Supplies"})
    sent = order(xero, "PO-1", Contact={"ContactID": contact["ContactID"]})
    xero.one("PUT", "PurchaseOrders", **sent)
    [stored] = xero.rows(f"Contacts/{contact['ContactID']}")
    assert (stored["IsSupplier"], stored["IsCustomer"]) == (True, False)
