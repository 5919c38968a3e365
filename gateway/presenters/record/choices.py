"""What Xero has to choose from for a row of the options; an entry that it would refuse is left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.organisation_lists import OrganisationLists, account_fault, tax_fault
from core.domain.reference_data import TaxRate
from gateway.presenters.amounts import quantity
from gateway.presenters.record.targets import Target, Wants


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what the option stores."""

    value: str
    label: str


def choices_for(
    target: Target, lists: OrganisationLists, account: str = ""
) -> tuple[Choice, ...] | None:
    """None for a list that was never read. Tax rates are those that fit `account`, if it is named."""
    match target.wants:
        case Wants.ACCOUNT:
            return None if lists.accounts is None else tuple(_accounts(lists))
        case Wants.TAX_TYPE:
            return None if lists.tax_rates is None else tuple(_rates(lists, account))
        case Wants.THEME:
            return None if lists.themes is None else tuple(_themes(lists))
        case Wants.TRACKING:
            return None if lists.tracking is None else tuple(_options(target.category, lists))


def _accounts(lists: OrganisationLists) -> Iterator[Choice]:
    for code, account in sorted((lists.accounts or {}).items()):
        if account_fault(code, lists) is None:
            yield Choice(code, f"{code} · {account.name}")


def _rates(lists: OrganisationLists, account: str) -> Iterator[Choice]:
    for rate in sorted((lists.tax_rates or {}).values(), key=_by_name):
        if tax_fault(rate.tax_type, account, lists) is None:
            label = f"{rate.name} · {quantity(rate.rate)} % ({rate.tax_type})"
            yield Choice(rate.tax_type, label)


def _by_name(rate: TaxRate) -> tuple[str, str]:
    return rate.name.casefold(), rate.tax_type


def _themes(lists: OrganisationLists) -> Iterator[Choice]:
    for theme in lists.themes or ():
        yield Choice(theme.name, theme.name)


def _options(category: str, lists: OrganisationLists) -> Iterator[Choice]:
    found = lists.category(category)
    for option in found.options if found else ():
        if option.is_active:
            yield Choice(option.name, option.name)
