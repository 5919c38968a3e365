"""What the Autotask side of a connection is told to do: what is read, skipped, routed, written back."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from core.domain.setting_choices import HeaderTotal, RouteBy, VoidRule


class IngestionSettings(BaseModel):
    """Options of the way from Autotask, and back to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start_on: date | None = Field(None, description="Invoices dated before this day are skipped.")
    days_back: int = Field(
        400,
        ge=1,
        le=3650,
        description="How far the first look into Autotask and the nightly sweep reach, in days. "
        "Of invoices it counts where the sign-in is; on a connection that shares it, it is for purchase "
        "orders only.",
    )
    sweep_hour: int = Field(
        2,
        ge=0,
        le=23,
        description="Hour of the organisation's day in which the nightly sweep reads all of days "
        "back again, for what a look missed. Counts where the sign-in is, in that organisation's zone.",
    )
    poll_seconds: int = Field(
        60,
        ge=5,
        le=86_400,
        description="Pause between looks, in seconds. Of connections that share one sign-in the "
        "shortest counts.",
    )
    overlap_minutes: int = Field(
        15,
        ge=1,
        le=1_440,
        description="How much of the time already read is read again. Counts where the sign-in is.",
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
    no_sync_when_empty: bool = Field(
        False,
        description="A company with nothing in that field counts as marked, so that only those set "
        "to No go to Xero.",
    )
    skip_company_types: tuple[str, ...] = Field(
        (), description="Invoices of companies of these types (Autotask's label or id) are skipped."
    )
    skip_exported: bool = Field(
        False,
        description="An invoice that another tool has marked as exported (webServiceDate) is "
        "skipped, also when the mark comes while it waits here; one that Xero has got from us before "
        "that stays there. The mark is never overwritten.",
    )
    header_total: HeaderTotal = Field(
        HeaderTotal.DETECT,
        description="Whether Autotask's invoice total has the tax in it; detected from the invoices "
        "unless you say.",
    )
    void_rule: VoidRule = Field(
        VoidRule.VOID,
        description="What happens in Xero when Autotask voids an invoice: a draft is deleted and an "
        "approved one voided; or both stay and the record says so.",
    )
    skip_zero: bool = Field(True, description="Invoices of 0.00 are skipped.")
    minimum_total: Decimal | None = Field(
        None, description="Invoices below this value are skipped (credit notes are not)."
    )
    autotask_share: Decimal = Field(
        Decimal("0.7"),
        gt=0,
        le=1,
        description="Share of Autotask's hourly calls after which we wait. Counts where the sign-in "
        "is.",
    )

    # Routing, for connections that share one Autotask tenant; set on the one that has the sign-in
    route_by: RouteBy = Field(
        RouteBy.NONE,
        description="What decides which of the connections that share this Autotask gets an "
        "invoice. It is set, like all routes, where the sign-in is.",
    )
    route_field: str = Field(
        "XeroOrganisation",
        description="Company field that names the route, if companies decide. Counts where the "
        "sign-in is.",
    )
    routes: dict[str, str] = Field(
        default_factory=dict,
        description="Connection by value of that company field, or by line of business.",
    )
    default_route: str | None = Field(
        None, description="Connection for what has no route of its own; empty means Fault."
    )

    # Write back
    write_back_exported: bool = Field(
        False,
        description="Autotask is told (webServiceDate, one call for each) of every invoice that goes "
        "to Xero from now on, and of an earlier one when it is resynced; a date that is there already "
        "stays, whoever set it.",
    )
    write_back_number: bool = Field(
        False,
        description="Autotask's invoice number becomes the one that the document has in Xero, of "
        "every invoice that goes there from now on, and of an earlier one when it is resynced; clients "
        "see it in Autotask.",
    )

    # Documents
    attach_pdf: bool = Field(
        False,
        description="Autotask's PDF is attached to every document that goes to Xero from now on, and "
        "to an earlier one when it is resynced; it is not shown to the customer. A call to each side, "
        "made while no invoice waits.",
    )
