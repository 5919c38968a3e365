"""Rules about a document as a whole."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sandbox.xero.books import Books
from sandbox.xero.dates import moment_of
from sandbox.xero.documents.amounts import Totals
from sandbox.xero.documents.kinds import APPROVED, Kind
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

Draft = Mapping[str, Any]
_LONGEST = 255
_LOCKS = (("EndOfYearLockDate", "end of year"), ("PeriodLockDate", "period"))
_SUMS = ("SubTotal", "TotalTax", "Total")


def day_of(document: Draft) -> date:
    """The date of a document."""
    return moment_of(document["Date"]).date()


def check_lock(books: Books, day: date, ruling: Ruling, *, editing: bool = False) -> None:
    """Nothing may be written on or before a lock date."""
    for field, name in _LOCKS:
        lock = books.day(field)
        if lock is None or day > lock:
            continue
        if editing:
            ruling.refuse(
                "This document cannot be edited as it is currently dated before "
                f"the {name} lock date, currently set at {lock:%d-%b-%Y}"
            )
        else:
            ruling.refuse(
                f"The document date cannot be before the {name} lock date, "
                f"currently set at {lock:%d-%b-%Y}"
            )
        return


def check_number(books: Books, kind: Kind, draft: Draft, ruling: Ruling) -> None:
    """Sales numbers are unique among all that are not deleted; a voided one keeps its number."""
    number = draft[kind.number_field]
    if len(number) > _LONGEST:
        ruling.refuse(f"{kind.number_field} must be {_LONGEST} characters or less.")
    if not all(" " <= character <= "~" for character in number):
        ruling.refuse(f"{kind.number_field} must contain printable ASCII characters only.")
    if draft["Type"] != kind.sale or not number:
        return
    others = [
        other
        for other in books.find(kind.entity, kind.number_field, number)
        if other[kind.id_field] != draft[kind.id_field]
        and other["Type"] == kind.sale
        and other["Status"] != "DELETED"
    ]
    if others:
        ruling.refuse(kind.number_taken)


def check_texts(books: Books, draft: Draft, ruling: Ruling) -> None:
    """Reference and link."""
    if len(draft.get("Reference", "")) > _LONGEST:
        ruling.refuse("Reference must be 255 characters or less.")
    url = draft.get("Url")
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        ruling.refuse("Url must be a valid absolute URL.")
    elif "xero" in url.lower() and books.switches.value("url_with_xero") == "refused":
        ruling.refuse("Url cannot contain the word 'xero'.")


def check_theme(books: Books, sent: Element, ruling: Ruling) -> None:
    """A branding theme that does not exist: what becomes of it, no page says."""
    theme_id = sent.guid("BrandingThemeID")
    is_unknown = theme_id is not None and books.get("BrandingThemes", theme_id) is None
    if is_unknown and books.switches.value("unknown_theme") == "refused":
        ruling.refuse("The branding theme could not be found")


def check_currency(books: Books, code: str, ruling: Ruling) -> None:
    """Only currencies that the organisation has added."""
    if books.get("Currencies", code) is None:
        ruling.refuse(f"Organisation is not subscribed to currency {code}")


def check_approval(kind: Kind, draft: Draft, ruling: Ruling) -> None:
    """What an approved document needs more than a draft."""
    if draft["Status"] not in APPROVED:
        return
    if not draft["LineItems"]:
        ruling.refuse("One or more line items must be specified")
    if kind.is_invoice and "DueDate" not in draft:
        ruling.refuse("The document DueDate field must be specified.")


def check_totals(sent: Element, computed: Totals, ruling: Ruling) -> None:
    """Sums that were sent must be the computed ones; a negative document does not exist."""
    expected = computed.described()
    for name in _SUMS:
        claimed = sent.number(name)
        if claimed is not None and claimed != expected[name]:
            ruling.refuse("The document total does not equal the sum of the lines.")
    if computed.total < 0:
        ruling.refuse("The document total must be greater than 0.")
