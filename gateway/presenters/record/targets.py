"""Which row of the options decides what failed, so that it can be mended where the fault is read.

A cause of our own tables names its row. Xero names only the account, tax rate or theme that it
refuses: then the row is the one that leads this very invoice there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_choices import TaxMode, TrackingRule
from core.store.views.record import Record
from core.store.views.rows import FaultRow


class Wants(StrEnum):
    """The list of Xero's from which the row takes its value."""

    ACCOUNT = "account"
    TAX_TYPE = "tax_type"
    THEME = "theme"
    TRACKING = "tracking"


@dataclass(frozen=True, slots=True)
class Target:
    """A row of an option, as `core/domain/setting_rows` names it; `key` is empty for a lone option.

    `subject` is what Autotask calls it; `category` is that of a tracking option.
    """

    option: str
    key: tuple[str, ...]
    wants: Wants
    subject: str
    category: str = ""


# What the tables say of a name that Autotask's lists do not have: no row can go by it.
_NAMELESS = re.compile(r"\(none\)|number \d+")
_MOST = 5


def targets_of(fault: FaultRow, record: Record, settings: ConnectionSettings) -> tuple[Target, ...]:
    """Empty where no single row would mend it."""
    find = _FINDERS.get(fault.code)
    found = find(fault.values, record, settings) if find else ()
    return tuple(dict.fromkeys(found))[:_MOST]


Values = Mapping[str, str]


def _unmapped(values: Values, record: Record, settings: ConnectionSettings) -> Iterator[Target]:
    """Without a name in the cause: whatever on this invoice has no row."""
    named = values.get("billing_code", "")
    without = [
        each.billing_code for each in record.lines if each.billing_code not in settings.accounts
    ]
    yield from _rows_of_accounts([named] if named else without)


def _accounts(values: Values, record: Record, settings: ConnectionSettings) -> Iterator[Target]:
    named = values.get("billing_code", "")
    names = [named] if named else _codes_on(values.get("account", ""), record, settings)
    yield from _rows_of_accounts(names)


def _rows_of_accounts(names: Iterable[str]) -> Iterator[Target]:
    for name in names:
        if name and not _NAMELESS.fullmatch(name):
            yield Target("accounts", (name,), Wants.ACCOUNT, name)


def _codes_on(account: str, record: Record, settings: ConnectionSettings) -> list[str]:
    """Billing codes of the lines that go to an account; of all lines if it is not named."""
    return [
        line.billing_code
        for line in record.lines
        if not account
        or account == line.account_code
        or account == (settings.accounts.get(line.billing_code) or settings.default_account)
    ]


def _tax_types(values: Values, record: Record, settings: ConnectionSettings) -> Iterator[Target]:
    region = values.get("tax_region") or record.tax_region
    present = settings.tax_region_aliases.get(region, region)
    if settings.tax_mode is TaxMode.XERO or not present or _NAMELESS.fullmatch(present):
        return
    found = [*_tax_rows(present, values, settings)]
    yield from found or [Target("tax_types", (present,), Wants.TAX_TYPE, present)]


def _tax_rows(region: str, values: Values, settings: ConnectionSettings) -> Iterator[Target]:
    """Rows that lead to the tax type that is wrong."""
    wrong = values.get("tax_type", "")
    if not wrong:
        return
    if settings.tax_types.get(region) == wrong:
        yield Target("tax_types", (region,), Wants.TAX_TYPE, region)
    named, rows = values.get("tax_category"), settings.tax_types_by_category.get(region, {})
    for category, tax_type in rows.items():
        # A row may go by the category's number, where the cause has its name.
        if tax_type == wrong and (named not in rows or named == category):
            subject = f"{region}, {category}"
            yield Target("tax_types_by_category", (region, category), Wants.TAX_TYPE, subject)
    if settings.untaxed_tax_type == wrong:
        yield Target("untaxed_tax_type", (), Wants.TAX_TYPE, "lines without tax")


def _themes(values: Values, _: Record, settings: ConnectionSettings) -> Iterator[Target]:
    wrong = values.get("theme", "").strip().casefold()
    templates = [
        template
        for template, theme in settings.branding_themes.items()
        if theme.strip().casefold() == wrong
    ]
    named = values.get("template")
    for template in [named] if named else templates:
        yield Target("branding_themes", (template,), Wants.THEME, template)
    is_default = (settings.default_branding_theme or "").strip().casefold() == wrong
    if wrong and is_default and not named:
        yield Target("default_branding_theme", (), Wants.THEME, "templates without a row")


def _tracking(values: Values, _: Record, settings: ConnectionSettings) -> Iterator[Target]:
    category, option = values.get("category", ""), values.get("option", "").strip().casefold()
    rule = _rule_of(category, settings.tracking)
    if rule is None:
        return
    names = [name for name, to in rule.options.items() if to.strip().casefold() == option]
    named = values.get("source_name")
    for name in [named] if named else names:
        key = (rule.category, "options", name)
        yield Target("tracking", key, Wants.TRACKING, name, rule.category)
    if option and (rule.default or "").strip().casefold() == option:
        subject = "everything without a row"
        yield Target("tracking", (rule.category, "default"), Wants.TRACKING, subject, rule.category)


def _rule_of(category: str, rules: Iterable[TrackingRule]) -> TrackingRule | None:
    wanted = category.strip().casefold()
    return next((rule for rule in rules if rule.category.strip().casefold() == wanted), None)


_Finder = Callable[[Values, Record, ConnectionSettings], Iterable[Target]]
_FINDERS: Mapping[str, _Finder] = {
    "ACCOUNT_UNMAPPED": _unmapped,
    "ACCOUNT_ARCHIVED": _accounts,
    "ACCOUNT_INVALID": _accounts,
    "ACCOUNT_MISSING": _unmapped,
    "ACCOUNT_REMOVED": _accounts,
    "TAX_UNMAPPED": _tax_types,
    "TAX_TYPE_MISMATCH": _tax_types,
    "TAX_TYPE_UNKNOWN": _tax_types,
    "TAX_GUARD": _tax_types,
    "BRANDING_UNKNOWN": _themes,
    "TRACKING_UNKNOWN": _tracking,
}
FIXABLE = frozenset(_FINDERS)
"""Causes that a row of the options mends; the contacts' causes are mended by a link."""
