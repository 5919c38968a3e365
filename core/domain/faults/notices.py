"""Something to know about a record that is not stuck, and what lets one wait."""

from core.domain.faults.kind import FaultKind, Shown, Side

KINDS = (
    FaultKind(
        "ADOPTED",
        Side.XERO,
        "It was in Xero before",
        "Xero's document {number} has this invoice's number, contact and total; it was linked "
        "instead of making a second one.",
        "Nothing to do; look at the document once.",
        vague="A document in Xero has this invoice's number, contact and total; it was linked "
        "instead of making a second one.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "LATE_ARRIVAL",
        Side.NETWORK,
        "It arrived in Xero all the same",
        "An answer of Xero's was lost, and after it had stopped here it was found in Xero as "
        "{document}.",
        "Void the document in Xero if it is not wanted there; otherwise resync, and the two are "
        "compared.",
        vague="An answer of Xero's was lost, and after it had stopped here it was found in Xero.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "TWICE_IN_XERO",
        Side.XERO,
        "Xero has more than one document for it",
        "{number} was linked; {others} carries our mark for the same record too, perhaps as a copy.",
        "Void in Xero what is one too many, or take our address off a copy that is meant to be.",
        vague="Xero has more than one document that carries our mark for this record.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "NOT_APPROVED",
        Side.XERO,
        "It arrived as a draft",
        "It was sent as approved, and Xero made a draft of it: the user who connected Xero may "
        "not approve invoices.",
        "Approve it in Xero; let a user who may approve connect Xero again.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "DIFFERENT_IN_XERO",
        Side.XERO,
        "Autotask and Xero differ",
        "Xero does not let this document change, so nothing was changed.",
        "Leave both as they are, make the change in Xero by hand, or skip this invoice.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "VOIDED_IN_XERO",
        Side.XERO,
        "The document is voided in Xero",
        "Somebody voided the document in Xero; it keeps its number there.",
        "Nothing to do if that was meant; otherwise give the invoice another number in Autotask "
        "and resync.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "VOIDED_KEPT",
        Side.AUTOTASK,
        "Voided in Autotask, kept in Xero",
        "Autotask voided this invoice after it went to Xero, and its document stays there as it is.",
        "Void the document in Xero by hand if it should go; or let voids go to Xero (option "
        "void_rule) and resync.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "SENT_FLAG_IGNORED",
        Side.XERO,
        "Xero did not mark it as sent",
        "Xero marks only approved documents as sent to the client; everything else is as it "
        "should be.",
        "Nothing to do; mark it in Xero when it is approved.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "XERO_WARNING",
        Side.XERO,
        "Xero took it with a warning",
        "Xero has the document and says something about it that is not in our catalogue.",
        "Look at the document in Xero once.",
        links=("document:",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "ZERO_LINE_ACCOUNT",
        Side.XERO,
        "A zero line has no account in Xero",
        "Xero takes the account off a line of 0.00. No money is concerned.",
        "Nothing to do.",
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "ACCOUNT_BY_DEFAULT",
        Side.COUNTERFOIL,
        "A line goes to the default account",
        "Billing code “{billing_code}” has no row in the account mapping: its lines go to the "
        "default account {account}.",
        "Add the billing code to the account mapping if it belongs elsewhere.",
        vague="Lines without a known billing code go to the default account {account}.",
        links=("here:/configuration/accounts",),
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "TAX_BY_DEFAULT",
        Side.AUTOTASK,
        "A line goes without tax",
        "Autotask charged no tax on a line, so it goes with {tax_type}.",
        "If the region should report 0 % of its own, give it a 0 % tax in Autotask and map it.",
        vague="Autotask charged no tax on a line, so it goes without tax.",
        shown=Shown.NOTICE,
    ),
    FaultKind(
        "CHECKING",
        Side.NETWORK,
        "We find out what Xero did",
        "The connection broke after sending. It is looked up in Xero before anything is sent "
        "again.",
        "Nothing to do.",
        retry_helps=True,
        shown=Shown.HOLD,
    ),
)
