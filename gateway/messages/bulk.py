"""Words of actions on many documents."""

from core.domain.status import Status

ACTIONS = ("resync", "skip", "unskip", "remove")
NEEDS_ADMIN = ("remove",)
SENDS = ("resync", "unskip")
ASKS_FOR_COMPLETE = ("resync", "remove")
"""Where those that are in Xero already are left out unless somebody ticks them."""

ACTS_ON = {
    "resync": (Status.FAULT, Status.SKIPPED),
    "skip": (Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC),
    "unskip": (Status.SKIPPED,),
    "remove": (Status.FAULT, Status.SKIPPED),
}
_ON_ITS_WAY = "left: already on its way"
_TRACED = "left: in Diagnostic Mode"
_AGAIN = "goes back to Pending Sync with fresh data from Autotask"
_OUT = "does not go to Xero"
_NOT_SKIPPED = dict.fromkeys(Status, "left: not skipped")
EFFECTS: dict[str, dict[Status, str]] = {
    "resync": {
        Status.PENDING_SYNC: _ON_ITS_WAY,
        Status.PROCESSING: _ON_ITS_WAY,
        Status.COMPLETE: "left, unless you tick it below",
        Status.FAULT: _AGAIN,
        Status.SKIPPED: _AGAIN,
        Status.DIAGNOSTIC: _TRACED,
    },
    "skip": {
        Status.PENDING_SYNC: _OUT,
        Status.PROCESSING: "left: being sent just now",
        Status.COMPLETE: "left: in Xero already",
        Status.FAULT: _OUT,
        Status.SKIPPED: "left: skipped already",
        Status.DIAGNOSTIC: _OUT,
    },
    "unskip": {**_NOT_SKIPPED, Status.SKIPPED: "goes to Xero after all, except what was voided"},
    "remove": {
        Status.PENDING_SYNC: _ON_ITS_WAY,
        Status.PROCESSING: _ON_ITS_WAY,
        Status.COMPLETE: "left, unless you tick it below",
        Status.FAULT: "is not shown on the list any more",
        Status.SKIPPED: "is not shown on the list any more",
        Status.DIAGNOSTIC: _TRACED,
    },
}
TITLES = {
    "resync": "Resync {count} {noun}?",
    "skip": "Skip {count} {noun}?",
    "unskip": "Take the skip of {count} {noun} back?",
    "remove": "Remove {count} {noun} from the list?",
}
BUTTONS = {
    "resync": "Resync",
    "skip": "Skip",
    "unskip": "Take back",
    "remove": "Remove",
}
NAMES = {
    "resync": "Resync of {count} {noun}",
    "skip": "Skip of {count} {noun}",
    "unskip": "Skip taken back for {count} {noun}",
    "remove": "Removal of {count} {noun} from the list",
}
DONE = {
    "resync": "queued",
    "skip": "skipped",
    "unskip": "queued",
    "remove": "removed from the list",
}
COMPLETE_TEXT = {
    "resync": "{count} of these are in Xero already. Tick this to have them compared too: each is "
    "updated there if Xero allows it; no second document is ever made.",
    "remove": "{count} of these are in Xero already. Tick this to take them off the list too; Xero "
    "keeps them.",
}
STATES = {
    "waiting": "Waiting to begin",
    "running": "At work",
    "done": "Finished",
    "stopped": "Stopped",
    "failed": "Given up",
}
PAUSED = "Sync is paused: they are sent after you switch it on."
NOTHING_CHOSEN = "Nothing is ticked. Go back to the list and tick what is meant."
TOO_MANY = "At most {most} can be ticked at once; filter the list and choose all that match."
GROWN = "There are many more than you were asked about, so nothing was begun. These are the numbers now."
NOT_THERE = "There is no such action (any more)."
