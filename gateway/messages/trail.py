"""What Sync Logs, Analytics and Audit say."""

NO_ANSWER = "no answer came; it may have been done"

JOBS = {
    "ingest": "Autotask",
    "post": "Xero",
    "purchase_orders": "Purchase orders",
    "payments": "Payments",
    "bulk": "Action on many",
}
"""Whose a run is, by the name of its job."""

RUN_COUNTS = {
    "sent": ("sent", "sent"),
    "compared": ("compared with Xero", "compared with Xero"),
    "new": ("new", "new"),
    "changed": ("changed", "changed"),
    "moved": ("done", "done"),
    "left": ("left as it was", "left as they were"),
    "faults": ("fault", "faults"),
}
"""What a run counts and people want to know, for one and for many."""

SYNC_ON = "A run is on since {since}."
SYNC_DUE = "A run begins in a moment."
SYNC_AWAY = "The message broker is not answering: nobody would hear it."
SYNC_LATE = "The service that looks into Autotask is not at work."
SYNC_SPENT = "Autotask’s calls of this hour are used up{until}."
SYNC_SHARE = "Our share of Autotask’s calls of this hour is used up{until}."
SYNC_UNTIL = "; it looks again at {at}"
SYNC_PAUSED = "Sync is paused: what is found waits."
SYNC_REFUSED = "Autotask refuses our sign-in. This tries it once more, though not too often."

VERDICTS = {
    "come_in": "It would come in and wait for its turn.",
    "hold": "It would wait in Pending Sync.",
    "skip": "It would be skipped.",
    "stop": "It would stop with a fault.",
}
"""What ingestion would do with an invoice that was read aside."""

ACTIONS = {
    "resync": "Resync",
    "skip": "Skip",
    "unskip": "Took a skip back",
    "trace": "Diagnostic Mode",
    "release": "Released from Diagnostic Mode",
    "remove": "Removed from the list",
    "bring_back": "Brought back to the list",
    "resync_cause": "Retried a cause",
    "bulk_resync": "Resync of many",
    "bulk_skip": "Skip of many",
    "bulk_unskip": "Took skips back",
    "bulk_remove": "Removed many from the list",
    "bulk_stop": "Stopped an action on many",
    "preflight": "Preflight",
    "active": "Switched sync on",
    "paused": "Paused sync",
    "sync_now": "Sync Now",
    "settings": "Changed options",
    "link_contact": "Linked a contact",
    "refresh_lists": "Read Autotask’s lists",
    "refresh_reference_data": "Read Xero’s lists",
    "test_credentials": "Tested Autotask’s sign-in",
    "test_connection": "Tested Xero’s consent",
    "autotask_credentials": "Entered credentials for Autotask",
    "xero_connected": "Connected Xero",
    "tell_again": "Had Autotask told again",
    "read_aside": "Read an invoice aside",
    "contact_report": "Contact report",
    "contact_report_stop": "Stopped a contact report",
    "view_deleted": "Deleted a shared view",
    "signed_in": "Signed in",
    "sign_in_failed": "Failed to sign in",
}
"""What somebody did, by the action that the trail has."""

COMPARED_STOPS = "has no row: invoices with it stop"
COMPARED_NEW = "is in Autotask and has no row yet"
COMPARED_GONE = "has a row, but is not in Autotask’s list"
COMPARED_INACTIVE = "has a row, but is inactive in Autotask"
COMPARED_LEADS = "leads to {value}: {trouble}"
COMPARED_PERCENT = "Autotask charges {autotask}, Xero’s rate {value} makes {xero}"
COMPARED_UNREAD = "Autotask’s list was never read, so nothing is said of its names."
COMPARED_UNREAD_XERO = "Xero’s list was never read, so nothing is said of what rows lead to."
