"""What may be chosen for an option of a connection, and how a tracking rule is told."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator


def refuse_zero_bytes(names: Iterable[str]) -> None:
    """Names of rows become keys where they are stored, and no key there has a zero byte."""
    if any("\x00" in name for name in names):
        raise ValueError("The name of a row has no zero byte.")


class HeaderTotal(StrEnum):
    """How Autotask's `invoiceTotal` is to be read; its documents don't say."""

    DETECT = "detect"
    NET = "net"
    GROSS = "gross"


class VoidRule(StrEnum):
    """What happens in Xero when an invoice is voided in Autotask."""

    VOID = "void"
    KEEP = "keep"


class RouteBy(StrEnum):
    """What names the connection that an invoice goes to."""

    NONE = "none"
    COMPANY_FIELD = "company_field"
    LINE_OF_BUSINESS = "line_of_business"


class Numbering(StrEnum):
    """Whose number a document carries in Xero."""

    AUTOTASK_NUMBER = "autotask_number"
    AUTOTASK_ID = "autotask_id"
    XERO = "xero"


class ArrivalStatus(StrEnum):
    """The status that a document has when it arrives in Xero."""

    DRAFT = "DRAFT"
    AUTHORISED = "AUTHORISED"


class DueDateRule(StrEnum):
    """Where a document's due date comes from."""

    AUTOTASK = "autotask"
    PAYMENT_TERM = "payment_term"
    DAYS = "days"
    XERO_CONTACT = "xero_contact"


class LineLayout(StrEnum):
    """How Autotask's lines become Xero's."""

    ONE_TO_ONE = "one_to_one"
    GROUPED = "grouped"
    SUMMARY = "summary"


class TaxMode(StrEnum):
    """Who says which tax a line has."""

    MAPPED = "mapped"
    XERO = "xero"


class LockDateRule(StrEnum):
    """What happens to a document dated in a period that is locked in Xero."""

    HOLD = "hold"
    MOVE = "move"
    FAULT = "fault"


class MissingContact(StrEnum):
    """What happens when Xero has no contact for a company."""

    CREATE = "create"
    HOLD = "hold"


class ParentBilling(StrEnum):
    """When the parent company is billed instead of the company on the invoice."""

    NEVER = "never"
    WITHOUT_CONTACT = "without_contact"
    ALWAYS = "always"


class TrackingSource(StrEnum):
    """What in Autotask names the tracking option of a line."""

    TERRITORY = "territory"
    LINE_OF_BUSINESS = "line_of_business"
    DEPARTMENT = "department"
    BILLING_CODE = "billing_code"


class TrackingRule(BaseModel):
    """How one of Xero's tracking categories is filled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: str = Field(description="Name of the tracking category in Xero.")
    source: TrackingSource = Field(description="What in Autotask names the option.")
    options: dict[str, str] = Field(
        default_factory=dict,
        description="Xero option by Autotask name (a line of business also goes by "
        "“division / name”); others go by equal name.",
    )
    default: str | None = Field(
        None, description="Option for everything without a match; empty means none, with a warning."
    )

    @field_validator("options")
    @classmethod
    def _can_be_stored(cls, table: dict[str, str]) -> dict[str, str]:
        refuse_zero_bytes(table)
        return table
