"""The faults that are Autotask's own, in a sentence each."""

from typing import Final

from sandbox.door.fault_kinds import FaultKind

_RETRY_AFTER: Final = {"retry_after": "the Retry-After header, null for none"}
_ROW: Final = {
    "entity": "whose answers; the endpoint unless given",
    "record": "the id, or all; the first row of the answer unless given",
}
_FIELD: Final = {**_ROW, "field": "which field; one that suits the fault unless given"}
_VALUE: Final = {**_FIELD, "value": "what stands there instead"}
_WHO: Final = {"record": "the id; the last row of the answer unless given"}
_INVOICE: Final = {"record": "the invoice's id; any unless given"}

_LIMITS = (
    FaultKind(
        "rate_limited_concurrent",
        "429: three calls to the endpoint are running already.",
        _RETRY_AFTER,
    ),
    FaultKind(
        "threads",
        "Another name of rate_limited_concurrent.",
        _RETRY_AFTER,
        acts_as="rate_limited_concurrent",
    ),
    FaultKind(
        "rate_limited_hour",
        "The hour's calls are used up: 429, or 500 by the switch hourly_refusal.",
        _RETRY_AFTER,
    ),
)
_DOWN = (
    FaultKind(
        "error",
        "500 with a list of errors; nothing was done.",
        {"text": "the one error in the list"},
        acts_as="error_before_commit",
    ),
    FaultKind("bad_gateway", "502 with a page; nothing was done."),
    FaultKind("gateway_timeout", "504 with a page; nothing was done."),
    FaultKind("unavailable", "503 in plain text; nothing was done."),
    FaultKind("maintenance", "503 with a page about maintenance; nothing was done."),
)
_ACCESS = (
    FaultKind("unauthorized", "401 without a body; nothing was done."),
    FaultKind(
        "not_permitted",
        "The user has no permission for it: 500 with a sentence, or 403 by the switch"
        " permission_text.",
    ),
    FaultKind(
        "zone_moved",
        "The tenant moves to another zone for good: this address answers 401 from now on, and"
        " zoneInformation names the other one.",
    ),
)
_PAGES = (
    FaultKind("repeated_page", "A page is the one before it again."),
    FaultKind("short_page", "A page has half of its rows and says where the rest is."),
    FaultKind("cut_page", "A page has half of its rows and says that there are no more."),
    FaultKind(
        "changed_between_pages",
        "Right after the page somebody changes its last row and the first one beyond it, so that"
        " they may begin or cease to match.",
        {"record": "one row instead of these two", "fields": "what is changed, as for POST edit"},
        endpoint="POST Invoices",
        stands=True,
    ),
    FaultKind(
        "voided",
        "Right after the answer somebody voids an invoice of it, or the invoice of its last line.",
        _WHO,
        endpoint="POST Invoices",
        stands=True,
    ),
)


def _data(name: str, says: str, needs: dict[str, str], endpoint: str = "Invoices") -> FaultKind:
    return FaultKind(name, says, needs, endpoint=endpoint, stands=True)


_DATA = (
    _data(
        "sums_differ",
        "An invoice's total is not the sum of its lines.",
        {**_FIELD, "by": "the difference, 10.00 unless given"},
    ),
    _data(
        "currency_mismatch",
        "A company's currency is none of the currencies.",
        _VALUE,
        endpoint="Companies",
    ),
    _data("malformed_json", "The answer breaks off being JSON inside one row.", _FIELD),
    _data("wrong_type", "A field has a value of another type.", _VALUE),
    _data("unknown_pick_list", "A field has a number that its pick list lacks.", _VALUE),
    _data("null_value", "A field that the vendor promises is null.", _FIELD),
    _data("naive_dates", "The instants of a row, or one of them, have no zone.", _FIELD),
    _data(
        "huge_description",
        "A text is two megabytes long.",
        {**_FIELD, "size": "how many characters, at most 50,000,000"},
        endpoint="BillingItems",
    ),
    _data(
        "hostile_html",
        "The printed invoice carries scripts, foreign images, a form and a sheet over everything.",
        _INVOICE,
        endpoint="Invoices/InvoiceMarkupHtml",
    ),
    _data(
        "large_pdf",
        "The invoice's PDF is eight megabytes large.",
        {**_INVOICE, "size": "how many bytes, at most 50,000,000"},
        endpoint="Invoices/InvoicePdf",
    ),
)
ACTED: Final = frozenset(kind.name for kind in (*_PAGES, *_DATA)) | {"not_permitted", "zone_moved"}
FAULT_KINDS: Final = {kind.name: kind for kind in (*_LIMITS, *_DOWN, *_ACCESS, *_PAGES, *_DATA)}
