"""Trouble of a whole connection. No record stops for it, and no attempt is used up."""

from core.domain.faults.kind import FaultKind, Shown, Side

_CONSENT = ("page:/connect/xero?connection={connection_id}",)

KINDS = (
    FaultKind(
        "XERO_LIMITED_MINUTE",
        Side.XERO,
        "Xero's limit of calls a minute is reached",
        "Xero's limit of calls a minute is reached; it goes on at {until}.",
        "Nothing to do.",
        retry_helps=True,
        vague="Xero takes 60 calls a minute and 5 at once from us. It goes on in a moment.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_LIMITED_DAY",
        Side.XERO,
        "Xero's daily limit is reached",
        "Xero's daily limit is reached; it goes on at {until}. Nothing is lost.",
        "Nothing to do; other apps of the same organisation do not count against us.",
        retry_helps=True,
        vague="Xero's daily limit is reached; it goes on tomorrow. Nothing is lost.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_LIMITED",
        Side.XERO,
        "Xero asked us to slow down",
        "A limit of Xero's is reached; it goes on at {until}.",
        "Nothing to do.",
        retry_helps=True,
        vague="A limit of Xero's is reached; it goes on by itself.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_MAINTENANCE",
        Side.XERO,
        "Xero is being maintained",
        "Xero is being maintained; we ask again every five minutes and go on by ourselves.",
        "Nothing to do.",
        retry_helps=True,
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_DOWN",
        Side.NETWORK,
        "Xero is not answering",
        "Xero is not answering: {detail}. Everything goes on as soon as it does.",
        "Nothing to do; status.xero.com tells about outages.",
        retry_helps=True,
        vague="Xero is not answering. Everything goes on as soon as it does.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_DISCONNECTED",
        Side.XERO,
        "The organisation was disconnected in Xero",
        "Somebody removed our access to the organisation in Xero. Nothing can be sent.",
        "Connect Xero again; what waits goes on by itself.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_SCOPE_MISSING",
        Side.XERO,
        "The consent does not cover what we need",
        "Xero's consent lacks the permission {scope}. Nothing can be sent.",
        "Connect Xero again and allow everything that is asked for.",
        vague="Xero's consent lacks a permission that we need. Nothing can be sent.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "XERO_UNAUTHORIZED",
        Side.XERO,
        "Xero needs you to sign in again",
        "Xero no longer accepts our access: {detail}. Nothing can be sent.",
        "Connect Xero again; what waits goes on by itself.",
        vague="Xero no longer accepts our access: it was unused for 60 days, or withdrawn. Nothing "
        "can be sent.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_LIMITED",
        Side.AUTOTASK,
        "Autotask's calls of this hour are used up",
        "Autotask's limit is reached: it takes 10,000 calls an hour from all integrations "
        "together. It goes on by itself as soon as the hour has room again.",
        "Nothing to do; Autotask's “API Activity by Hour” shows who calls how often.",
        retry_helps=True,
        links=("autotask:",),
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_THREADS",
        Side.AUTOTASK,
        "Autotask takes no more calls at once",
        "Autotask takes three calls at a time for a kind of record, and others were on. It goes on "
        "by itself within seconds.",
        "Nothing to do.",
        retry_helps=True,
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_SHARE",
        Side.AUTOTASK,
        "Our share of Autotask's calls is used up",
        "We leave the rest of Autotask's hour to other integrations: {detail} (option "
        "autotask_share). It goes on by itself as soon as the hour has room again.",
        "Nothing to do; a larger autotask_share lets us use more of the hour.",
        retry_helps=True,
        vague="We leave the rest of Autotask's hour to other integrations (option autotask_share). "
        "It goes on by itself.",
        links=("autotask:",),
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_UNAUTHORIZED",
        Side.AUTOTASK,
        "Autotask does not accept our sign-in",
        "Autotask refuses the API user, its secret or its integration code: {detail}. We have "
        "stopped calling, because Autotask locks users after repeated failures.",
        "Unlock the API user in Autotask, then press Test the sign-in; or enter its present "
        "credentials on the Autotask page, which are tried and end the stop.",
        links=("here:/autotask#credentials", "autotask:"),
        vague="Autotask refuses the API user, its secret or its integration code. We have stopped "
        "calling, because Autotask locks users after repeated failures.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_NOT_PERMITTED",
        Side.AUTOTASK,
        "The API user lacks a right in Autotask",
        "{detail}. The sign-in itself is good, and everything that needs no such right goes on.",
        "Give the API user's security level that right in Autotask; we ask again by ourselves.",
        links=("autotask:",),
        vague="The API user may not do what we asked for. The sign-in itself is good, and "
        "everything that needs no such right goes on.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_LOOK_NOT_PERMITTED",
        Side.AUTOTASK,
        "The API user lacks a right without which nothing is read",
        "{detail}. The sign-in itself is good, but without that right no invoice is read.",
        "Give the API user's security level that right in Autotask; we ask again every quarter of "
        "an hour, and at once with Sync Now.",
        links=("autotask:",),
        vague="The API user may not read what a look needs. The sign-in itself is good, but "
        "without that right no invoice is read.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_DOWN",
        Side.NETWORK,
        "Autotask is not answering",
        "Autotask is not answering: {detail}. Everything goes on as soon as it does.",
        "Nothing to do.",
        retry_helps=True,
        vague="Autotask is not answering. Everything goes on as soon as it does.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "AUTOTASK_REFUSED",
        Side.AUTOTASK,
        "Autotask refused a question of ours",
        "Autotask refused the request: {detail}. Nothing was changed.",
        "Look at the sync logs; the question is ours to ask.",
        links=("here:/sync/logs?level=error",),
        vague="Autotask refused the request. Nothing was changed.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "QUESTION_REFUSED",
        Side.COUNTERFOIL,
        "Xero refused a question of ours",
        "Xero refused the request: {detail}. Nothing was sent or changed.",
        "Look at the sync logs; the question is ours to ask.",
        links=("here:/sync/logs?level=error",),
        vague="Xero did not understand a search of ours. Nothing was sent or changed.",
        shown=Shown.STATE,
    ),
    FaultKind(
        "OTHER_ORGANISATION",
        Side.XERO,
        "Something is open in another organisation",
        "A request whose outcome nobody knows belongs to another Xero organisation than the one "
        "that is connected now.",
        "Connect that organisation again, so that it can be looked up.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "NO_APPROVAL_RIGHT",
        Side.XERO,
        "Who connected Xero may not approve invoices",
        "Approved invoices were sent, and Xero made drafts of them, because the user who gave the "
        "consent may not approve.",
        "Let a user who may approve connect Xero again, or choose Draft as the status on arrival.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "ATTACHMENTS_NOT_ALLOWED",
        Side.XERO,
        "PDFs cannot be attached in Xero",
        "The consent given in Xero does not cover attachments, so Autotask's PDFs wait. Invoices go "
        "to Xero all the same.",
        "Connect Xero again and allow attachments, or switch the option attach_pdf off.",
        links=_CONSENT,
        shown=Shown.STATE,
    ),
    FaultKind(
        "WRITE_BACK_NOT_PERMITTED",
        Side.AUTOTASK,
        "Autotask does not let us mark invoices",
        "Autotask was not told which invoices are in Xero: {detail}. Everything else goes on.",
        "Give the API user the right to edit invoices in Autotask, or switch writing back off; it "
        "is tried again every hour.",
        vague="Autotask was not told which invoices are in Xero, because the API user may not change "
        "invoices. Everything else goes on.",
        links=("here:/autotask#back",),
        shown=Shown.STATE,
    ),
    FaultKind(
        "TOTALS_FLIPPED",
        Side.AUTOTASK,
        "Autotask's totals read differently all at once",
        "So far Autotask's invoice totals were {believed}; that of invoice {number}, "
        "{header_total}, is {reading}. Invoices go on to Xero by their lines.",
        "Compare that invoice with its print in Autotask, then set the option header_total to what "
        "is right.",
        vague="So far Autotask's invoice totals all read the same way, and now one reads the other. "
        "Invoices go on to Xero by their lines.",
        links=("here:/autotask#totals",),
        shown=Shown.STATE,
    ),
    FaultKind(
        "SWEEP_STUCK",
        Side.AUTOTASK,
        "The nightly sweep does not come to its end",
        "For more than a day the nightly sweep could not read on: {reason} Looks go on; what they "
        "have missed, and changes of old invoices, are not found meanwhile.",
        "Nothing has to be done at once: each night it begins anew, and this warning goes when it "
        "has read everything. If it stays, lower the option days_back, and show Autotask's support "
        "the sync log (SWEEP_WAITS).",
        vague="For more than a day the nightly sweep could not read on. Looks go on; what they "
        "have missed, and changes of old invoices, are not found meanwhile.",
        links=("here:/autotask",),
        shown=Shown.STATE,
    ),
    FaultKind(
        "ROWS_WITHOUT_ID",
        Side.AUTOTASK,
        "Autotask sends invoices that nobody can tell apart",
        "{count} rows of Autotask's list of invoices came without an id, so they could not be "
        "stored. All others go on.",
        "Tell Autotask's support; the sync log shows the first of these rows. This warning goes "
        "when a nightly sweep finds no such row any more.",
        vague="Some rows of Autotask's list of invoices came without an id, so they could not be "
        "stored. All others go on.",
        links=("here:/autotask",),
        shown=Shown.STATE,
    ),
)
