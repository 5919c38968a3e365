"""The answer to a batch, element by element (summarizeErrors=false).

The only safe link between what was sent and what came back is what we chose: the number, or our
mark where Xero numbers the document itself or does not keep its number unique. An answer with more
or fewer elements than were sent, or with none of theirs, is no answer: AnswerDoesNotFitError. A
single one that is missing or stands there twice is passed on as it is; settling sees it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.clients.xero.fields import NO_ID, Element
from core.clients.xero.resources import Resource
from core.clients.xero.translate import translate_document
from core.domain.markers import marks_in
from core.domain.xero_document import ElementAnswer


class Sent(NamedTuple):
    """What identifies an element that was sent. Without a number of ours it is the mark."""

    number: str
    marker: str = ""


class AnswerDoesNotFitError(ValueError):
    """The answer's elements are not those that were sent."""


def read_sent(resource: Resource, body: Any) -> list[Sent]:
    """Read back from a frozen body what identifies its elements.

    A bill's number does not: Xero has any number of bills with the same.
    """
    rows = Element(body).elements(resource.name)
    if not rows:
        raise ValueError(f"the body holds no {resource.name}")
    return [
        Sent(
            "" if row.text("Type") == "ACCPAY" else row.text(resource.number_key),
            row.text(resource.marker_key),
        )
        for row in rows
    ]


def read_elements(
    resource: Resource, answer: Any, sent: Sequence[Sent]
) -> tuple[ElementAnswer, ...]:
    """Read the answers, each with the index at which it was sent.

    An element that is known by its mark, or whose number was not sent, keeps its own number and its
    place in the answer.
    """
    rows = answer.get(resource.name) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or len(rows) != len(sent):
        raise AnswerDoesNotFitError("it has not as many elements as were sent.")
    places = {each.number.strip(): (index, each.number) for index, each in enumerate(sent)}
    places.pop("", None)
    found = []
    for position, element in enumerate(map(Element, rows)):
        echoed = element.text(resource.number_key).strip()
        index, number = places.get(echoed, (position, echoed))
        found.append(_read_element(resource, index, number, element))
    if not any(_is_known(element, places, sent[element.index]) for element in found):
        raise AnswerDoesNotFitError("it speaks of others than were sent.")
    return tuple(sorted(found, key=lambda answer: answer.index))


def _is_known(answer: ElementAnswer, places: dict[str, tuple[int, str]], sent: Sent) -> bool:
    """Tell whether an element is one of ours; a refusal need not echo our mark."""
    if answer.number.strip() in places:
        return True
    if sent.number:
        return False
    return bool(marks_in(answer.marker) & marks_in(sent.marker)) or not answer.is_accepted


def _read_element(resource: Resource, index: int, number: str, element: Element) -> ElementAnswer:
    warnings = messages(element, "Warnings")
    marker = element.text(resource.marker_key)
    if reasons := _refusal(resource, element):
        return ElementAnswer(
            index, number, marker, reasons=reasons, warnings=warnings, raw=element.raw
        )
    if not resource.kinds:
        contact_id = element.text(resource.id_key)
        return ElementAnswer(
            index, number, contact_id=contact_id, warnings=warnings, raw=element.raw
        )
    document = translate_document(element, resource)
    return ElementAnswer(
        index, number, marker, document=document, warnings=warnings, raw=element.raw
    )


def _refusal(resource: Resource, element: Element) -> tuple[str, ...]:
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
        or element.text(resource.id_key) in ("", NO_ID)
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
