"""The fault catalogue: every known cause, whose side it is, and what to do next (product.md P4)."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Where the cause lies."""

    AUTOTASK = "autotask"
    XERO = "xero"
    COUNTERFOIL = "counterfoil"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A cause. `message` and `next_step` are templates filled with the document's own values."""

    code: str
    side: Side
    title: str
    message: str
    next_step: str
    retry_helps: bool = False
    # "xero:" plus a path behind the organisation's deep link.
    link: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cause with the values of one document. `vendor_text` is the vendor's own, unchanged."""

    code: str
    side: Side
    title: str
    message: str
    next_step: str
    retry_helps: bool = False
    link: str = ""
    vendor_text: str = ""


CATALOGUE: dict[str, FaultKind] = {
    kind.code: kind
    for kind in (
        FaultKind(
            "ACCOUNT_ARCHIVED",
            Side.XERO,
            "The Xero account is archived",
            "Xero turned this invoice away because account {account} is archived or deleted. "
            "Nothing was created.",
            "Restore account {account} in Xero or map the billing code to another account, "
            "then resync.",
            link="xero:/GeneralLedger/ChartOfAccounts.aspx",
        ),
        FaultKind(
            "ACCOUNT_INVALID",
            Side.XERO,
            "Xero does not take this account",
            "Xero does not accept account {account} on a sales invoice. Nothing was created.",
            "Map the billing code to a revenue account, then resync.",
        ),
        FaultKind(
            "ACCOUNT_MISSING",
            Side.XERO,
            "A line has no account",
            "Xero wants an account on every line of an approved invoice. Nothing was created.",
            "Map the billing code to an account, then resync.",
        ),
        FaultKind(
            "TAX_TYPE_MISMATCH",
            Side.XERO,
            "The tax rate does not fit the account",
            "Xero does not allow tax rate {tax_type} with account {account}. Nothing was created.",
            "Change the tax mapping, or the account that the billing code maps to, then resync.",
        ),
        FaultKind(
            "TAX_TYPE_UNKNOWN",
            Side.XERO,
            "Xero does not know this tax rate",
            "Tax rate {tax_type} does not exist in this Xero organisation or cannot be used for "
            "sales. Nothing was created.",
            "Choose another tax rate in the tax mapping, then resync.",
        ),
        FaultKind(
            "TAX_TOO_LARGE",
            Side.XERO,
            "The tax is larger than the line",
            "Xero refuses a line whose tax is larger than its amount. Nothing was created.",
            "Check the tax of this invoice in Autotask, then resync.",
        ),
        FaultKind(
            "PERIOD_LOCKED",
            Side.XERO,
            "The period is locked in Xero",
            "The invoice is dated {issued_on}, before Xero's lock date {lock_date}. Nothing was "
            "created.",
            "Move the lock date in Xero's advanced settings, then resync; or skip the invoice.",
            link="xero:/Settings/Advanced",
        ),
        FaultKind(
            "CURRENCY_NOT_SUBSCRIBED",
            Side.XERO,
            "Xero is not set up for {currency}",
            "This Xero organisation does not use {currency}. Nothing was created.",
            "Add the currency in Xero, then resync.",
            link="xero:/Settings/Currencies",
        ),
        FaultKind(
            "CONTACT_ARCHIVED",
            Side.XERO,
            "This client is archived in Xero",
            "The Xero contact of {company} is archived, and Xero takes no new invoice for it. "
            "Nothing was created.",
            "Restore the contact in Xero, then resync.",
            link="xero:/Contacts",
        ),
        FaultKind(
            "CONTACT_REFUSED",
            Side.XERO,
            "Xero refused the contact",
            "Xero did not create a contact for {company}. The invoice was not sent.",
            "Read what Xero said, correct the company in Autotask, then resync.",
        ),
        FaultKind(
            "NUMBER_TAKEN",
            Side.XERO,
            "Xero already has another document with this number",
            "Number {number} belongs to a Xero document that is not this invoice: {other}. "
            "Nothing was created or changed.",
            "If it is the same sale, skip this invoice; otherwise change one of the two numbers, "
            "then resync.",
        ),
        FaultKind(
            "DOCUMENT_LOCKED",
            Side.XERO,
            "Xero does not let this document change",
            "The Xero document has a payment or credit on it, or its status does not allow a "
            "change. Nothing was changed.",
            "Undo the payment in Xero, then resync; or leave both as they are.",
        ),
        FaultKind(
            "TOTAL_DIFFERS",
            Side.XERO,
            "Xero came out with another total",
            "Xero's document {number} totals {xero_total}, Autotask's {total}. It exists in Xero "
            "and needs a look.",
            "Compare the lines, correct the cause, then resync: the same Xero document is updated.",
        ),
        FaultKind(
            "NOT_FOUND_IN_XERO",
            Side.XERO,
            "Xero does not show the document",
            "The invoice went to Xero as {number}, and Xero does not show that document now. "
            "Nothing was sent.",
            "Look for it in Xero. If it is there, resync later; if it was deleted for good, skip "
            "this invoice.",
        ),
        FaultKind(
            "CONTACT_DIFFERS",
            Side.XERO,
            "Xero's document stands under another contact",
            "Xero's document {number} is this invoice, but it belongs to {other} there.",
            "If that contact is right, skip this invoice; otherwise resync: the same document is "
            "moved to the company's contact.",
        ),
        FaultKind(
            "CONTACT_TAKEN",
            Side.XERO,
            "The Xero contact stands for another company",
            "The Xero contact that fits {company} is linked to another Autotask company already. "
            "Nothing was sent.",
            "Give the two companies different names or account numbers in Autotask, then resync.",
        ),
        FaultKind(
            "PLAN_LIMIT",
            Side.XERO,
            "Xero's plan allows no more approved invoices",
            "The Xero plan has reached its number of approved invoices. Nothing was created.",
            "Upgrade the Xero plan or send drafts, then resync.",
        ),
        FaultKind(
            "XERO_REFUSED",
            Side.XERO,
            "Xero refused this invoice",
            "Xero read the invoice and refused it. Nothing was created.",
            "Read what Xero said below, correct the cause, then resync.",
        ),
        FaultKind(
            "ACCOUNT_UNMAPPED",
            Side.COUNTERFOIL,
            "“{billing_code}” has no Xero account yet",
            "No account is mapped for billing code “{billing_code}”, and the default account is "
            "not allowed. Nothing was sent.",
            "Add the billing code to the connection's account mapping, then resync.",
        ),
        FaultKind(
            "TAX_UNMAPPED",
            Side.COUNTERFOIL,
            "Tax region “{tax_region}” has no Xero tax rate yet",
            "No tax rate is mapped for Autotask's tax region “{tax_region}”. Nothing was sent.",
            "Add the tax region to the connection's tax mapping, then resync.",
        ),
        FaultKind(
            "NUMBER_MISSING",
            Side.AUTOTASK,
            "The invoice has no number",
            "Autotask never gave this invoice a number, and this connection sends Autotask's "
            "numbers. Nothing was sent.",
            "Give it a number in Autotask, then resync.",
        ),
        FaultKind(
            "NO_LINES",
            Side.AUTOTASK,
            "Autotask gave us no lines",
            "Autotask says that this invoice totals {header_total} but returned no billing items.",
            "Give the API user access to every line of business, then resync.",
        ),
        FaultKind(
            "VOIDED_BUT_IN_XERO",
            Side.AUTOTASK,
            "Voided in Autotask, alive in Xero",
            "Autotask voided this invoice after it went to Xero. Xero's document was not changed.",
            "Void the document in Xero, then skip this invoice here.",
        ),
        FaultKind(
            "AMOUNT_MISMATCH",
            Side.AUTOTASK,
            "The totals do not match, so we stopped",
            "The lines add up to {net} net and {tax} tax, Autotask's invoice says {header_total}. "
            "Nothing was sent.",
            "Check the invoice in Autotask; the API user needs every line of business. Then "
            "resync.",
        ),
        FaultKind(
            "COMPANY_UNKNOWN",
            Side.AUTOTASK,
            "Autotask does not show us the company",
            "The invoice belongs to company {company_id}, which the API user may not see. Nothing "
            "was sent.",
            "Give the API user access to all companies, then resync.",
        ),
        FaultKind(
            "CURRENCY_UNKNOWN",
            Side.AUTOTASK,
            "The company's currency is unknown",
            "{company} has currency {currency_id}, which Autotask's list of currencies does not "
            "contain. Nothing was sent.",
            "Check the company's currency in Autotask, then resync.",
        ),
        FaultKind(
            "AUTOTASK_DATA",
            Side.AUTOTASK,
            "Autotask sent something we cannot read",
            "Field {field} of this invoice cannot be read. Nothing was sent.",
            "Correct the field in Autotask, then resync; or send the invoice to Diagnostic Mode.",
        ),
    )
}


def make_fault(code: str, *, vendor_text: str = "", **values: object) -> Fault:
    """Fill a catalogue entry with values; an absent value shows as "unknown", never as a crash."""
    kind = CATALOGUE[code]
    known = _Values({name: str(value) for name, value in values.items()})
    return Fault(
        code=kind.code,
        side=kind.side,
        title=kind.title.format_map(known),
        message=kind.message.format_map(known),
        next_step=kind.next_step.format_map(known),
        retry_helps=kind.retry_helps,
        link=kind.link,
        vendor_text=vendor_text,
    )


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "(unknown)"
