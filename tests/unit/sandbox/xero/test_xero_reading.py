"""Lists: where, order, pages, If-Modified-Since, and which fields each shape has."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line


@pytest.fixture
def filled(xero: Bookkeeper) -> Bookkeeper:
    """Five invoices, I-1 to I-5, a day apart; the last one a draft."""
    for n in range(1, 6):
        xero.posted(
            f"I-{n}",
            Date=f"2026-11-0{n}",
            Reference=f"ref {n}",
            Status="DRAFT" if n == 5 else "AUTHORISED",
            LineItems=[line(UnitAmount=n)],
        )
    return xero


def numbers(xero: Bookkeeper, query: str, **headers: str) -> list[str]:
    return [row["InvoiceNumber"] for row in xero.rows(f"Invoices?{query}", **headers)]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('Status=="DRAFT"', ["I-5"]),
        ('Type=="ACCREC" AND Date>=DateTime(2026,11,3) AND Date<DateTime(2026,11,05)', ["I-3", "I-4"]),
        ('InvoiceNumber=="i-2" OR Reference=="ref 3"', ["I-2", "I-3"]),
        ('(Status="DRAFT" || Total>=4.6) && Total<5', ["I-4"]),
        ('InvoiceNumber.StartsWith("I-") and Reference.Contains("4")', ["I-4"]),
        ('Reference.ToLower()=="ref 1"', ["I-1"]),
        ('Reference=="a ""quoted"" word"', []),
        ("SentToContact", []),
        ("!SentToContact AND AmountDue=1.15", ["I-1"]),
        ("Contact.ContactNumber!=null", []),
    ],
)  # fmt: skip
def test_where_selects(filled: Bookkeeper, where: str, found: list[str]) -> None:
    answer = filled.call("GET", "Invoices", query_string={"where": where, "order": "InvoiceNumber"})
    assert [row["InvoiceNumber"] for row in answer.json["Invoices"]] == found


def test_ids_compare_with_guid_and_not_with_text(filled: Bookkeeper) -> None:
    contact = filled.rows("Invoices/I-1")[0]["Contact"]["ContactID"]
    assert len(numbers(filled, f'where=Contact.ContactID==guid("{contact}")')) == 5
    answer = filled.get(f'Invoices?where=Contact.ContactID=="{contact}"')
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("Status==", "Expression expected"),
        ("Status=='DRAFT'", "Character literal must contain exactly one character"),
        ('Organisation=="x"', "No property or field 'Organisation' exists in type 'Invoice'"),
        ('Reference=="a \\"b\\""', "Unterminated string literal"),
        ("Total==\"5\"", "Operator '==' incompatible with operand types 'Decimal' and 'String'"),
        ('Contact.ContactNumber.StartsWith("x")', "Where clause invocation error: StartsWith"),
        ('Status=="DRAFT" Type', "Syntax error"),
    ],
)  # fmt: skip
def test_a_bad_where_is_a_400_without_elements(
    filled: Bookkeeper, where: str, message: str
) -> None:
    answer = filled.call("GET", "Invoices", query_string={"where": where})
    assert answer.status_code == 400
    assert answer.json == {
        "ErrorNumber": 16,
        "Type": "QueryParseException",
        "Message": message,
    }


def test_order_takes_several_keys(filled: Bookkeeper) -> None:
    assert numbers(filled, "order=Status, Total DESC") == ["I-4", "I-3", "I-2", "I-1", "I-5"]
    assert filled.get("Invoices?order=Nonsense").json["ErrorNumber"] == 16


def test_without_an_order_the_time_of_change_orders(filled: Bookkeeper) -> None:
    [first] = filled.rows("Invoices/I-1")
    filled.one("POST", "Invoices", InvoiceID=first["InvoiceID"], Reference="touched")
    assert numbers(filled, "") == ["I-2", "I-3", "I-4", "I-5", "I-1"]


def test_pages_are_counted_and_end_empty(filled: Bookkeeper) -> None:
    answer = filled.get("Invoices?page=2&pageSize=2&order=InvoiceNumber").json
    assert answer["pagination"] == {"page": 2, "pageSize": 2, "pageCount": 3, "itemCount": 5}
    assert list(answer).index("pagination") < list(answer).index("Invoices")
    assert [row["InvoiceNumber"] for row in answer["Invoices"]] == ["I-3", "I-4"]
    assert numbers(filled, "page=9&pageSize=2") == []
    assert filled.get("Invoices?page=1&pageSize=5000").json["pagination"]["pageSize"] == 1000


def test_an_unpaged_list_has_no_lines_and_no_pagination(filled: Bookkeeper) -> None:
    answer = filled.get("Invoices").json
    assert "pagination" not in answer
    assert all(row["LineItems"] == [] for row in answer["Invoices"])
    assert all(row["LineItems"] for row in filled.rows("Invoices?page=1"))
    assert all(row["LineItems"] for row in filled.rows("Invoices?Statuses=AUTHORISED"))


def test_numbers_ids_statuses_and_search_select(filled: Bookkeeper) -> None:
    [first] = filled.rows("Invoices/I-1")
    contact = first["Contact"]["ContactID"]
    assert numbers(filled, "InvoiceNumbers=I-2,i-4,none&order=InvoiceNumber") == ["I-2", "I-4"]
    assert numbers(filled, f"IDs={first['InvoiceID']}") == ["I-1"]
    assert numbers(filled, "Statuses=DRAFT,VOIDED") == ["I-5"]
    assert len(numbers(filled, f"ContactIDs={contact}")) == 5
    assert numbers(filled, "searchTerm=REF 3") == ["I-3"]
    assert len(numbers(filled, "createdByMyApp=true")) == 5


def test_a_comma_in_a_number_breaks_the_list_of_numbers(xero: Bookkeeper) -> None:
    xero.posted("1,2")
    assert numbers(xero, "InvoiceNumbers=1,2") == []
    assert [row["InvoiceNumber"] for row in xero.rows("Invoices/1,2")] == ["1,2"]


def test_a_voided_invoice_is_still_found_by_reference(filled: Bookkeeper) -> None:
    [first] = filled.rows("Invoices/I-1")
    filled.one("POST", "Invoices", InvoiceID=first["InvoiceID"], Status="VOIDED")
    assert numbers(filled, 'where=Reference=="ref 1"') == ["I-1"]


def test_if_modified_since_selects_later_changes(filled: Bookkeeper) -> None:
    since = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S")
    filled.door("clock", offset_seconds=120)
    [first] = filled.rows("Invoices/I-1")
    filled.one("POST", "Invoices", InvoiceID=first["InvoiceID"], Reference="later")
    assert numbers(filled, "", **{"If-Modified-Since": since}) == ["I-1"]
    http_date = "Wed, 01 Jan 2031 00:00:00 GMT"
    answer = filled.get("Invoices", **{"If-Modified-Since": http_date})
    assert (answer.status_code, answer.json["Invoices"]) == (200, [])


def test_a_summary_leaves_out_what_is_heavy(filled: Bookkeeper) -> None:
    answer = filled.get("Invoices?summaryOnly=true").json
    assert answer["pagination"]["itemCount"] == 5
    for name in ("LineItems", "Payments", "HasAttachments"):
        assert all(name not in row for row in answer["Invoices"])


def test_each_shape_has_the_recorded_keys(filled: Bookkeeper) -> None:
    written = filled.posted("I-6")
    [single] = filled.rows("Invoices/I-6")
    [listed] = filled.rows("Invoices?InvoiceNumbers=I-6&page=1")
    assert list(written)[:7] == [
        "Type", "InvoiceID", "InvoiceNumber", "Reference", "Prepayments", "Overpayments", "AmountDue",
    ]  # fmt: skip
    for absent in ("Payments", "CreditNotes", "AmountCredited", "HasAttachments"):
        assert absent not in written
    assert set(single) - set(written) == {
        "AmountCredited", "HasAttachments", "Attachments",
    } - {"StatusAttributeString"}  # fmt: skip
    assert {"Payments", "CreditNotes", "InvoiceAddresses"} <= set(listed)
    assert listed["Contact"].keys() == {
        "ContactID", "Name", "Addresses", "Phones", "ContactGroups", "ContactPersons",
        "HasValidationErrors",
    }  # fmt: skip


def test_nothing_is_ever_null(filled: Bookkeeper) -> None:
    filled.door("payments", invoice="I-1")
    for path in ("Invoices", "Invoices?page=1", "Invoices/I-1", "Contacts", "Payments", "Accounts",
                 "Organisation", "TaxRates", "TrackingCategories", "BrandingThemes", "Currencies"):  # fmt: skip
        assert "null" not in filled.get(path).text, path


def test_dates_and_money_look_as_recorded(filled: Bookkeeper) -> None:
    text = filled.get("Invoices/I-1?unitdp=4").text
    assert '"Date":"/Date(1793491200000+0000)/"' in text
    assert '"DateString":"2026-11-01T00:00:00"' in text
    assert '"Total":1.15' in text
    assert '"Quantity":1.0' in text


def test_reference_lists_are_complete(xero: Bookkeeper) -> None:
    statuses = {row["TaxType"]: row["Status"] for row in xero.rows("TaxRates")}
    assert statuses["OUTPUT2"] == "ACTIVE"
    assert statuses["OUTPUT"] == "DELETED"
    codes = {row["Code"]: row for row in xero.rows("Accounts")}
    assert codes["204"]["Status"] == "ARCHIVED"
    assert codes["610"]["SystemAccount"] == "DEBTORS"
    assert [row["Code"] for row in xero.rows("Currencies")] == ["NZD", "AUD", "USD"]
    assert len(xero.rows("TrackingCategories")) == 2
    assert xero.get("Organisation").json["Organisations"][0]["ShortCode"].startswith("!")
    assert [row["Code"] for row in xero.rows('Accounts?where=Status=="ARCHIVED"')] == ["204"]


def test_payments_are_filtered_like_the_rest(filled: Bookkeeper) -> None:
    filled.door("payments", invoice="I-1", date="2026-11-10")
    filled.door("payments", invoice="I-2", date="2026-11-20")

    def found(where: str) -> list[Any]:
        rows = filled.rows(f"Payments?where={where}&page=1&pageSize=1000")
        return [row["Invoice"]["InvoiceNumber"] for row in rows]

    assert found('PaymentType=="ACCRECPAYMENT" AND Date>DateTime(2026,11,15)') == ["I-2"]
    assert found('Status=="DELETED"') == []
