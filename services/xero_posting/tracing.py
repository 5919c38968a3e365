"""What a traced record keeps of each call to Xero: its own part of the question and of the answer.

Neither holds a secret: those travel in headers, which are not part of a frozen batch.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.clients.exact_json import dump, load
from core.domain.batch import Batch
from core.domain.xero_document import XeroDocument
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


def trace_question(
    desk: Desk, autotask_id: int, question: str, found: Sequence[XeroDocument]
) -> None:
    """Write into the trace of a traced record what was asked about it, and what Xero has."""
    body = "\n\n".join(_text(_shown(document)) for document in found)
    title = f"Xero has {len(found)}" if found else "Xero has none"
    entries = [_entry(desk, "call", question, ""), _entry(desk, "answer", title, body)]
    desk.trace(desk.connection.id, autotask_id, entries)


def _shown(document: XeroDocument) -> dict[str, Any]:
    """As we read it: every value as a text, line by line."""
    values = {name: str(value) for name, value in asdict(document).items() if name != "lines"}
    lines = [{name: str(value) for name, value in asdict(line).items()} for line in document.lines]
    return {**values, "lines": lines}


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
