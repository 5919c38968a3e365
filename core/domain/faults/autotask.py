"""What is not in order in Autotask."""

from core.domain.faults.kind import FaultKind, Side

_COMPANY = ("autotask:OpenAccount&AccountID={company_id}", "autotask:")
_AUTOTASK = ("autotask:",)

KINDS = (
    FaultKind(
        "NUMBER_MISSING",
        Side.AUTOTASK,
        "The invoice has no number",
        "Autotask never gave this invoice a number, and this connection sends Autotask's "
        "numbers. Nothing was sent.",
        "Give it a number in Autotask, then resync.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "NO_LINES",
        Side.AUTOTASK,
        "Autotask gave us no lines",
        "Autotask says that this invoice totals {header_total} but returned no billing items. Most "
        "likely {likely}.",
        "{remedy}, then resync.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "VOIDED_BUT_PAID",
        Side.AUTOTASK,
        "Voided in Autotask, paid in Xero",
        "Autotask voided this invoice after it went to Xero, and {number} has money or credit on it "
        "there: {payments}. Xero voids no such document, so nothing was changed.",
        "Remove in Xero what stands on the document, then resync, and it is voided; or skip this "
        "invoice if the document is to stay.",
        vague="Autotask voided this invoice after it went to Xero, and its document has a payment or "
        "credit on it there. Xero voids no such document, so nothing was changed.",
        links=("document:", *_AUTOTASK),
    ),
    FaultKind(
        "AMOUNT_MISMATCH",
        Side.AUTOTASK,
        "The totals do not match, so we stopped",
        "The lines make {net}, or {gross} with tax; Autotask's total of the invoice is "
        "{header_total}. Nothing was sent.",
        "Check the invoice in Autotask; the API user needs every line of business. Then resync.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "COMPANY_UNKNOWN",
        Side.AUTOTASK,
        "Autotask does not show us the company",
        "The invoice belongs to company {company_id}, which the API user may not see. Nothing "
        "was sent.",
        "Give the API user access to all companies, then resync.",
        links=_COMPANY,
    ),
    FaultKind(
        "CURRENCY_UNKNOWN",
        Side.AUTOTASK,
        "The company's currency is unknown",
        "{company} has currency {currency_id}, which Autotask's list of currencies does not "
        "contain. Nothing was sent.",
        "Check the company's currency in Autotask, then resync.",
        vague="Autotask names no currency for {company}, and the organisation's own was not read "
        "from Xero yet. Nothing was sent.",
        links=_COMPANY,
    ),
    FaultKind(
        "NAME_UNKNOWN",
        Side.AUTOTASK,
        "Autotask does not tell us what {what} {number} is called",
        "The connection's mapping goes by the name of the {what}. The invoice has number {number}, "
        "and Autotask's list, read again just now, has no such entry or is kept from the API user. "
        "Nothing was sent.",
        "Give the API user the right to read that list, then resync. Tables of tax categories and "
        "invoice templates take the number itself as well.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "AUTOTASK_DATA",
        Side.AUTOTASK,
        "Autotask sent something we cannot read",
        "Field {field} of this invoice cannot be read. Nothing was sent.",
        "Correct the field in Autotask; the invoice then goes on by itself, after the next nightly "
        "sweep at the latest; a resync makes it at once. Its record shows the raw answer.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "TOO_MANY_LINES",
        Side.AUTOTASK,
        "Too many lines for one invoice",
        "This invoice has {count} lines in Autotask; an invoice of more than {most} can be neither "
        "kept here nor taken by Xero. Nothing was sent.",
        "Bill it in Autotask as several invoices, or enter it in Xero and skip it here. When it was "
        "made shorter in Autotask, resync it.",
        links=_AUTOTASK,
    ),
    FaultKind(
        "NOT_SHOWN",
        Side.AUTOTASK,
        "Autotask does not show it any more",
        "The invoice waited for something in Autotask. Our looks ask for it by its id, and it does "
        "not come any more: the API user lost the right to its line of business (Autotask hides "
        "such invoices without a word), or it is gone. Nothing was sent.",
        "Give the API user access to every line of business in its security level, and it goes on "
        "by itself; if Autotask has no such invoice any more, skip it here.",
        links=_AUTOTASK,
    ),
)
