"""Autotask's JSON to the domain's types; the only place that knows Autotask's field names.

A row that cannot be read raises TranslationError with the exact field, so that one bad row stops
itself and not its neighbors. Instants are UTC; dates are calendar days whose zone is never shifted
(REST entities overview).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.clients.autotask.entities import Tax, TaxCategory, TaxRegion
from core.clients.autotask.fields import Row, TranslationError, without_halves
from core.domain.company import Address, Company
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.purchase_order import PurchaseOrder
from core.domain.reference_data import BillingCode, Currency, NamedRow, PaymentTerm

Raw = Mapping[str, Any]

__all__ = [
    "TranslationError",
    "line_name",
    "translate_billing_code",
    "translate_billing_item",
    "translate_company",
    "translate_currency",
    "translate_invoice",
    "translate_named_row",
    "translate_payment_term",
    "translate_purchase_order",
    "translate_tax",
    "translate_tax_category",
    "translate_tax_region",
]

# invoiceNumber has 100 characters, names have 200 at most (autotask-api sections 6 and 15).
_LONGEST_NUMBER = 200
_LONGEST_NAME = 400
_LONGEST_UDF = 8_000
# A line's text has 8,000 characters; of all lines together as much as a stored document bears.
_LONGEST_DESCRIPTION = 8_000
_MOST_TEXT = 2_000_000

# PurchaseOrders.status: labels are documented, the numbers follow their order (autotask-api 15).
_ORDER_STATUSES = {
    1: "New",
    2: "Submitted",
    3: "Received Partial",
    4: "Received Full",
    5: "Canceled",
}


def translate_invoice(raw: Raw, raw_lines: Sequence[Raw]) -> Invoice:
    """Make an Invoice of an Invoices row and its BillingItems, in the order they are printed."""
    row = Row("Invoices", raw)
    row.refuse_malformed()
    is_voided = row.flag("isVoided")
    if not is_voided:
        row.demand("invoiceTotal")
    lines = sorted(
        _translate_lines(raw_lines), key=lambda line: (line.sort_order, line.autotask_id)
    )
    return Invoice(
        autotask_id=row.id,
        number=row.name("invoiceNumber", _LONGEST_NUMBER) or None,
        company_id=row.whole("companyID"),
        issued_on=row.day("invoiceDateTime"),
        due_on=row.day_or_none("dueDate"),
        created_at=row.instant("createDateTime"),
        header_total=row.amount("invoiceTotal", 0),
        header_tax=row.amount("totalTaxValue", 0),
        tax_region=row.text("taxRegionName", _LONGEST_NAME) or None,
        order_number=row.text("orderNumber", _LONGEST_NAME) or None,
        payment_term_id=row.whole_or_none("paymentTerm"),
        template_id=row.whole_or_none("invoiceEditorTemplateID"),
        is_voided=is_voided,
        voided_at=row.instant_or_none("voidedDate"),
        status_id=row.whole_or_none("invoiceStatus"),
        paid_on=row.day_if_readable("paidDate"),
        exported_at=row.instant_or_none("webServiceDate"),
        lines=tuple(lines),
    )


def _translate_lines(raw_lines: Sequence[Raw]) -> Iterator[LineItem]:
    """All of them; with very many, each has room for a shorter text."""
    longest = min(_LONGEST_DESCRIPTION, _MOST_TEXT // max(len(raw_lines), 1))
    for raw in raw_lines:
        try:
            yield translate_billing_item(raw, longest)
        except TranslationError as error:
            raise TranslationError(
                str(error),
                field=error.field,
                autotask_id=error.autotask_id,
                row_name=line_name(raw),
            ) from error


def line_name(raw: Raw) -> str:
    """What a line is called where people have to find it."""
    texts = (raw.get(name) for name in ("itemName", "description", "lineItemFullDescription"))
    found = next((each for each in texts if isinstance(each, str) and each.strip()), "")
    name = " ".join(without_halves(found[:60]).split())
    return f"line “{name}” ({raw.get('id')})" if name else f"line {raw.get('id')}"


def translate_billing_item(raw: Raw, longest: int = _LONGEST_DESCRIPTION) -> LineItem:
    """`totalAmount` is what was billed; `extendedPrice` is before contracts took their share."""
    row = Row("BillingItems", raw)
    row.refuse_malformed()
    row.demand("billingItemType", "subType", "nonBillable")
    return LineItem(
        autotask_id=row.id,
        description=_describe(row)[:longest],
        quantity=row.amount("quantity", 1),
        rate=row.amount("rate", 0),
        net=row.amount("totalAmount"),
        tax=row.amount("taxDollars", 0),
        billing_code_id=row.whole_or_none("billingCodeID"),
        tax_category_id=row.whole_or_none("taxCategoryID"),
        sort_order=row.whole_or_none("sortOrderID") or 0,
        line_of_business_id=row.whole_or_none("organizationalLevelAssociationID"),
    )


def _describe(row: Row) -> str:
    """Take the text printed on the invoice, else the item's name with its description."""
    if printed := row.text("lineItemFullDescription"):
        return printed
    name, description = row.text("itemName"), row.text("description")
    if name.casefold() in description.casefold():
        return description
    return f"{name} - {description}" if description else name


def translate_company(raw: Raw) -> Company:
    """Make a Company; the address is the one for billing as far as there is one."""
    row = Row("Companies", raw)
    return Company(
        autotask_id=row.id,
        name=row.text("companyName", _LONGEST_NAME),
        number=row.text("companyNumber"),
        currency_id=row.whole_or_none("currencyID"),
        tax_region_id=row.whole_or_none("taxRegionID"),
        is_tax_exempt=row.flag("isTaxExempt"),
        tax_number=row.text("taxID"),
        phone=row.text("phone"),
        fax=row.text("fax"),
        parent_id=row.whole_or_none("parentCompanyID"),
        territory_id=row.whole_or_none("territoryID"),
        type_id=row.whole_or_none("companyType"),
        address=_address(row),
        udfs=_udfs(row),
    )


def _address(row: Row) -> Address:
    if row.text("billingAddress1") or row.text("billToCity"):
        return Address(
            line1=row.text("billingAddress1"),
            line2=row.text("billingAddress2"),
            city=row.text("billToCity"),
            region=row.text("billToState"),
            postal_code=row.text("billToZipCode"),
        )
    return Address(
        line1=row.text("address1"),
        line2=row.text("address2"),
        city=row.text("city"),
        region=row.text("state"),
        postal_code=row.text("postalCode"),
    )


def _udfs(row: Row) -> dict[str, str]:
    pairs = row.rows("userDefinedFields")
    return {
        without_halves(str(pair["name"])): without_halves(
            str(pair.get("value") or "")[:_LONGEST_UDF]
        )
        for pair in pairs
        if pair.get("name")
    }


def translate_purchase_order(
    raw: Raw, raw_items: Sequence[Raw], statuses: Mapping[int, str] | None = None
) -> PurchaseOrder:
    """Make a PurchaseOrder. `statuses` are the tenant's own labels, if they were read."""
    row = Row("PurchaseOrders", raw)
    status = row.whole("status")
    return PurchaseOrder(
        autotask_id=row.id,
        number=row.text("purchaseOrderNumber") or None,
        vendor_id=row.whole("vendorID"),
        status=(statuses or _ORDER_STATUSES).get(status, f"Status {status}"),
        created_at=row.instant("createDateTime"),
        ordered_on=row.day_or_none("submitDateTime") or row.day_or_none("createDateTime"),
        freight=row.amount("freight", 0),
        memo=row.text("generalMemo"),
        lines=tuple(_translate_order_item(item) for item in raw_items),
    )


def _translate_order_item(raw: Raw) -> LineItem:
    row = Row("PurchaseOrderItems", raw)
    quantity, cost = row.amount("quantity"), row.amount("unitCost")
    return LineItem(
        autotask_id=row.id,
        description=row.text("memo"),
        quantity=quantity,
        rate=cost,
        net=quantity * cost,
    )


def translate_billing_code(raw: Raw) -> BillingCode:
    row = Row("BillingCodes", raw)
    return BillingCode(
        autotask_id=row.id,
        name=row.text("name"),
        external_number=row.text("externalNumber"),
        is_active=row.flag("isActive", default=True),
        department_id=row.whole_or_none("department"),
    )


def translate_named_row(raw: Raw) -> NamedRow:
    """Make a row of a list of which only the name matters."""
    row = Row("a list", raw)
    return NamedRow(row.id, row.text("name"))


def translate_currency(raw: Raw) -> Currency:
    row = Row("Currencies", raw)
    return Currency(row.id, row.text("name"), row.flag("isInternalCurrency"))


def translate_payment_term(raw: Raw) -> PaymentTerm:
    row = Row("PaymentTerms", raw)
    return PaymentTerm(row.id, row.text("name"), row.whole_or_none("paymentDueInDays") or 0)


def translate_tax_region(raw: Raw) -> TaxRegion:
    row = Row("TaxRegions", raw)
    return TaxRegion(row.id, row.text("name"), row.flag("isActive", default=True))


def translate_tax_category(raw: Raw) -> TaxCategory:
    row = Row("TaxCategories", raw)
    return TaxCategory(row.id, row.text("name"), row.flag("isActive", default=True))


def translate_tax(raw: Raw) -> Tax:
    row = Row("Taxes", raw)
    return Tax(
        autotask_id=row.id,
        name=row.text("taxName"),
        rate=row.amount("taxRate"),
        region_id=row.whole("taxRegionID"),
        category_id=row.whole("taxCategoryID"),
        is_compounded=row.flag("isCompounded"),
    )
