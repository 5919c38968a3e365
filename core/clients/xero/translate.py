"""Xero's JSON to the domain's types; with `fields.py` the only place that knows Xero's names."""

from decimal import Decimal

from core.clients.xero.applied import read_applied
from core.clients.xero.entities import BrandingTheme, TrackingCategory, TrackingOption
from core.clients.xero.fields import Element, UnreadableElementError
from core.clients.xero.resources import Resource
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.payment import Payment
from core.domain.reference_data import Account, Organisation, TaxRate, XeroTenant
from core.domain.xero_document import (
    DocumentKind,
    DraftLine,
    Tracking,
    XeroContact,
    XeroDocument,
)

# Which key says that a rate may stand on an account of which class (Accounts, "Class").
_APPLIES_TO = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}
_KINDS = {
    "ACCREC": DocumentKind.INVOICE,
    "ACCPAY": DocumentKind.BILL,
    "ACCRECCREDIT": DocumentKind.CREDIT_NOTE,
    "PURCHASEORDER": DocumentKind.PURCHASE_ORDER,
}
_WHAT_IS_LEFT = {DocumentKind.CREDIT_NOTE: "RemainingCredit", DocumentKind.PURCHASE_ORDER: "Total"}


def translate_document(element: Element, resource: Resource) -> XeroDocument:
    """Make a document; of a credit note, `amount_due` is what is left to use."""
    contact = element.inside("Contact")
    kind = _KINDS.get(element.text("Type")) or _first_kind(resource)
    return XeroDocument(
        kind=kind,
        xero_id=element.text(resource.id_key),
        number=element.text(resource.number_key),
        contact_id=contact.text("ContactID"),
        contact_name=contact.text("Name"),
        status=element.text("Status"),
        currency=element.text("CurrencyCode"),
        subtotal=element.amount("SubTotal"),
        tax=element.amount("TotalTax"),
        total=element.amount("Total"),
        amount_due=element.amount(_WHAT_IS_LEFT.get(kind, "AmountDue")),
        reference=element.text("Reference"),
        marker_url=element.text("Url"),
        issued_on=element.day("Date"),
        due_on=element.day("DueDate"),
        is_sent_to_contact=element.flag("SentToContact"),
        has_payments=_has_payments(element),
        branding_theme_id=element.text("BrandingThemeID"),
        updated_at=element.instant("UpdatedDateUTC"),
        lines=tuple(_translate_line(line) for line in element.elements("LineItems")),
        applied=read_applied(element),
    )


def _first_kind(resource: Resource) -> DocumentKind:
    """The kind of an element that does not say its type."""
    return DocumentKind.INVOICE if resource.name == "Invoices" else next(iter(resource.kinds))


def _has_payments(element: Element) -> bool:
    """Tell whether money or credit is tied to it, which is what stops Xero from changing it."""
    lists = ("Payments", "Prepayments", "Overpayments", "CreditNotes", "Allocations")
    amounts = ("AmountPaid", "AmountCredited")
    return any(element.has(key) for key in lists) or any(element.amount(key) for key in amounts)


def _translate_line(line: Element) -> DraftLine:
    """A line may be a mere description; Xero then leaves all its amounts out."""
    return DraftLine(
        description=line.text("Description"),
        quantity=line.amount("Quantity"),
        unit_amount=line.amount("UnitAmount"),
        account_code=line.text("AccountCode"),
        tax_type=line.text("TaxType"),
        net=line.amount("LineAmount"),
        tax=line.amount("TaxAmount"),
        tracking=tuple(_translate_tracking(each) for each in line.elements("Tracking")),
        xero_id=line.text("LineItemID"),
        item_code=line.text("ItemCode"),
        has_discount=any(line.amount(key) for key in ("DiscountRate", "DiscountAmount")),
    )


def _translate_tracking(element: Element) -> Tracking:
    """Lists leave the id of the option out; category and option always have their names."""
    return Tracking(
        category_id=element.text("TrackingCategoryID"),
        option_id=element.text("TrackingOptionID"),
        category=element.text("Name"),
        option=element.text("Option"),
    )


def translate_contact(element: Element) -> XeroContact:
    return XeroContact(
        xero_id=element.text("ContactID"),
        name=element.text("Name"),
        number=element.text("ContactNumber"),
        account_number=element.text("AccountNumber"),
        email=element.text("EmailAddress"),
        is_archived=element.text("ContactStatus") not in ("", "ACTIVE"),
        merged_into_id=element.text("MergedToContactID") or None,
    )


def translate_payment(element: Element) -> Payment:
    paid_on, updated_at = element.day("Date"), element.instant("UpdatedDateUTC")
    if paid_on is None or updated_at is None:
        raise UnreadableElementError("A payment in Xero has no date or no time of change.")
    return Payment(
        xero_id=element.text("PaymentID"),
        xero_invoice_id=element.inside("Invoice").text("InvoiceID") or None,
        kind=element.text("PaymentType"),
        status=element.text("Status"),
        amount=element.amount("Amount"),
        paid_on=paid_on,
        updated_at=updated_at,
        reference=element.text("Reference"),
    )


def translate_organisation(element: Element) -> Organisation:
    return Organisation(
        name=element.text("Name"),
        short_code=element.text("ShortCode"),
        base_currency=element.text("BaseCurrency"),
        timezone=element.text("Timezone"),
        country_code=element.text("CountryCode"),
        period_lock_on=element.day("PeriodLockDate"),
        year_end_lock_on=element.day("EndOfYearLockDate"),
        sales_terms=read_terms(element),
        **_year_end(element),
    )


def _year_end(element: Element) -> dict[str, int]:
    """The last day of the financial year, where both parts make sense (Organisation, "Elements")."""
    told = [element.text(f"FinancialYearEnd{part}") for part in ("Day", "Month")]
    day, month = (int(each) if each.isascii() and each.isdigit() else 0 for each in told)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return {}
    return {"year_end_day": day, "year_end_month": month}


def read_terms(element: Element) -> PaymentTerms | None:
    """When sales are due by default, of an organisation or a contact; None when nothing is set."""
    sales = element.inside("PaymentTerms").inside("Sales")
    kind = sales.text("Type").upper()
    return PaymentTerms(int(sales.amount("Day")), kind) if kind else None


def translate_account(element: Element) -> Account:
    return Account(
        code=element.text("Code"),
        name=element.text("Name"),
        status=element.text("Status"),
        account_class=element.text("Class"),
        default_tax_type=element.text("TaxType"),
        system_account=element.text("SystemAccount"),
        kind=element.text("Type"),
    )


def translate_tax_rate(element: Element) -> TaxRate:
    return TaxRate(
        tax_type=element.text("TaxType"),
        name=element.text("Name"),
        rate=_rate(element),
        status=element.text("Status"),
        applies_to=frozenset(name for name, key in _APPLIES_TO.items() if element.flag(key)),
    )


def _rate(element: Element) -> Decimal:
    return element.amount("EffectiveRate" if element.has("EffectiveRate") else "DisplayTaxRate")


def translate_tracking_category(element: Element) -> TrackingCategory:
    return TrackingCategory(
        category_id=element.text("TrackingCategoryID"),
        name=element.text("Name"),
        is_active=element.text("Status") in ("", "ACTIVE"),
        options=tuple(
            TrackingOption(
                option.text("TrackingOptionID"),
                option.text("Name"),
                option.text("Status") in ("", "ACTIVE"),
            )
            for option in element.elements("Options")
        ),
    )


def translate_branding_theme(element: Element) -> BrandingTheme:
    return BrandingTheme(element.text("BrandingThemeID"), element.text("Name"))


def translate_tenant(element: Element) -> XeroTenant:
    return XeroTenant(
        connection_id=element.text("id"),
        tenant_id=element.text("tenantId"),
        name=element.text("tenantName"),
        kind=element.text("tenantType"),
    )
