"""Reading everything of a posted document but its contact and lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.dates import day_string, wire_day
from sandbox.xero.documents.amounts import half_up
from sandbox.xero.documents.kinds import LINE_AMOUNT_TYPES, STATUSES, Kind
from sandbox.xero.elements import Element

# Units of a currency for one of the base currency, where the real one asks XE for the day's rate.
_DAY_RATES = {"AUD": Decimal("0.913200"), "USD": Decimal("0.587400")}
_OTHER_DATES = {"ACCREC": ("ExpectedPaymentDate",), "ACCPAY": ("PlannedPaymentDate",)}


def header(books: Books, kind: Kind, sent: Element, old: Mapping[str, Any]) -> Record:
    """The fields of a document; what was not sent stays as it was."""
    document_type = sent.choice("Type", f"{kind.noun}Type", kind.all_types) or old.get("Type", "")
    currency = (sent.text("CurrencyCode") or "").upper() or old.get(
        "CurrencyCode", books.organisation()["BaseCurrency"]
    )
    return {
        "Type": document_type,
        kind.number_field: kept(sent, old, kind.number_field),
        # A bill has no reference: what is sent is dropped.
        "Reference": kept(sent, old, "Reference") if document_type == kind.sale else "",
        **_url(books, sent, old, document_type),
        "Status": sent.choice("Status", f"{kind.noun}StatusCode", STATUSES)
        or old.get("Status", "DRAFT"),
        "LineAmountTypes": sent.choice("LineAmountTypes", "LineAmountType", LINE_AMOUNT_TYPES)
        or old.get("LineAmountTypes", "Exclusive"),
        "CurrencyCode": currency,
        "CurrencyRate": rate(books, sent, old, currency),
        "BrandingThemeID": theme(books, sent, old),
        "SentToContact": sent_flag(sent, old),
        **dates(books, sent, old, ("DueDate", *_OTHER_DATES.get(document_type, ()))),
    }


def kept(sent: Element, old: Mapping[str, Any], name: str) -> str:
    """A text as sent, else as it was."""
    value = sent.text(name)
    return str(old.get(name, "")) if value is None else value


def _url(books: Books, sent: Element, old: Mapping[str, Any], document_type: str) -> Record:
    has_link = document_type in ("ACCREC", "ACCPAY")
    if document_type == "ACCPAY":
        has_link = bool(books.switches.value("url_on_bills"))
    url = kept(sent, old, "Url")
    return {"Url": url} if url and has_link else {}


def rate(books: Books, sent: Element, old: Mapping[str, Any], currency: str) -> Decimal:
    """The exchange rate: one for the base currency, else as sent, as it was, or the day's."""
    if currency == books.organisation()["BaseCurrency"]:
        return Decimal("1.0")
    claimed = sent.number("CurrencyRate")
    if claimed:
        return half_up(claimed, 6)
    if currency == old.get("CurrencyCode"):
        return Decimal(old["CurrencyRate"])
    return _DAY_RATES.get(currency, Decimal("1.0"))


def theme(books: Books, sent: Element, old: Mapping[str, Any]) -> str:
    """The branding theme; one that does not exist becomes the first."""
    theme_id = sent.guid("BrandingThemeID") or old.get("BrandingThemeID", "")
    known = books.get("BrandingThemes", theme_id) or books.store.all("BrandingThemes")[0]
    return str(known["BrandingThemeID"])


def sent_flag(sent: Element, old: Mapping[str, Any]) -> bool:
    """Whether the document counts as sent to its contact."""
    flag = sent.flag("SentToContact")
    return bool(old.get("SentToContact")) if flag is None else flag


def dates(books: Books, sent: Element, old: Mapping[str, Any], others: Sequence[str]) -> Record:
    """The document's date, today unless it was sent, and the other dates that it has."""
    found: Record = {}
    for name in ("Date", *others):
        day = sent.day(name)
        if day is not None:
            found |= {f"{name}String": day_string(day), name: wire_day(day)}
        elif name in old:
            found |= {f"{name}String": old[f"{name}String"], name: old[name]}
    if "Date" not in found:
        today = books.today()
        found = {"DateString": day_string(today), "Date": wire_day(today), **found}
    return found
