"""May this invoice go to Xero now? Holds, guards and skip rules (product.md I3 to I5).

Autotask shows an invoice before its number and its lines are there, and a voided one keeps its
header but loses its lines, so the order of the questions matters (`order`).
"""

from core.domain.admission.circumstances import NOTHING_KNOWN, Circumstances, LinesSeen
from core.domain.admission.order import admit, admit_by_hand, skip_by_header
from core.domain.admission.sums import reconciles
from core.domain.admission.verdicts import Admitted, Held, Skipped, Stopped, Verdict, describe

__all__ = [
    "NOTHING_KNOWN",
    "Admitted",
    "Circumstances",
    "Held",
    "LinesSeen",
    "Skipped",
    "Stopped",
    "Verdict",
    "admit",
    "admit_by_hand",
    "describe",
    "reconciles",
    "skip_by_header",
]
