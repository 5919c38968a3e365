"""The faults that are Xero's own, in a sentence each."""

from sandbox.door.fault_kinds import FaultKind

_RETRY_AFTER = {"retry_after": "the Retry-After header, null for none"}
_TEXT = {"text": "the message", "index": "which element, 0 unless given"}
_ROTATION = "POST connect/token"

_LIMITS = (
    FaultKind("rate_limited_minute", "429: the minute's calls are used up.", _RETRY_AFTER),
    FaultKind("rate_limited_day", "429: the day's calls are used up.", _RETRY_AFTER),
    FaultKind("rate_limited_app", "429: the app's calls of the minute are used up.", _RETRY_AFTER),
    FaultKind("rate_limited_concurrent", "429: five calls are running already.", _RETRY_AFTER),
    FaultKind("rate_limited_without_retry_after", "429 for the minute that names no time."),
    FaultKind("retry_after_date", "429 for the minute whose Retry-After is an HTTP date."),
    FaultKind("retry_after_long", "429 for the day with a Retry-After of 90,000 seconds."),
)
_DOWN = (
    FaultKind("html_error", "400 with a page instead of JSON; nothing was done."),
    FaultKind("bad_gateway", "502 with a page; nothing was done."),
    FaultKind("gateway_timeout", "504 with a page; nothing was done."),
    FaultKind("unavailable", "503: The Xero API is temporarily unavailable."),
    FaultKind("maintenance", "503: The Xero API is currently offline for maintenance."),
    FaultKind("organisation_offline", "503: The Organisation is offline."),
)
_ACCESS = (
    FaultKind("token_expired", "401: the access token has expired."),
    FaultKind("unauthorized", "401: the access token is not known."),
    FaultKind("scope_missing", "401 with insufficient_scope."),
    FaultKind("disconnected", "403: the organisation is not connected any more."),
    FaultKind("invalid_grant", "The token endpoint refuses the refresh token.", endpoint=_ROTATION),
    FaultKind(
        "rotation_race",
        "Another worker refreshes with the same refresh token just before this call does.",
        endpoint=_ROTATION,
    ),
    FaultKind(
        "refresh_answer_lost",
        "The refresh happens, and its answer never arrives.",
        acts_as="drop_after_commit",
        endpoint=_ROTATION,
    ),
)
_ELEMENTS = (
    FaultKind("error_after_half", "The first half of the elements is written, then a 500."),
    FaultKind("elements_reordered", "The elements of the answer are in another order."),
    FaultKind("element_missing", "The last element of the answer is left out."),
    FaultKind("element_extra", "The first element comes a second time at the end."),
    FaultKind("element_refused", "One element is refused with a text, the others are not.", _TEXT),
    FaultKind("unknown_enum", "Every row has a status that nobody has heard of."),
    FaultKind("repeated_page", "A later page is the one before it again."),
)
_KEYS = (
    FaultKind("key_store_down", "500 for a call with an Idempotency-Key; nothing was done."),
    FaultKind("key_conflict", "400: the Idempotency-Key is used with a different request."),
)
_BEFORE = (
    FaultKind(
        "number_taken",
        "Just before the call somebody enters a document (or contact) with the number (or name)"
        " of its first element.",
    ),
    FaultKind(
        "lock_date_moved",
        "Just before the call the period lock moves to the latest date in it.",
        {"date": "the lock date, like 2026-11-22"},
    ),
    FaultKind(
        "account_archived",
        "Just before the call the account of its first line is archived.",
        {"code": "another account"},
    ),
    FaultKind(
        "tax_deleted",
        "Just before the call the tax rate of its first line is deleted.",
        {"tax_type": "another tax rate"},
    ),
    FaultKind("contact_archived", "Just before the call its first contact is archived."),
    FaultKind(
        "contact_merged",
        "Just before the call its first contact is merged into another one.",
        {"into": "the id of the surviving contact; a fresh one unless given"},
    ),
)
_AFTER = (
    FaultKind(
        "bookkeeper_edits",
        "Right after the call somebody changes its first document.",
        {"fields": "what is changed; the reference or due date unless given"},
    ),
    FaultKind(
        "bookkeeper_pays",
        "Right after the call somebody pays its first document.",
        {"amount": "part of it; all unless given"},
    ),
    FaultKind("bookkeeper_voids", "Right after the call somebody voids its first document."),
)
ACTED = frozenset(kind.name for kind in (*_ELEMENTS, *_KEYS, *_BEFORE, *_AFTER)) | {"rotation_race"}
FAULT_KINDS = {
    kind.name: kind for kind in (*_LIMITS, *_DOWN, *_ACCESS, *_ELEMENTS, *_KEYS, *_BEFORE, *_AFTER)
}
