"""Whose number a document carries in Xero (product.md X4)."""

import unicodedata

from core.domain.connection_settings import ConnectionSettings
from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.setting_choices import Numbering

_LONGEST = 255
_ID_PREFIX = "INV:"


def document_number(invoice: Invoice, settings: ConnectionSettings) -> str:
    """The number, unique by Xero's own rule; "" lets Xero number the document."""
    if settings.numbering is Numbering.XERO:
        return ""
    if settings.numbering is Numbering.AUTOTASK_ID:
        return f"{settings.number_prefix or _ID_PREFIX}{invoice.autotask_id}"
    if invoice.number is None:
        raise MappingError("no number", code="NUMBER_MISSING")
    number = settings.number_prefix + _carried(invoice.number)
    if len(number) > _LONGEST:
        raise MappingError("number too long", code="NUMBER_TOO_LONG", number=number)
    return number


def _carried(number: str) -> str:
    """The number in what Xero takes: printable ASCII without commas.

    A comma would break Xero's InvoiceNumbers filter, by which an unanswered batch is looked up: it
    becomes a blank. Accents go, and what ASCII has no letter for becomes a hyphen. Two numbers of
    Autotask's may so become one ("A,1" and "A 1"); Xero refuses the second, the look-up finds the
    first one's marker on that document, and the invoice stops as NUMBER_TAKEN. It never becomes a
    change of the other document.
    """
    if number.isascii() and number.isprintable():
        return number.replace(",", " ")
    plain = unicodedata.normalize("NFKD", number)
    letters = (each for each in plain if not unicodedata.combining(each))
    ascii_only = "".join(each if " " <= each <= "~" else "-" for each in letters)
    return ascii_only.replace(",", " ").strip()


def decide_number(invoice: Invoice, settings: ConnectionSettings) -> Decision:
    """The number with its reason."""
    number = document_number(invoice, settings)
    match settings.numbering:
        case Numbering.XERO:
            reason = "Xero numbers it."
        case Numbering.AUTOTASK_ID:
            prefix = settings.number_prefix or _ID_PREFIX
            reason = f"Autotask's id {invoice.autotask_id} behind “{prefix}”."
        case _:
            reason = f"Autotask's number {invoice.number}"
            reason += f" behind “{settings.number_prefix}”" if settings.number_prefix else ""
            is_same = number == settings.number_prefix + (invoice.number or "")
            reason += "." if is_same else "; Xero cannot carry all of its characters."
    return Decision(Subject.NUMBER, number, reason)
