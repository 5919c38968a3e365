"""What Xero refuses about a document as a whole: number, dates, currency, status, payments."""

from core.domain.faults.kind import FaultKind, Side

_SALES = "xero:/AccountsReceivable/Search.aspx"
_SETTINGS = "xero:/Settings/Advanced"

KINDS = (
    FaultKind(
        "NUMBER_TAKEN",
        Side.XERO,
        "Xero already has another document with this number",
        "Number {number} belongs to a Xero document that is not this invoice: {other}. "
        "Nothing was created or changed.",
        "If it is the same sale, skip this invoice; otherwise change one of the two numbers, "
        "then resync.",
        vague="Xero says that number {number} is taken and does not show by what; a voided "
        "document keeps its number. Nothing was created or changed.",
        links=("xero:/AccountsReceivable/View.aspx?InvoiceID={other_id}", _SALES),
    ),
    FaultKind(
        "NUMBER_TOO_LONG",
        Side.XERO,
        "The number is too long for Xero",
        "Number {number} has more than Xero's 255 characters. Nothing was sent.",
        "Shorten the number in Autotask or the prefix of this connection, then resync.",
        links=("here:/configuration/posting",),
    ),
    FaultKind(
        "DOCUMENT_LOCKED",
        Side.XERO,
        "Xero does not let this document change",
        "The Xero document has a payment or credit on it, or its status does not allow a "
        "change. Nothing was changed.",
        "Undo the payment in Xero, then resync; or leave both as they are.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "STATUS_REFUSED",
        Side.XERO,
        "Xero does not allow this status",
        "Xero does not take a new document in the status or of the type that was sent. Nothing "
        "was created.",
        "Choose Draft or Approved as the status on arrival of this connection, then resync.",
        links=("here:/configuration/posting",),
    ),
    FaultKind(
        "STATUS_CHANGE_REFUSED",
        Side.XERO,
        "Xero does not allow this change of status",
        "The document's status in Xero cannot become the one that was asked for. Nothing was "
        "changed.",
        "Look at the document in Xero; resync if it should follow Autotask, or leave both.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "ORDER_DELETED",
        Side.XERO,
        "The purchase order was deleted in Xero",
        "Purchase order {number} is deleted in Xero, and Xero brings none back. Nothing was "
        "changed.",
        "Give the order another number in Autotask, then resync; or skip it.",
        vague="The purchase order is deleted in Xero, and Xero brings none back. Nothing was "
        "changed.",
        links=("document:", "xero:/Accounts/Payable/PurchaseOrders/"),
    ),
    FaultKind(
        "NOT_FOUND_IN_XERO",
        Side.XERO,
        "Xero does not show the document",
        "The invoice went to Xero as {number}, and Xero does not show that document now. "
        "Nothing was sent.",
        "Look for it in Xero. If it is there, resync later; if it was deleted for good, skip "
        "this invoice.",
        retry_helps=True,
        links=("document:", _SALES),
    ),
    FaultKind(
        "TOTAL_DIFFERS",
        Side.XERO,
        "Xero came out with another total",
        "Xero's document {number} totals {xero_total}, Autotask's {total}. It exists in Xero "
        "and needs a look.",
        "Compare the lines, correct the cause, then resync: the same Xero document is updated.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "CONTACT_DIFFERS",
        Side.XERO,
        "Xero's document stands under another contact",
        "Xero's document {number} is this invoice, but it belongs to {other} there.",
        "If that contact is right, skip this invoice; otherwise resync: the same document is "
        "moved to the company's contact.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "DOCUMENT_TOTAL_MISMATCH",
        Side.COUNTERFOIL,
        "Xero computed another document total",
        "The document's total was not the sum that Xero makes of its lines. Nothing was created.",
        "Send it to Diagnostic Mode and give us its trace; the sum is ours to compute.",
        links=("logs:",),
    ),
    FaultKind(
        "TOTAL_NEGATIVE",
        Side.XERO,
        "Xero takes no document below zero",
        "The document's total is below zero, and Xero has credit notes for that. Nothing was "
        "created.",
        "Resync: with fresh data from Autotask it goes as a credit note.",
        retry_helps=True,
        links=("logs:",),
    ),
    FaultKind(
        "PERIOD_LOCKED",
        Side.XERO,
        "The period is locked in Xero",
        "The invoice is dated {issued_on}, and Xero's lock date is {lock_date}. Nothing was "
        "created.",
        "Move the lock date in Xero's advanced settings, then resync; or skip the invoice.",
        vague="The invoice is dated before Xero's lock date. Nothing was created.",
        links=(_SETTINGS,),
    ),
    FaultKind(
        "DUE_DATE_MISSING",
        Side.COUNTERFOIL,
        "Xero wants a due date",
        "An approved invoice needs a due date in Xero, and none was sent. Nothing was created.",
        "Choose another rule for the due date of this connection, then resync.",
        links=("here:/configuration/dates",),
    ),
    FaultKind(
        "CURRENCY_NOT_SUBSCRIBED",
        Side.XERO,
        "Xero is not set up for {currency}",
        "This Xero organisation does not use {currency}. Nothing was created.",
        "Add the currency in Xero, then resync.",
        links=("xero:/Settings/Currencies",),
    ),
    FaultKind(
        "BRANDING_UNKNOWN",
        Side.XERO,
        "Xero has no such branding theme",
        "Branding theme “{theme}” does not exist in Xero. Nothing was created.",
        "Create the theme in Xero or correct the branding mapping, then resync.",
        vague="The branding theme of this document does not exist in Xero. Nothing was created.",
        links=("xero:/InvoiceSettings/InvoiceSettings.aspx",),
    ),
    FaultKind(
        "PLAN_LIMIT",
        Side.XERO,
        "Xero's plan allows no more approved invoices",
        "The Xero plan has reached its number of approved invoices of this month. Nothing was "
        "created.",
        "Upgrade the Xero plan or send drafts, then resync; a new month begins anew too.",
        links=("here:/configuration/posting",),
    ),
    FaultKind(
        "PAYMENT_REFUSED",
        Side.XERO,
        "Xero takes payments on approved documents only",
        "The document in Xero is not approved, so no payment can be made on it. Nothing was "
        "changed.",
        "Approve the document in Xero, then try again.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "PAYMENT_TOO_LARGE",
        Side.XERO,
        "The payment is larger than what is due",
        "Less is due on the document in Xero than the payment says; perhaps it was paid there "
        "already. Nothing was changed.",
        "Compare the payments on both sides; do not repeat the payment.",
        links=("document:", _SALES),
    ),
    FaultKind(
        "PAYMENT_ACCOUNT_INVALID",
        Side.XERO,
        "Xero takes no payments on this account",
        "The account of the payment does not allow payments in Xero. Nothing was changed.",
        "Tick “Enable payments to this account” in Xero or choose another account.",
        links=("xero:/GeneralLedger/ChartOfAccounts.aspx",),
    ),
    FaultKind(
        "LINK_REFUSED",
        Side.COUNTERFOIL,
        "Xero does not take our link",
        "Xero refuses the address that marks the document as this record's. Nothing was created.",
        "Set PUBLIC_URL to an address that begins with https and has no “xero” in it, then resync.",
        links=("logs:",),
    ),
    FaultKind(
        "KEY_REUSED",
        Side.COUNTERFOIL,
        "The request's key was used before",
        "Xero has seen the key of this request with other contents and refused it. Nothing was "
        "created.",
        "Resync: a new request gets a new key.",
        retry_helps=True,
        links=("logs:",),
    ),
    FaultKind(
        "REQUEST_UNREADABLE",
        Side.COUNTERFOIL,
        "Xero could not read the request",
        "Xero could not read what was sent, and therefore did nothing with it. Nothing was "
        "created.",
        "Send it to Diagnostic Mode and give us its trace; the request is ours to write.",
        links=("logs:",),
    ),
    FaultKind(
        "XERO_REFUSED",
        Side.XERO,
        "Xero refused this invoice",
        "Xero read the invoice and refused it. Nothing was created.",
        "Read what Xero said below, correct the cause, then resync.",
        links=("logs:",),
    ),
)
