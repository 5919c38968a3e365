"""What a traced record keeps of a call to Xero: its own part of the request and of the answer.

Neither holds a secret: those travel in headers, which are not part of a frozen batch.
"""

from typing import Any

from core.clients.exact_json import dump, load
from core.domain.batch import Batch
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Answer


def trace_call(desk: Desk, batch: Batch, answer: Answer | str) -> None:
    """Write into the trace of each traced record; a text is what there was instead of an answer."""
    traced = [each for each in enumerate(batch.elements) if each[1].is_traced]
    if not traced:
        return
    (rows,) = load(batch.body).values()
    for index, element in traced:
        entries = [
            _entry(desk, "call", f"{batch.method} {batch.path}", _text(rows[index])),
            _entry(desk, "answer", *_told(answer, index)),
        ]
        desk.trace(desk.connection.id, element.source_id, entries)


def _told(answer: Answer | str, index: int) -> tuple[str, str]:
    if isinstance(answer, str):
        return "No answer for this document", answer
    found = next((each for each in answer.elements if each.index == index), None)
    if found is None:
        return "Xero's answer leaves this document out", ""
    return ("Refused" if found.reasons else "Accepted"), _text(found.raw)


def _entry(desk: Desk, kind: str, title: str, body: str) -> dict[str, Any]:
    return {"at": desk.now(), "kind": kind, "title": title, "body": body}


def _text(element: Any) -> str:
    return dump(dict(element)).decode()
