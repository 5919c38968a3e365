"""What no document settles: each such fact can be had both ways, and has a name at the door."""

from collections.abc import Sequence
from dataclasses import dataclass

Value = bool | int | str


@dataclass(frozen=True)
class Switch:
    """One open question; without `values` it takes a whole number from 0."""

    name: str
    meaning: str
    default: Value
    values: tuple[Value, ...] = ()
    # U: unconfirmed by any source; T: told by third parties; O: Xero says so, and both happen.
    mark: str = "U"


_YES_NO = (True, False)
SWITCHES: Sequence[Switch] = (
    Switch(
        "approval_rights",
        "Whether the connected user may approve; without the right AUTHORISED comes back DRAFT.",
        True,
        _YES_NO,
        "L",
    ),
    Switch(
        "atomic_batches",
        "Whether one bad element undoes the good ones of a call without summarizeErrors=false.",
        True,
        _YES_NO,
    ),
    Switch(
        "plan_limit",
        "Sales invoices that may be approved a month (bills: a quarter of it); 0 is no limit.",
        0,
        mark="T",
    ),
    Switch(
        "idempotency_while_running",
        "A second call with the key of one that still runs: waits, is refused, or runs as well.",
        "wait",
        ("wait", "refuse", "run"),
    ),
    Switch(
        "idempotency_refusal",
        "The shape of the 400 for a key that was used with a different request.",
        "validation",
        ("validation", "problem", "bare"),
    ),
    Switch(
        "idempotency_store",
        "Whether the store of keys works; while it is down every call with a key ends in a 500.",
        "up",
        ("up", "down"),
        "O",
    ),
    Switch(
        "late_commit_seconds",
        "How long after the caller gave up a late_commit happens, unless the fault says.",
        30,
    ),
    Switch(
        "if_modified_since",
        "Whether If-Modified-Since includes what changed in that very second.",
        "exclusive",
        ("exclusive", "inclusive"),
    ),
    Switch(
        "nothing_modified",
        "The status of a list that If-Modified-Since leaves empty.",
        200,
        (200, 304),
    ),
    Switch(
        "numbers_return",
        "Which invoices InvoiceNumbers= finds.",
        "all",
        ("all", "without_deleted", "without_voided_and_deleted"),
    ),
    Switch(
        "half_rounding",
        "How the half cent of a line is rounded: 1.5 x 10.95 is 16.43 half up and 16.42 half even.",
        "half_up",
        ("half_up", "half_even"),
    ),
    Switch(
        "url_with_xero",
        "A link that contains the word xero.",
        "refused",
        ("refused", "accepted"),
    ),
    Switch(
        "url_in_write_answers",
        "Whether the answer to a create or update shows the link.",
        True,
        _YES_NO,
    ),
    Switch("url_on_bills", "Whether a bill keeps the link that it was sent with.", True, _YES_NO),
    Switch(
        "merged_contact",
        "A document for a contact that was merged: lands on the surviving one, or is refused.",
        "survivor",
        ("survivor", "refused"),
    ),
    Switch(
        "unknown_tracking",
        "A tracking category or option that does not exist, or a third category.",
        "ignored",
        ("ignored", "refused"),
        "T",
    ),
    Switch(
        "unknown_theme",
        "A branding theme that does not exist: the first one is taken, or it is refused.",
        "first",
        ("first", "refused"),
    ),
    Switch(
        "bills_by_number",
        "Whose bill a POST by number overwrites.",
        "any_supplier",
        ("any_supplier", "same_supplier", "nobody"),
        "T",
    ),
    Switch(
        "paid_line_changes",
        "New amounts for a paid document: refused, or ignored with 200.",
        "refused",
        ("refused", "ignored"),
        "T",
    ),
    Switch(
        "concurrent_headers",
        "What a 429 for too many calls at once carries.",
        "remaining",
        ("remaining", "nothing", "retry_after"),
    ),
    Switch(
        "minute_window",
        "Whether the minute starts with a first call, or is any sixty seconds.",
        "fixed",
        ("fixed", "rolling"),
        "O",
    ),
    Switch(
        "scope_spelling",
        "How WWW-Authenticate names a missing scope: as it should be, or as the FAQ has it.",
        "insufficient_scope",
        ("insufficient_scope", "insufficent_scope"),
        "O",
    ),
    Switch(
        "invoices_scope_opens_orders",
        "Whether accounting.invoices is enough for purchase orders.",
        True,
        _YES_NO,
        "O",
    ),
    Switch(
        "where_backslash",
        "A backslash before a quote inside a where clause.",
        "refused",
        ("refused", "accepted"),
    ),
    Switch(
        "repeated_file_name",
        "A PUT of a file whose name is there: replaces it, or puts a second one beside it. A POST"
        " replaces it.",
        "replaces",
        ("replaces", "beside"),
        "T",
    ),
)
