"""Writing several elements with one call, and the two ways of answering for them."""

from collections.abc import Callable, Sequence

from werkzeug.wrappers import Response

from sandbox.xero import answers
from sandbox.xero.acted import is_named, muddled, refuse_by_fault
from sandbox.xero.books import Books, Record
from sandbox.xero.elements import Element
from sandbox.xero.envelope import Envelope
from sandbox.xero.refusals import RejectedElementError, ValidationFailedError
from sandbox.xero.resource import Sent

# Writes one element; answers how it is shown, and warnings.
WriteOne = Callable[[Element], tuple[Record, Sequence[str]]]


class Batches:
    """Runs the elements of a call in order."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        self._books = books
        self._envelope = envelope

    def answer(
        self,
        sent: Sent,
        collection: str,
        elements: Sequence[Element],
        write: WriteOne,
        refused: Callable[[Record], Record],
    ) -> Response:
        """200 with a status each when summarizeErrors=false, else all or a 400."""
        if is_named(sent.fault, "error_after_half"):
            return self._half(elements, write)
        # Left out means true, whatever the specification says.
        separate = (sent.argument("summarizeErrors") or "").strip().lower() == "false"
        rows, failed = [], []
        for index, element in enumerate(elements):
            try:
                with self._books.store.transaction():
                    shown, warnings = write(element)
                    refuse_by_fault(sent.fault, index, shown)
            except RejectedElementError as problem:
                row = refused(problem.echo)
                errors = answers.messages(problem.messages)
                failed.append({**row, "ValidationErrors": errors})
                row = {**row, "StatusAttributeString": "ERROR", "ValidationErrors": errors}
            else:
                row = _accepted(shown, warnings, separate=separate)
            rows.append(row)
        if failed and not separate:
            return self._summarised(failed)
        return self._envelope.answer(collection, muddled(rows, sent.fault))

    def _summarised(self, failed: Sequence[Record]) -> Response:
        problem = ValidationFailedError(failed)
        # No document says whether the good elements of a refused call stay; both can be had.
        if self._books.switches.value("atomic_batches"):
            raise problem
        return answers.validation_failed(problem)

    def _half(self, elements: Sequence[Element], write: WriteOne) -> Response:
        for element in elements[: (len(elements) + 1) // 2]:
            try:
                with self._books.store.transaction():
                    write(element)
            except RejectedElementError:
                continue
        return answers.broken()


def _accepted(shown: Record, warnings: Sequence[str], *, separate: bool) -> Record:
    row = {**shown, "Warnings": answers.messages(warnings)} if warnings else dict(shown)
    if separate:
        row["StatusAttributeString"] = "WARNING" if warnings else "OK"
    return row
