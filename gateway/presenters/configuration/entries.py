"""What there is to choose from: entries of Xero's lists, and connections, each with what it is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.company import fold_name
from core.domain.organisation_lists import OrganisationLists, account_fault
from core.domain.reference_data import TaxRate


@dataclass(frozen=True, slots=True)
class Entry:
    """`value` stands in the option, `name` is what a person reads; unusable ones say why."""

    value: str
    name: str
    trouble: str = ""

    @property
    def label(self) -> str:
        return f"{self.value} {self.name}" if self.name != self.value else self.name


@dataclass(frozen=True, slots=True)
class Entries:
    """A list to choose from; `is_known` False: it was never read, so anything may be entered.

    `aliases` are values that older rows may have, as Xero's id of a theme.
    """

    whose: str
    what: str
    is_known: bool = True
    by_value: Mapping[str, Entry] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def usable(self) -> tuple[Entry, ...]:
        return tuple(each for each in self.by_value.values() if not each.trouble)

    def get(self, value: str) -> Entry | None:
        return self.by_value.get(self.aliases.get(value, value)) or self._named(value)

    def trouble_with(self, value: str) -> str:
        """Why a row may not lead there; "" when it may, or nobody knows."""
        if not self.is_known or not value:
            return ""
        found = self.get(value)
        return found.trouble if found else f"{self.whose} has no {self.what} {value}"

    def resolve(self, text: str) -> str:
        """The value that somebody means by it: itself, its name, or both as a label says them."""
        wanted = text.strip()
        if not wanted or wanted in self.by_value:
            return wanted
        folded = fold_name(wanted)
        for each in self.by_value.values():
            if folded in (fold_name(each.name), fold_name(each.label), fold_name(each.value)):
                return each.value
        return wanted

    def _named(self, value: str) -> Entry | None:
        folded = fold_name(value)
        return next(
            (each for each in self.by_value.values() if fold_name(each.name) == folded), None
        )


def accounts(lists: OrganisationLists) -> Entries:
    """Sales first, as most rows lead there."""
    rows = sorted(
        (lists.accounts or {}).values(),
        key=lambda each: (each.account_class != "REVENUE", each.code),
    )
    troubles = {"ACCOUNT_ARCHIVED": "archived in Xero", "ACCOUNT_INVALID": "takes no lines in Xero"}
    found = [
        Entry(each.code, each.name, troubles.get(account_fault(each.code, lists) or "", ""))
        for each in rows
        if each.code
    ]
    return _entries("account", found, is_known=lists.accounts is not None)


def tax_rates(lists: OrganisationLists) -> Entries:
    rows = sorted((lists.tax_rates or {}).values(), key=lambda each: each.name)
    found = [
        Entry(
            each.tax_type, _rate_name(each), "" if each.status == "ACTIVE" else "not active in Xero"
        )
        for each in rows
    ]
    return _entries("tax rate", found, is_known=lists.tax_rates is not None)


def themes(lists: OrganisationLists) -> Entries:
    """By name; what goes by Xero's id is found too."""
    rows = sorted(lists.themes or (), key=lambda each: each.name)
    found = [Entry(each.name, each.name) for each in rows]
    aliases = {each.theme_id: each.name for each in rows}
    by_value = {each.value: each for each in found}
    return Entries("Xero", "branding theme", lists.themes is not None, by_value, aliases)


def tracking_options(lists: OrganisationLists, category: str) -> Entries:
    known = lists.category(category)
    found = [
        Entry(each.name, each.name, "" if each.is_active else "archived in Xero")
        for each in (known.options if known else ())
    ]
    return _entries("tracking option", found, is_known=lists.tracking is not None)


def tracking_categories(lists: OrganisationLists) -> Entries:
    found = [Entry(each.name, each.name) for each in lists.tracking or () if each.is_active]
    return _entries("tracking category", found, is_known=lists.tracking is not None)


def connections(sharers: Iterable[tuple[str, str]]) -> Entries:
    """Those that share an Autotask: (id, name)."""
    found = [Entry(own_id, name) for own_id, name in sharers]
    return Entries("This Autotask", "connection", True, {each.value: each for each in found})


def _entries(what: str, found: Iterable[Entry], *, is_known: bool) -> Entries:
    return Entries("Xero", what, is_known, {each.value: each for each in found})


def _rate_name(rate: TaxRate) -> str:
    return f"{rate.name} ({rate.rate.normalize():f} %)"
