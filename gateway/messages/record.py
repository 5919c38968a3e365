"""Words of one record: what its status means, what an action will do."""

from core.domain.status import Status

ALREADY_ON_ITS_WAY = "It is already on its way."

STATUS_EXPLAINED = {
    Status.PENDING_SYNC: "Downloaded from Autotask and waiting its turn. It is usually sent within "
    "30 to 60 seconds.",
    Status.PROCESSING: "It is being sent to Xero right now.",
    Status.COMPLETE: "It is in Xero.",
    Status.FAULT: "It could not be sent to Xero.",
    Status.SKIPPED: "It does not go to Xero.",
    Status.DIAGNOSTIC: "Every decision is computed and recorded, nothing is sent until it is "
    "released.",
}

VOIDING = (
    "Voided in Autotask. Its document in Xero is deleted if it is a draft, and voided otherwise."
)
VOIDING_PAUSED = " Sync is paused: that happens after you switch it on."

CHECKING = "The answer from Xero was lost. We look it up before anything is sent again."

RESYNC_TEXT = {
    Status.FAULT: "It goes back to Pending Sync with fresh data from Autotask and is usually sent "
    "within 30 to 60 seconds.",
    Status.SKIPPED: "It goes back to Pending Sync with fresh data from Autotask and is usually "
    "sent within 30 to 60 seconds.",
    Status.COMPLETE: "{xero} in Xero is updated with Autotask’s data, if Xero lets it change; no "
    "second document is made. If Xero does not allow it, nothing is changed and you are told why.",
}
RESYNC_PAUSED = " Sync is paused: it is sent after you switch it on."

DIFFERENCE_LEAVE = "Leave both as they are: nothing more happens."
DIFFERENCE_IN_XERO = (
    "Change it in Xero by hand as the table says, then Resync: when both say the same, nothing is "
    "written and this notice goes."
)
DIFFERENCE_SKIP = "Skip it, so that nothing is sent for it."

ROUTED_ELSEWHERE = "It belongs to another connection of the same Autotask; act on it there."

SKIP_TEXT = "It does not go to Xero until somebody takes the skip back."

ACTORS = {
    "autotask_ingestion": "the Autotask service",
    "xero_posting": "the Xero service",
    "purchase_order_sync": "the purchase order service",
    "payment_sync": "the payment service",
    "rule": "a rule",
}

# When it goes on by itself, at the head of the timeline.
NEXT_LOOK_UP = "Next: we look into Xero what became of it; nothing is sent again before that."
NEXT_ANSWER = "Next: Xero’s answer."
NEXT_BY_HAND = "It is not tried again by itself: resync it when the cause is mended."
NEXT_WITH_LOOKS = "It goes on by itself when a look into Autotask shows that the cause is mended."
NEXT_AFTER_RELEASE = "Next try: when Diagnostic Mode is ended."
NEXT_AFTER_SWITCH = "Next try: when sync is switched on."
NEXT_AFTER_CONSENT = "Next try: when Xero is connected again."
NEXT_LOOK = "Next look {look}."
NEXT_AT = "Next try at {at}."
NEXT_SOON = "Next try: as its turn comes, usually within 30 to 60 seconds."
NEXT_VOID = "Next: its document in Xero, as its turn comes."

# The fix on the spot.
FIX_SAVED = "{change} This invoice is queued again."
FIX_NOT_QUEUED = "{change} This invoice was not queued: {why}"
FIX_QUEUE_UNKNOWN = (
    "{change} That is saved. Whether this invoice is queued again is not known, because no answer "
    "came; its status says so. If it still stands at the fault, resync it."
)
FIX_WRONG_ROW = (
    "What was to be chosen here is no longer what stops this invoice. Nothing was saved."
)
FIX_NOT_OFFERED = "“{value}” is not on offer there (any more). Nothing was saved."
CHANGED_MEANWHILE = "This record has changed since you opened it. Nothing was done."

REMOVE_TEXT = (
    "It goes from this list and its counts; nothing changes in Autotask or Xero. It comes back by "
    "itself when its status changes; the view “Removed from the list” shows it until then."
)
FIX_CONFLICT = "{by} has just set it to {theirs}. Nothing was saved; look again."
FIX_REFUSED = "Nothing was saved. {why}"
