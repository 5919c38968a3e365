"""Learns from the invoices whether Autotask's `invoiceTotal` has the tax in it.

Autotask does not document it (autotask-api section 9). Only an invoice that can be read in one way
is evidence. What was decided stands: an invoice that says otherwise raises the alarm TOTALS_FLIPPED,
which ends when a whole window agrees again or a person chooses the reading.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.admission.sums import fitting_readings
from core.domain.faults import Fault, make_fault
from core.domain.invoice import Invoice
from core.domain.setting_choices import HeaderTotal

ENOUGH = 5
WINDOW = 20
# One that says otherwise, say of a tax that Autotask rounded oddly, needs ten against it.
_AGAINST_ONE = 10

_LETTERS = {HeaderTotal.NET: "n", HeaderTotal.GROSS: "g"}
_TOLD = {HeaderTotal.NET: "without tax", HeaderTotal.GROSS: "with tax"}


def clear_reading(invoice: Invoice, tolerance: Decimal) -> HeaderTotal | None:
    """Net or gross, if no header within the tolerance could be both; else nothing was learned."""
    if not invoice.lines or abs(invoice.tax) <= 2 * tolerance:
        return None
    fitting = fitting_readings(invoice, tolerance)
    return next(iter(fitting)) if len(fitting) == 1 else None


@dataclass(frozen=True, slots=True)
class Learned:
    """`recent` has a letter for each clear invoice of the window, the newest last."""

    decided: HeaderTotal | None = None
    recent: str = ""

    def and_now(self, reading: HeaderTotal) -> "Learned":
        recent = (self.recent + _LETTERS[reading])[-WINDOW:]
        return Learned(self.decided or _leader(recent), recent)

    def is_contradicted_by(self, reading: HeaderTotal) -> bool:
        return self.decided is not None and reading is not self.decided

    @property
    def is_settled(self) -> bool:
        """A whole window says what was decided."""
        return self.decided is not None and self.recent == _LETTERS[self.decided] * WINDOW


def _leader(recent: str) -> HeaderTotal | None:
    counts = {reading: recent.count(letter) for reading, letter in _LETTERS.items()}
    leader = max(counts, key=lambda reading: counts[reading])
    against = len(recent) - counts[leader]
    return leader if counts[leader] >= max(ENOUGH, _AGAINST_ONE * against) else None


def flip_alarm(invoice: Invoice, believed: HeaderTotal, reading: HeaderTotal) -> Fault:
    """The words of the alarm: which invoice, what was thought, what it says, what to do."""
    return make_fault(
        "TOTALS_FLIPPED",
        number=invoice.number or invoice.autotask_id,
        header_total=invoice.header_total,
        believed=_TOLD[believed],
        reading=_TOLD[reading],
    )
