"""What Sync Logs, Analytics and Audit say."""

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
