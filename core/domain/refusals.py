"""Recognises Xero's refusals by their words (developer.xero.com gives no codes).

The patterns follow texts seen on the wire; a text that none of them knows becomes XERO_REFUSED and
is shown unchanged.
"""

import re
from collections.abc import Sequence

from core.domain.faults import Fault, make_fault

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(text, re.IGNORECASE))
    for code, text in (
        ("ACCOUNT_ARCHIVED", r"Account code '(?P<account>[^']*)' has been archived"),
        ("ACCOUNT_INVALID", r"Account code '(?P<account>[^']*)' is not a valid code"),
        ("ACCOUNT_INVALID", r"Account must be valid"),
        ("ACCOUNT_MISSING", r"Account code must be specified"),
        (
            "TAX_TYPE_MISMATCH",
            (
                r"TaxType code '(?P<tax_type>[^']*)' cannot be used with account code "
                r"'(?P<account>[^']*)'"
            ),
        ),
        ("TAX_TYPE_UNKNOWN", r"TaxType code (?P<tax_type>\S+) does not exist"),
        ("TAX_TYPE_UNKNOWN", r"Tax rate must be valid"),
        ("TAX_TOO_LARGE", r"Tax amount cannot be greater than the line amount"),
        (
            "PERIOD_LOCKED",
            (
                r"before the (?:end of year|period) lock date(?:, currently set at "
                r"(?P<lock_date>[\w-]+))?"
            ),
        ),
        ("CURRENCY_NOT_SUBSCRIBED", r"not subscribed to currency '?(?P<currency>[A-Z]{3})"),
        ("CONTACT_ARCHIVED", r"contact with the specified contact details has been archived"),
        ("CONTACT_ARCHIVED", r"matched an archived contact"),
        ("DOCUMENT_LOCKED", r"has a payment or credit note allocated"),
        ("DOCUMENT_LOCKED", r"has payments or credit notes allocated"),
        ("DOCUMENT_LOCKED", r"not of valid status for modification"),
        ("PLAN_LIMIT", r"reached the limit of invoices you can approve"),
    )
)

_MUST_BE_UNIQUE = re.compile(r"must be unique", re.IGNORECASE)


def asks_for_look_up(reasons: Sequence[str]) -> bool:
    """Tell whether Xero says the number is taken: a question to look up, not yet an error."""
    return any(_MUST_BE_UNIQUE.search(reason) for reason in reasons)


def recognise(reasons: Sequence[str], **values: object) -> Fault:
    """Turn Xero's words into a fault; `values` are the document's own (number, company ...)."""
    vendor_text = "\n".join(reasons)
    for reason in reasons:
        for code, pattern in _PATTERNS:
            if found := pattern.search(reason):
                named = {name: text for name, text in found.groupdict().items() if text}
                return make_fault(code, vendor_text=vendor_text, **{**values, **named})
    return make_fault("XERO_REFUSED", vendor_text=vendor_text, **values)
