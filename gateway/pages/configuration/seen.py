"""What is seen of Autotask's names: its lists, what invoices carried, and what stands at faults."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from core.domain.mapping.suggest import as_percent
from core.domain.name_lists import NameList
from core.domain.organisation_lists import ListKind
from core.store.views import mapping_tables, mapping_use
from core.store.views.mapping_use import Table as UseTable
from gateway.pages.configuration.desk import Desk
from gateway.presenters.configuration.table_items import Key, Seen

_ACCOUNT_FAULTS = ("ACCOUNT_UNMAPPED", "ACCOUNT_ARCHIVED", "ACCOUNT_INVALID", "ACCOUNT_REMOVED")
_TAX_FAULTS = ("TAX_UNMAPPED", "TAX_TYPE_MISMATCH", "TAX_TYPE_UNKNOWN", "TAX_GUARD")
Rows = Mapping[str, Any]

FAULTS_OF = {
    "accounts": _ACCOUNT_FAULTS,
    "tax": _TAX_FAULTS,
    "categories": (),
    "tracking": ("TRACKING_UNKNOWN",),
    "branding": ("BRANDING_UNKNOWN",),
}
"""Causes that a row of a table mends."""


class ListName(NamedTuple):
    """One of the vendors' lists, by the kind under which it is stored."""

    kind: str
    name: str


LISTS_OF = {
    "accounts": (
        ListName(ListKind.ACCOUNTS, "Xero’s accounts"),
        ListName("billing_code", "Autotask’s billing codes"),
    ),
    "tax": (
        ListName(ListKind.TAX_RATES, "Xero’s tax rates"),
        ListName("tax_region", "Autotask’s tax regions"),
    ),
    "categories": (ListName(NameList.TAX_CATEGORIES, "Autotask’s tax categories"),),
    "tracking": (ListName(ListKind.TRACKING, "Xero’s tracking categories"),),
    "branding": (
        ListName(ListKind.THEMES, "Xero’s branding themes"),
        ListName(NameList.TEMPLATES, "Autotask’s invoice templates"),
    ),
}
"""What a table leans on."""


def autotask_list(desk: Desk, kind: str) -> Rows | None:
    return mapping_tables.autotask_list(desk.connection.autotask_key, kind)


def faults_by(desk: Desk, table: str, value: str) -> dict[str, dict[str, int]]:
    return mapping_tables.faults_of(desk.connection.id, FAULTS_OF[table], value)


def seen_in(
    desk: Desk,
    found: Rows | None,
    use: UseTable | None,
    faults: Mapping[str, Mapping[str, int]],
    percents: Mapping[str, frozenset[Decimal]] | None = None,
) -> dict[Key, Seen]:
    used = mapping_use.use_of(desk.connection.id, use) if use else {}
    listed = {_name(row): row for row in (found or {}).values()}
    seen: dict[Key, Seen] = {}
    for name in dict.fromkeys([*listed, *used, *faults]):
        row, of_name = listed.get(name, {}), used.get(name)
        seen[name,] = Seen(
            key=(name,),
            lines=of_name.lines if of_name else 0,
            money=of_name.money if of_name else {},
            causes=faults.get(name, {}),
            is_in_list=name in listed,
            is_active=bool(row.get("is_active", True)),
            external_number=str(row.get("external_number") or ""),
            percents=(percents or {}).get(name, frozenset()),
        )
    return seen


def seen_categories(desk: Desk, rows: Iterable[Key]) -> dict[Key, Seen]:
    """Rows, and what was billed, under the present names of its regions."""
    aliases = desk.options.settings.tax_region_aliases
    seen = {key: Seen(key, is_in_list=True) for key in rows}
    for (region, category), use in mapping_use.use_of_categories(desk.connection.id).items():
        key = aliases.get(region, region), category
        known = seen.get(key, Seen(key, is_in_list=True))
        money = dict(known.money)
        for currency, net in use.money.items():
            money[currency] = money.get(currency, Decimal(0)) + net
        seen[key] = replace(known, lines=known.lines + use.lines, money=money)
    return seen


def _name(row: Mapping[str, Any]) -> str:
    """A line of business goes by its division too, as a rule's table has it."""
    name, division = str(row["name"]), row.get("division")
    return f"{division} / {name}" if division else name


def percents_by_region(desk: Desk) -> dict[str, frozenset[Decimal]]:
    """Autotask's tax rates by the name of their region, whatever the category."""
    regions, taxes = autotask_list(desk, "tax_region"), autotask_list(desk, "tax")
    found: dict[str, frozenset[Decimal]] = {}
    for each in (taxes or {}).values():
        region = (regions or {}).get(str(each["region_id"]))
        if region:
            rate = as_percent(Decimal(each["rate"]))
            found[region["name"]] = found.get(region["name"], frozenset()) | {rate}
    return found
