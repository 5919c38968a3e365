"""A decision taken on the way to Xero, with its reason; the record panel shows them (product.md S6)."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What was decided; the value is stored, screens have words for it."""

    ACCOUNT = "account"
    TAX = "tax"
    TRACKING = "tracking"
    BRANDING = "branding"
    DATE = "date"
    DUE_DATE = "due_date"
    NUMBER = "number"
    REFERENCE = "reference"
    STATUS = "status"
    CURRENCY = "currency"
    CONTACT = "contact"
    LAYOUT = "layout"
    PRICE = "price"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is a whole sentence; `line` the Autotask id of the line it is about, if it is."""

    subject: Subject
    value: str
    reason: str
    line: int | None = None

    def as_stored(self) -> dict[str, str | int | None]:
        """The form in which a record keeps it."""
        return {
            "subject": self.subject.value,
            "value": self.value,
            "reason": self.reason,
            "line": self.line,
        }
