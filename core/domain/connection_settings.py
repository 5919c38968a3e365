"""What a connection is told to do: validated when it is saved, read by every rule.

Each option says in one sentence what it changes; screens show the same sentence.
"""

from decimal import Decimal
from typing import Any

from pydantic import Field, field_validator

from core.domain import placeholders
from core.domain.ingestion_settings import IngestionSettings
from core.domain.setting_choices import (
    ArrivalStatus,
    DueDateRule,
    LineLayout,
    LockDateRule,
    MissingContact,
    Numbering,
    ParentBilling,
    TaxMode,
    TrackingRule,
    refuse_zero_bytes,
)


class ConnectionSettings(IngestionSettings):
    """Options of one connection. Unknown names are refused, so that a typo is not a silent no."""

    # Posting
    numbering: Numbering = Field(
        Numbering.AUTOTASK_NUMBER, description="Whose number the Xero document carries."
    )
    number_prefix: str = Field(
        "",
        max_length=20,
        description="Text before the number; before Autotask's id it is INV: unless you say.",
    )
    arrival_status: ArrivalStatus = Field(
        ArrivalStatus.DRAFT, description="Status of a document when it arrives in Xero."
    )
    mark_sent: bool = Field(False, description="Approved invoices arrive marked as sent.")
    batch_size: int = Field(50, ge=1, le=50, description="Documents in one call to Xero.")
    batches_in_flight: int = Field(4, ge=1, le=4, description="Batches under way at one time.")
    adopt_existing: bool = Field(
        False,
        description="A Xero document of the same number, contact and total that was made before "
        "Counterfoil came is linked instead of stopping the invoice.",
    )
    lock_date_rule: LockDateRule = Field(
        LockDateRule.FAULT,
        description="What happens to an invoice dated in a period that is locked in Xero: it waits, "
        "gets the next open day, or stops.",
    )

    # Contacts
    match_account_number: bool = Field(
        True, description="A Xero contact with the company's account number is the company's."
    )
    match_name: bool = Field(
        True, description="A Xero contact with the company's name is the company's."
    )
    missing_contact: MissingContact = Field(
        MissingContact.CREATE, description="What happens when Xero has no contact for a company."
    )
    update_contacts: bool = Field(
        False, description="Changes of a company in Autotask go to its Xero contact."
    )
    billing_person_udf: str = Field(
        "Position",
        description="Contact field that names who gets the invoices. Counts where the sign-in is.",
    )
    billing_person_value: str = Field(
        "Accounts", description="Value of that field on the person who gets the invoices."
    )
    included_person_value: str = Field(
        "AccountsIncludedPerson", description="Value of that field on people who get a copy."
    )
    use_main_billing_contact: bool = Field(
        True, description="Without such a person, Autotask's main billing contact gets them."
    )
    parent_billing: ParentBilling = Field(
        ParentBilling.NEVER, description="When the parent company is billed instead."
    )

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

    tax_mode: TaxMode = Field(
        TaxMode.MAPPED,
        description="Tax by the mapping table, as Autotask charged it; or left to Xero's accounts.",
    )
    tax_region_aliases: dict[str, str] = Field(
        default_factory=dict, description="Present name of a tax region by a former name."
    )
    tax_types_by_category: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="Xero tax type by tax region and tax category (its name or its id in "
        "Autotask), before the region's own.",
    )
    tax_guard: bool = Field(
        True,
        description="A line whose tax in Autotask is not what the Xero rate makes of it stops its "
        "invoice.",
    )
    tax_guard_tolerance: Decimal = Field(
        Decimal("0.01"), ge=0, le=5, description="How far a line's tax may be from the rate's."
    )
    due_date_rule: DueDateRule = Field(
        DueDateRule.AUTOTASK,
        description="Where the due date comes from; what names no day falls back to Autotask's.",
    )
    due_days: int = Field(
        20, ge=0, le=365, description="Days until an invoice is due, if the rule is days."
    )
    reference_template: str = Field(
        "{order_number}",
        max_length=255,
        description="Xero's reference; {order_number}, {number}, {autotask_id} and {company} "
        "stand for what the invoice has.",
    )
    line_layout: LineLayout = Field(
        LineLayout.ONE_TO_ONE,
        description="One line each; lines alike together; or one summary line for each account, "
        "tax type and tracking.",
    )
    description_template: str = Field(
        "{description}",
        max_length=400,
        description="Text of a line; {description}, {billing_code}, {quantity}, {rate} and "
        "{number} stand for what the line has.",
    )
    summary_text: str = Field(
        "Services as per invoice {number}",
        max_length=400,
        description="Text of a summary line; {order_number}, {number}, {autotask_id} and {company} "
        "stand for what the invoice has.",
    )
    rounding_account: str | None = Field(
        None,
        description="Account of a line for the cent that rounding leaves; empty means that such an "
        "invoice stops.",
    )
    rounding_cap: Decimal = Field(
        Decimal("0.05"), ge=0, le=1, description="Largest amount of a rounding line."
    )
    tracking: tuple[TrackingRule, ...] = Field(
        (), max_length=2, description="How Xero's tracking categories are filled."
    )
    branding_themes: dict[str, str] = Field(
        default_factory=dict,
        description="Xero branding theme by Autotask invoice template (its name or its id).",
    )
    default_branding_theme: str | None = Field(
        None, description="Branding theme for templates without a row; empty means Xero's own."
    )

    @field_validator("number_prefix")
    @classmethod
    def _is_carried_by_xero(cls, prefix: str) -> str:
        if not all(" " <= each <= "~" and each != "," for each in prefix):
            raise ValueError("Use plain letters, digits and signs, but no comma.")
        return prefix

    @field_validator(
        "accounts", "tax_types", "tax_region_aliases", "branding_themes", "routes",
        "tax_types_by_category",
    )  # fmt: skip
    @classmethod
    def _can_be_stored(cls, table: dict[str, Any]) -> dict[str, Any]:
        rows = [name for each in table.values() if isinstance(each, dict) for name in each]
        refuse_zero_bytes((*table, *rows))
        return table

    @field_validator("reference_template", "summary_text")
    @classmethod
    def _asks_for_what_an_invoice_has(cls, template: str) -> str:
        return _known(template, placeholders.DOCUMENT)

    @field_validator("description_template")
    @classmethod
    def _asks_for_what_a_line_has(cls, template: str) -> str:
        return _known(template, placeholders.LINE)

    @field_validator("tracking")
    @classmethod
    def _fills_each_category_once(cls, rules: tuple[TrackingRule, ...]) -> tuple[TrackingRule, ...]:
        names = [rule.category.strip().casefold() for rule in rules]
        if len(set(names)) != len(names):
            raise ValueError("A line has one option of a category; give each category one rule.")
        return rules


def _known(template: str, names: frozenset[str]) -> str:
    if unknown := placeholders.unknown_in(template, names):
        known = ", ".join(f"{{{name}}}" for name in sorted(names))
        raise ValueError(f"{', '.join(unknown)} means nothing here; there are {known}.")
    return template
