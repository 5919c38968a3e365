"""What a connection is told to do: validated when it is saved, read by every rule.

Each option says in one sentence what it changes; screens show the same sentence.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Numbering(StrEnum):
    """Whose number a document carries in Xero."""

    AUTOTASK_NUMBER = "autotask_number"
    AUTOTASK_ID = "autotask_id"


class ArrivalStatus(StrEnum):
    """The status that a document has when it arrives in Xero."""

    DRAFT = "DRAFT"
    AUTHORISED = "AUTHORISED"


class ConnectionSettings(BaseModel):
    """Options of one connection. Unknown names are refused, so that a typo is not a silent no."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Ingestion
    start_on: date | None = Field(None, description="Invoices dated before this day are skipped.")
    days_back: int = Field(
        400, ge=1, le=3650, description="How far the first look into Autotask reaches, in days."
    )
    poll_seconds: int = Field(60, ge=5, le=86_400, description="Pause between looks, in seconds.")
    overlap_minutes: int = Field(
        15, ge=1, le=1_440, description="How much of the time already read is read again."
    )
    number_hold_minutes: int = Field(
        10, ge=0, le=1_440, description="How long an invoice may wait for its number."
    )
    lines_hold_minutes: int = Field(
        60, ge=0, le=1_440, description="How long an invoice may wait for its lines or its sums."
    )
    tolerance: Decimal = Field(
        Decimal("0.02"), ge=0, le=5, description="How far lines and header may differ."
    )
    no_sync_udf: str = Field(
        "XeroNoSync", description="Company field that keeps its invoices out of Xero."
    )
    skip_zero: bool = Field(True, description="Invoices of 0.00 are skipped.")
    minimum_total: Decimal | None = Field(
        None, description="Invoices below this value are skipped (credit notes are not)."
    )
    autotask_share: Decimal = Field(
        Decimal("0.7"),
        gt=0,
        le=1,
        description="Share of Autotask's hourly calls after which we wait.",
    )

    # Posting
    numbering: Numbering = Field(
        Numbering.AUTOTASK_NUMBER, description="Whose number the Xero document carries."
    )
    number_prefix: str = Field("", max_length=20, description="Text before the number.")
    arrival_status: ArrivalStatus = Field(
        ArrivalStatus.DRAFT, description="Status of a document when it arrives in Xero."
    )
    mark_sent: bool = Field(False, description="Approved invoices arrive marked as sent.")
    batch_size: int = Field(50, ge=1, le=50, description="Documents in one call to Xero.")

    # Mapping
    accounts: dict[str, str] = Field(
        default_factory=dict, description="Xero account code by Autotask billing code."
    )
    default_account: str | None = Field(
        None, description="Account for billing codes without a row; empty means Fault."
    )
    tax_types: dict[str, str] = Field(
        default_factory=dict, description="Xero tax type by Autotask tax region."
    )
    untaxed_tax_type: str = Field(
        "NONE", description="Tax type of a line on which Autotask charged no tax."
    )
    zero_rated_regions: tuple[str, ...] = Field(
        (), description="Tax regions whose own tax type is right although the tax is 0."
    )

    # Write back
    write_back_exported: bool = Field(
        False, description="Tell Autotask when an invoice is in Xero (one call for each)."
    )
