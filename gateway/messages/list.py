"""Words of the lists."""

NOUNS = {
    "invoices": ("invoice", "invoices"),
    "purchase_orders": ("purchase order", "purchase orders"),
}

VOIDING_SHORT = "Voided in Autotask; Xero follows"

# Why documents stay out of Xero, as the name of a list of them.
SKIP_REASONS = {
    "NO_SYNC": "Marked as not for Xero",
    "COMPANY_TYPE": "Company type left out",
    "EXPORTED_ELSEWHERE": "Exported by another tool",
    "BEFORE_START": "Dated before the start",
    "ZERO_VALUE": "Total of 0.00",
    "BELOW_MINIMUM": "Below the minimum",
    "VOIDED": "Voided in Autotask",
    "ROUTED_ELSEWHERE": "Belongs to another connection",
    "BY_HAND": "Skipped by a person",
}

COMPLETE_REASONS = {"WRITE_BACK_GIVEN_UP": "Autotask could not be told"}

LIMIT_SENTENCES = {
    "minute": "Xero's limit of calls a minute is reached",
    "day": "Xero's daily limit is reached",
    "concurrent": "Xero's limit of calls at once is reached",
    "appminute": "Xero's limit of calls a minute is reached",
    "": "Xero's limit is reached",
}

EXPORT_WAITS_ALREADY = (
    "Another file of yours is waiting to be written. Wait for it, or stop it first."
)
EXPORT_TOO_LONG = (
    "This is too much to wait for ({rows} rows). Start the file with POST {path}, then ask for it "
    "until it is done; or take the CSV, which comes at once."
)
EXPORT_TOO_MANY_WAIT = (
    "Others are waiting for their files already, and whoever waits takes a place from everybody. "
    "Start the file with POST {path}, then ask for it until it is done; or take the CSV, which "
    "comes at once."
)
EXPORT_FAILED = "The file could not be written. Start it again in a moment."
NO_SUCH_EXPORT = "There is no such file (any more). A file is kept for an hour, and the latest {most} of a person."
EXPORT_OVER = "It was over already."
EXPORT_NOT_READY = "The file is not ready yet; ask for it again when its state is done."

VIEW_NEEDS_NAME = "Give the view a name of at most {most} characters."
VIEW_EXISTS = "You have a view with this name already. Choose another name, or delete that one."
VIEW_MOST = "You have {most} views of this list; delete one that you do not use any more."
VIEW_NOT_THERE = "There is no such view (any more)."
VIEW_OF_ANOTHER = "This view belongs to {owner}; only they and administrators may change it."
VIEW_SHARING = "Sharing a view needs the role operator. Keep it for yourself, or ask an operator."
VIEW_NOT_OWN_DEFAULT = (
    "A list opens with a view of one's own. Open this one, save it for yourself, then choose that."
)
VIEW_SAVED = "The view “{name}” is saved."
VIEW_RENAMED = "The view is called “{name}” now."
VIEW_DELETED = "The view “{name}” is deleted."
VIEW_OPENS = "The list opens with “{name}” from now on."
VIEW_OPENS_NOT = "The list opens with everything again."
