"""What every page says: refusals, errors, states of a connection, banners."""

from core.domain.status import Status

PRODUCT = "Autotask to Xero"

WRONG_CREDENTIALS = "E-mail or password is not right. Check both and try again."
TOKEN_NEEDED = "Send an API token: Authorization: Bearer <token>."  # noqa: S105 - a sentence.
CROSS_SITE = "This request came from another site and was refused."
SESSION_ENDED = "Your session has ended. Sign in again, then open this once more."
FORM_EXPIRED = "This form has expired. Go back, reload the page and try again; nothing was changed."
ODD_REQUEST = "This request makes no sense to us."
VIEWING_KEPT = "This browser remembers how you look at pages."
NO_SUCH_CONNECTION = "There is no connection with this id."
REMOTE_TROUBLE = (
    "The service ran into an unexpected error. It is in the service's log; try again in a moment."
)

ERROR_TITLES = {
    400: "That request was not understood",
    401: "Please sign in",
    403: "You may not do this",
    404: "There is nothing here",
    405: "That is not possible here",
    409: "Not just now",
    413: "That is too large",
    422: "Something in the address does not fit",
    429: "Too many tries",
    500: "Something went wrong on our side",
    502: "The other side refused",
    503: "Not available just now",
}

ERROR_DETAILS = {
    400: "The request was not complete or not readable.",
    403: "Your role does not allow this. An administrator can change it.",
    404: "The address is wrong, or what it named does not exist (any more).",
    405: "This address cannot be used that way.",
    413: "The request is larger than we accept.",
    429: "Too many tries in a short time. Wait a minute, then try again.",
}

# What keeps back what waits for Autotask.
WAITS_PAUSED = "until sync is on"
WAITS_SIGN_IN = "until Autotask accepts the sign-in"
WAITS_RIGHT = "for the right to edit invoices in Autotask"
WAITS_CALLS = "until Autotask takes calls again"

CREDENTIALS_INCOMPLETE = (
    "Fill in all three fields, each with at most 300 characters. Nothing was saved."
)

SIDE_LABELS = {
    "ok": "Connected",
    "down": "Not answering",
    "maintenance": "In maintenance",
    "limited": "Slowed down",
    "limited_minute": "Connected, at full speed",
    "limited_day": "Daily limit reached",
    "limited_share": "Share used up",
    "limited_threads": "Slowed down",
    "unauthorized": "Reconnect needed",
    "disconnected": "Disconnected",
    "scope_missing": "Permission missing",
    "refused": "Refused a request",
    "not_permitted": "Right missing",
    "unknown": "Not checked yet",
}

# Where one side needs another word than the other.
AUTOTASK_LABELS = {
    "limited": "Hour’s calls used up",
    "unauthorized": "Sign-in refused",
}

PASSING_TITLES = {
    "down": "{side} is not answering.",
    "maintenance": "{side} is being maintained.",
    "refused": "{side} refused a request.",
    "limited_threads": "{side} takes no more calls at once.",
    "not_permitted": "The API user lacks a right in {side}.",
}
XERO_SHUT = {
    "unauthorized": "Xero needs you to sign in again.",
    "disconnected": "The organisation was disconnected in Xero.",
    "scope_missing": "Xero’s consent does not cover what we need.",
}
NOT_SET_UP = "Not set up"
NOT_CONNECTED_TITLE = "Xero is not connected yet."
AUTOTASK_SHUT = "Autotask does not accept our sign-in."
AUTOTASK_STOPPED = "We have stopped calling, because Autotask locks users after repeated failures."
AUTOTASK_HOUR = "Autotask’s calls of this hour are used up."
AUTOTASK_SHARE = "Our share of Autotask’s calls is used up."
AUTOTASK_GOES_ON = "What was read before goes on to Xero; nothing is lost."
LIMIT_TITLE = "Xero asked us to slow down."
DAY_TITLE = "Xero’s daily limit is reached."
STANDING_TITLE = "Something to know about this connection."

STEP_AUTOTASK = "The API user that reads invoices. Its credentials are tried before they are kept."
STEP_XERO = "Somebody who may approve invoices signs in to Xero and lets us in."
STEP_MAPPING = (
    "Which account and which tax each billing code goes to. Names that read alike are suggested."
)
STEP_PREFLIGHT = "It shows what would be sent, and what would be refused, without sending anything."
STEP_READY = " {count} can be looked at now."
FIRST_TITLE = "Start sending invoices to Xero?"
FIRST_READY = "{count} {verb} ready."
FIRST_ARRIVES = "They arrive in Xero as {status}."
FIRST_YES = "Start"
FIRST_NO = "Not yet"

BROKER_AWAY_TITLE = "The message broker is not answering."
BROKER_AWAY = "Buttons do not work until it is back. Invoices go on to Xero all the same, and nothing is lost."
LATE_TITLE = "The service that looks into Autotask is not at work."
LATE = "Its next look was due at {since}. It goes on by itself as soon as it runs again."


def role_needed(role: str) -> str:
    return f"This needs the role {role}. An administrator can give it to you."


def unexpected(reference: str) -> str:
    return (
        f"The error is written to the gateway’s log under reference {reference}. "
        "Nothing was sent to Xero because of it."
    )


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 invoice", "2 invoices", "1,200 invoices"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


STATUS_ICONS = {
    Status.PENDING_SYNC: "clock",
    Status.PROCESSING: "refresh",
    Status.COMPLETE: "circle-check",
    Status.FAULT: "alert-octagon",
    Status.SKIPPED: "player-skip-forward",
    Status.DIAGNOSTIC: "microscope",
}
