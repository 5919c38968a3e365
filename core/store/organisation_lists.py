"""A Xero organisation's lists as reference data: stored one by one, read back as one snapshot."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.organisation_lists import ListKind, OrganisationLists
from core.domain.reference_data import (
    Account,
    BrandingTheme,
    Organisation,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from core.store import reference_data

_ORGANISATION_KEY = "organisation"


class Loads(Protocol):
    """Whatever gives stored lists: `reference_data` itself, or a memory of it."""

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]: ...


def load(lists: Loads, connection_id: str, kinds: Collection[ListKind]) -> OrganisationLists:
    """The named lists as far as they were ever read; the others are None."""
    was_read = lists.load(connection_id, reference_data.READ)

    def values(kind: ListKind) -> Mapping[str, Any] | None:
        is_there = kind in kinds and kind.value in was_read
        return lists.load(connection_id, kind.value) if is_there else None

    accounts, rates = values(ListKind.ACCOUNTS), values(ListKind.TAX_RATES)
    currencies, themes = values(ListKind.CURRENCIES), values(ListKind.THEMES)
    tracking, organisation = values(ListKind.TRACKING), values(ListKind.ORGANISATION)
    return OrganisationLists(
        accounts=_each(_account, accounts),
        tax_rates=_each(_tax_rate, rates),
        currencies=None if currencies is None else frozenset(currencies),
        tracking=None if tracking is None else tuple(map(_category, tracking.values())),
        themes=None if themes is None else tuple(BrandingTheme(**each) for each in themes.values()),
        organisation=_organisation(organisation.get(_ORGANISATION_KEY)) if organisation else None,
    )


def save_accounts(connection_id: str, rows: Collection[Account], now: datetime) -> None:
    values = {each.code: asdict(each) for each in rows}
    reference_data.replace(connection_id, ListKind.ACCOUNTS.value, values, now)


def save_tax_rates(connection_id: str, rows: Collection[TaxRate], now: datetime) -> None:
    values = {
        each.tax_type: {
            **asdict(each),
            "rate": str(each.rate),
            "applies_to": sorted(each.applies_to),
        }
        for each in rows
    }
    reference_data.replace(connection_id, ListKind.TAX_RATES.value, values, now)


def save_currencies(connection_id: str, codes: Collection[str], now: datetime) -> None:
    values = {code: code for code in codes}
    reference_data.replace(connection_id, ListKind.CURRENCIES.value, values, now)


def save_tracking(connection_id: str, rows: Collection[TrackingCategory], now: datetime) -> None:
    values = {each.category_id: asdict(each) for each in rows}
    reference_data.replace(connection_id, ListKind.TRACKING.value, values, now)


def save_themes(connection_id: str, rows: Collection[BrandingTheme], now: datetime) -> None:
    values = {each.theme_id: asdict(each) for each in rows}
    reference_data.replace(connection_id, ListKind.THEMES.value, values, now)


def save_organisation(connection_id: str, organisation: Organisation, now: datetime) -> None:
    days = {
        name: day.isoformat() if day else None
        for name, day in (
            ("period_lock_on", organisation.period_lock_on),
            ("year_end_lock_on", organisation.year_end_lock_on),
        )
    }
    values = {_ORGANISATION_KEY: asdict(organisation) | days}
    reference_data.replace(connection_id, ListKind.ORGANISATION.value, values, now)


def _each(make: Callable[[dict[str, Any]], Any], values: Mapping[str, Any] | None) -> Any:
    return None if values is None else {key: make(value) for key, value in values.items()}


def _account(value: dict[str, Any]) -> Account:
    return Account(**value)


def _tax_rate(value: dict[str, Any]) -> TaxRate:
    applies_to = frozenset(value["applies_to"])
    return TaxRate(**value | {"rate": Decimal(value["rate"]), "applies_to": applies_to})


def _category(value: dict[str, Any]) -> TrackingCategory:
    options = tuple(TrackingOption(**option) for option in value["options"])
    return TrackingCategory(**value | {"options": options})


def _organisation(value: dict[str, Any] | None) -> Organisation | None:
    if value is None:
        return None
    terms = value["sales_terms"]
    known = {name: each for name, each in value.items() if name in _OF_ORGANISATION}
    return Organisation(
        **known
        | {
            "period_lock_on": _day(value["period_lock_on"]),
            "year_end_lock_on": _day(value["year_end_lock_on"]),
            "sales_terms": PaymentTerms(**terms) if terms else None,
        }
    )


# Another version of the product may have stored more.
_OF_ORGANISATION = frozenset(field.name for field in fields(Organisation))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
