"""Tax region and category -> Xero tax type, and the guard on what Autotask charged (product.md X8)."""

from decimal import Decimal

from core.domain.connection_settings import ConnectionSettings
from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.line_item import LineItem
from core.domain.mapping.context import MappingContext
from core.domain.mapping.naming import NameUnknownError
from core.domain.money import to_cents
from core.domain.name_lists import NameList, goes_by_names
from core.domain.organisation_lists import OrganisationLists, tax_fault
from core.domain.setting_choices import TaxMode
from core.domain.xero_rounding import tax_of

# A draft line without a tax type: tax is left to Xero, and nothing of it is sent.
LEFT_TO_XERO = ""


def decide_tax(
    line: LineItem, region: str | None, account_code: str, context: MappingContext
) -> Decision:
    """The tax type of a line; raises `MappingError` when nothing says or Xero would not take it."""
    if context.settings.tax_mode is TaxMode.XERO:
        return _left_to_xero(line, account_code, context)
    tax_type, reason = _choose(line, region, context)
    if fault := tax_fault(tax_type, account_code, context.lists):
        raise MappingError(
            f"{tax_type} on {account_code}", code=fault, tax_type=tax_type, account=account_code
        )
    return Decision(Subject.TAX, tax_type, reason, line.autotask_id)


def _left_to_xero(line: LineItem, account_code: str, context: MappingContext) -> Decision:
    account = context.lists.account(account_code)
    own = account.default_tax_type if account else ""
    reason = f"Tax is left to Xero: account {account_code} has {own or 'its own rate'}."
    return Decision(Subject.TAX, LEFT_TO_XERO, reason, line.autotask_id)


def _choose(line: LineItem, region: str | None, context: MappingContext) -> tuple[str, str]:
    settings = context.settings
    is_untaxed = line.tax == 0 and line.net != 0
    if region is None:
        if line.tax == 0:
            what = "Autotask charged no tax on this line" if is_untaxed else "No region and no tax"
            return settings.untaxed_tax_type, f"{what} → {settings.untaxed_tax_type}."
        raise MappingError("tax without a region", code="TAX_UNMAPPED", tax_region="(none)")
    present, renamed = _present_name(region, settings)
    row = _row(line, present, context)
    if is_untaxed and not _may_be_zero(line, region, row, context):
        untaxed = settings.untaxed_tax_type
        return untaxed, f"Autotask charged no tax on this line → {untaxed}."
    if row is None:
        raise MappingError(f"no tax type for {present}", code="TAX_UNMAPPED", tax_region=present)
    tax_type, where = row
    return tax_type, f"{renamed}{where} → {tax_type} by the mapping table."


def _present_name(region: str, settings: ConnectionSettings) -> tuple[str, str]:
    """An invoice keeps the name that its region had when it was billed (autotask-api section 6)."""
    present = settings.tax_region_aliases.get(region, region)
    return present, "" if present == region else f"{region} is {present} by an alias; "


def _row(line: LineItem, region: str, context: MappingContext) -> tuple[str, str] | None:
    rows = context.settings.tax_types_by_category.get(region, {})
    if line.tax_category_id is not None:
        name = context.names.tax_categories.get(line.tax_category_id, "")
        for key in (name, str(line.tax_category_id)):
            if key and (tax_type := rows.get(key)):
                return tax_type, f"Tax region {region}, category {key}"
        if not name and goes_by_names(rows):
            raise NameUnknownError(NameList.TAX_CATEGORIES, line.tax_category_id)
    tax_type = context.settings.tax_types.get(region)
    return (tax_type, f"Tax region {region}") if tax_type else None


def _may_be_zero(
    line: LineItem, region: str, row: tuple[str, str] | None, context: MappingContext
) -> bool:
    """Tell whether no tax is what the row's own rate makes of the line.

    A zero-rated region says so itself; else the rate must be known: 0 %, or so little of the
    amount that it is no cent.
    """
    settings = context.settings
    present, _ = _present_name(region, settings)
    if region in settings.zero_rated_regions or present in settings.zero_rated_regions:
        return True
    rate = context.lists.rate(row[0]) if row else None
    return rate is not None and tax_of(to_cents(line.net), rate.rate) == 0


def percent_of(tax_type: str, account_code: str, lists: OrganisationLists) -> Decimal | None:
    """The percentage that Xero will apply; None when it is not known."""
    if tax_type == LEFT_TO_XERO:
        account = lists.account(account_code)
        tax_type = account.default_tax_type if account else ""
    rate = lists.rate(tax_type)
    return rate.rate if rate else None


def guard_tax(line: LineItem, account_code: str, tax_type: str, context: MappingContext) -> None:
    """Stop a line whose tax is not what Xero's rate makes of it, beyond the tolerance."""
    settings = context.settings
    percent = percent_of(tax_type, account_code, context.lists)
    if not settings.tax_guard or percent is None:
        return
    expected = tax_of(line.net, percent)
    if abs(line.tax - expected) > settings.tax_guard_tolerance:
        raise MappingError(
            f"tax {line.tax}, expected {expected}",
            code="TAX_GUARD",
            line=" ".join(line.description.split())[:80] or f"line {line.autotask_id}",
            tax=f"{to_cents(line.tax)}",
            expected=f"{expected}",
            tax_type=tax_type or "of the account",
            net=f"{to_cents(line.net)}",
        )
