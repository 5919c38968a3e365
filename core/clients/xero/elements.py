"""The answer to a batch, element by element (summarizeErrors=false).

The only safe link between what was sent and what came back is the number. An answer with more or
fewer elements than were sent, or with none of their numbers, is no answer: AnswerDoesNotFitError. A
single number that is missing or stands there twice is passed on as it is; settling sees it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.clients.xero.fields import NO_ID, Element
from core.clients.xero.translate import translate_document
from core.domain.xero_document import DocumentKind, ElementAnswer


class Collection(NamedTuple):
    """A writable resource: its name in paths and bodies, and the keys that identify an element."""

    name: str
    id_key: str
    number_key: str
    kind: DocumentKind | None


COLLECTIONS = {
    collection.name: collection
    for collection in (
        Collection("Invoices", "InvoiceID", "InvoiceNumber", DocumentKind.INVOICE),
        Collection("CreditNotes", "CreditNoteID", "CreditNoteNumber", DocumentKind.CREDIT_NOTE),
        Collection("Contacts", "ContactID", "ContactNumber", None),
    )
}


class AnswerDoesNotFitError(ValueError):
    """The answer's elements are not those that were sent."""


def read_elements(
    collection: Collection, answer: Any, sent: Sequence[str]
) -> tuple[ElementAnswer, ...]:
    """Read the answers, each with the index at which its number was sent.

    An element whose number was not sent keeps its own number and its place in the answer.
    """
    rows = answer.get(collection.name) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or len(rows) != len(sent):
        raise AnswerDoesNotFitError("it has not as many elements as were sent.")
    places = {number.strip(): (index, number) for index, number in enumerate(sent)}
    found = []
    for position, element in enumerate(map(Element, rows)):
        echoed = element.text(collection.number_key).strip()
        index, number = places.get(echoed, (position, echoed))
        found.append(_read_element(collection, index, number, element))
    if not any(element.number in sent for element in found):
        raise AnswerDoesNotFitError("it speaks of other numbers than were sent.")
    return tuple(sorted(found, key=lambda answer: answer.index))


def _read_element(
    collection: Collection, index: int, number: str, element: Element
) -> ElementAnswer:
    warnings = messages(element, "Warnings")
    if reasons := _refusal(collection, element):
        return ElementAnswer(index, number, reasons=reasons, warnings=warnings)
    if collection.kind is None:
        contact_id = element.text(collection.id_key)
        return ElementAnswer(index, number, contact_id=contact_id, warnings=warnings)
    document = translate_document(element, collection.kind)
    return ElementAnswer(index, number, document=document, warnings=warnings)


def _refusal(collection: Collection, element: Element) -> tuple[str, ...]:
    """Return why Xero refused the element, empty if it did not.

    The flag is called HasErrors on documents and HasValidationErrors on contacts, and contact and
    lines inside a document can carry errors of their own, so any sign of failure counts.
    """
    reasons = validation_messages(element)
    is_refused = (
        reasons
        or element.text("StatusAttributeString").upper() == "ERROR"
        or element.flag("HasErrors")
        or element.flag("HasValidationErrors")
        or element.text(collection.id_key) in ("", NO_ID)
    )
    if not is_refused:
        return ()
    return reasons or messages(element, "Warnings") or ("Xero refused it without a reason.",)


def validation_messages(element: Element) -> tuple[str, ...]:
    """Collect the reasons on the element itself, on its contact and on its lines, once each."""
    places = [element, element.inside("Contact"), *element.elements("LineItems")]
    found = [text for place in places for text in messages(place, "ValidationErrors")]
    return tuple(dict.fromkeys(found))


def messages(element: Element, key: str) -> tuple[str, ...]:
    return tuple(text for item in element.elements(key) if (text := item.text("Message")))
