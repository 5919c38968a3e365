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
