"""Looks in Xero for documents whose fate is open: ours are adopted, foreign ones are faults.

What is absent goes back to the queue, but only when nothing of it can do harm by arriving late:
Xero keeps its number unique, or no commit can be on its way any more.
"""

from collections.abc import Mapping, Sequence

from core.domain.batch import Batch, Element, is_unique
from core.domain.doubt import Doubt, doubt_of
from core.domain.faults import make_fault
from core.domain.remedy import LATEST_COMMIT
from core.domain.settlement import Unclear, carries_our_marker, is_ours, was_there_before
from core.domain.xero_document import DocumentKind, XeroDocument
from core.store.invoices import Terms
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import Outcomes, total_differs
from services.xero_posting.prove import OVERLAP
from services.xero_posting.tracing import trace_question

_GONE = ("DELETED", "VOIDED")
_ADOPTED = "It was in Xero before Counterfoil; linked because number, contact and total agree."


def look_up(desk: Desk, batch: Batch, questions: Sequence[Unclear]) -> bool:
    """Ask Xero which of these it has. False while something absent may still arrive."""
    documents = _find(desk, batch, questions)
    found = Outcomes(desk, batch, desk.records_of(batch))
    asked = [each for each in questions if found.holds(each.element)]
    _trace(desk, asked, documents)
    judge = _judge_update if batch.kind.is_update else _judge
    absent = [each for each in asked if not judge(desk, found, each, documents)]
    found.store()
    if not absent:
        return True
    if not batch.is_protected and not _is_over(desk, batch):
        _keep(desk, batch)
        return False
    _release(desk, batch, absent)
    return True


def _trace(desk: Desk, asked: Sequence[Unclear], documents: Sequence[XeroDocument]) -> None:
    for element in (each.element for each in asked if each.element.is_traced):
        found = [
            each
            for each in documents
            if carries_our_marker(element, each) or _holds_number_of(element, each)
        ]
        question = f"Looked up {element.number or element.marker}"
        trace_question(desk, element.source_id, question, found)


def _judge(
    desk: Desk, found: Outcomes, question: Unclear, documents: Sequence[XeroDocument]
) -> bool:
    """Settle one question by what Xero has; False when Xero has nothing for it."""
    element = question.element
    all_marked = [each for each in documents if carries_our_marker(element, each)]
    marked = _best(element, all_marked)
    others = [each for each in documents if _holds_number_of(element, each)]
    if marked is not None and marked.status == "DELETED":
        found.number_taken(element, marked)
    elif marked is not None and is_ours(element, marked):
        message = "It was in Xero already: adopted."
        found.complete(element, marked, message, _twice(marked, all_marked))
    elif marked is not None and marked.total != element.total:
        found.stop(element, total_differs(element, marked), marked)
    elif marked is not None:
        fault = make_fault("CONTACT_DIFFERS", number=marked.number, other=marked.contact_name)
        found.stop(element, fault, marked)
    elif others:
        _judge_foreign(desk, found, question, others)
    elif question.reasons:
        found.refuse(element, question.reasons)
    else:
        return False
    return True


def _judge_update(
    desk: Desk, found: Outcomes, question: Unclear, documents: Sequence[XeroDocument]
) -> bool:
    """The record has its document; whoever else holds the number, it never changes over to that."""
    others = [each for each in documents if _holds_number_of(question.element, each)]
    if others:
        found.number_taken(question.element, others[0])
    elif question.reasons:
        found.refuse(question.element, question.reasons)
    return bool(others or question.reasons)


def _holds_number_of(element: Element, document: XeroDocument) -> bool:
    """Nobody holds a number that Xero does not keep unique: another's bill says nothing of ours."""
    is_same = document.number == element.number
    return is_same and is_unique(document.kind, element.number)


def _judge_foreign(
    desk: Desk, found: Outcomes, question: Unclear, others: Sequence[XeroDocument]
) -> None:
    """The number belongs to a document without our mark: linked if it is the same sale."""
    element = question.element
    same = next((each for each in others if was_there_before(element, each)), None)
    if same is None or not _may_adopt(desk, found, same):
        found.number_taken(element, others[0])
        return
    found.complete(element, same, _ADOPTED, {"code": "ADOPTED", "message": _ADOPTED})


def _may_adopt(desk: Desk, found: Outcomes, document: XeroDocument) -> bool:
    """Only by option, and never what another record stands for.

    It is reserved before the ledger is asked, because that lets another delivery have its turn.
    """
    if not desk.connection.settings.adopt_existing:
        return False
    if document.xero_id in desk.adopted or document.xero_id in found.linked_ids:
        return False
    desk.adopted.add(document.xero_id)
    if not desk.records.is_linked(desk.connection.id, document.xero_id):
        return True
    desk.adopted.discard(document.xero_id)
    return False


def _best(element: Element, marked: Sequence[XeroDocument]) -> XeroDocument | None:
    """Of several with our mark (a bookkeeper may have copied one) a living one counts, best as sent."""
    return min(
        marked, key=lambda each: (each.status in _GONE, not is_ours(element, each)), default=None
    )


def _twice(best: XeroDocument, marked: Sequence[XeroDocument]) -> Mapping[str, str] | None:
    """Two living ones are one too many, whoever made the other: a person has to know."""
    alive = {each.xero_id: each.number for each in marked if each.status not in _GONE}
    if alive.pop(best.xero_id, None) is None or not alive:
        return None
    told = make_fault("TWICE_IN_XERO", number=best.number, others=", ".join(alive.values()))
    return {"code": told.code, "message": told.message}


def _find(desk: Desk, batch: Batch, questions: Sequence[Unclear]) -> list[XeroDocument]:
    kind = batch.kind.document_kind
    numbers = [each.element.number for each in questions if each.element.number]
    own = {each.element.xero_id for each in questions} - {""}
    was_taken = any(each.reasons for each in questions)
    since = batch.first_sent_at
    if batch.kind.is_update or (numbers and _comes_by_number(batch, was_taken=was_taken)):
        documents = desk.ledger.documents_by_number(kind, numbers) if numbers else []
    elif since is not None:
        # One scan of what the send may have made, whatever number it has now.
        documents = desk.ledger.documents_changed(kind, since - OVERLAP)
    else:
        documents = []
    # What was deleted has given up its place; only an order keeps its number even then.
    keeps = kind is DocumentKind.PURCHASE_ORDER and bool(numbers)
    return [
        each
        for each in documents
        if each.xero_id not in own and (keeps or each.status != "DELETED")
    ]


def _comes_by_number(batch: Batch, *, was_taken: bool) -> bool:
    """Invoices come forty numbers a call; of the others each number costs one, so only if taken."""
    if not batch.is_protected:
        return False
    is_listed = batch.kind.document_kind is DocumentKind.INVOICE
    return is_listed or was_taken or batch.first_sent_at is None


def _is_over(desk: Desk, batch: Batch) -> bool:
    """Tell whether nothing of the batch can be on its way any more."""
    last = batch.last_sent_at
    return last is None or desk.now() >= last + LATEST_COMMIT


def _keep(desk: Desk, batch: Batch) -> None:
    """It stays open; the next look comes by `remedy.choose_remedy`."""
    message = "Not in Xero yet; it may still arrive, so nothing is sent again before it cannot."
    now = desk.now()
    desk.batches.mark_unknown(batch.id, now)
    desk.batches.mark_looked_up(batch.id, now)
    desk.records.mark_checking(batch.id, desk.step("CHECKING", message))


def _release(desk: Desk, batch: Batch, absent: Sequence[Unclear]) -> None:
    now = desk.now()
    doubts: dict[int, Doubt] = {}
    for question in absent:
        if (doubt := doubt_of(batch, question.element, now)) is not None:
            doubts[question.element.source_id] = doubt
    desk.give_back(
        batch.id,
        "NOT_IN_XERO",
        "Looked up: Xero does not have it, so it may be sent again.",
        Terms(doubts=doubts),
        autotask_ids=[question.element.source_id for question in absent],
    )
