"""Suggests what in Xero a name of Autotask's may be meant to lead to; a person decides.

Exact is what the tenant has written down itself (an external number, the same name, the same rate);
near is a name that reads much alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.company import fold_name
from core.domain.likeness import ReadName, likeness, read_name
from core.domain.organisation_lists import OrganisationLists, account_fault
from core.domain.reference_data import Account, TaxRate

# Below this, names have letters in common but do not read alike.
LEAST_LIKENESS = 75
_EXACT = 100
# Where sales are booked, in the order in which an equal name counts.
_SALES_CLASSES = ("REVENUE", "EXPENSE")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of Xero's list: `value` stands in the table, `name` is what a person reads."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """`percent` is 100 for what is exact; `why` stands behind it, as in "near 82 %: ..."."""

    value: str
    name: str
    percent: int
    why: str

    @property
    def is_exact(self) -> bool:
        return self.percent == _EXACT


class AccountSuggester:
    """Suggests accounts for billing codes, over one reading of the organisation's list."""

    def __init__(self, lists: OrganisationLists) -> None:
        self._accounts = _usable(lists)
        self._by_name = _Names([Candidate(each.code, each.name) for each in self._accounts])

    def suggest(
        self, name: str, external_number: str = "", *, only_exact: bool = False
    ) -> Suggested | None:
        number = external_number.strip()
        for account in self._accounts if number else ():
            if account.code == number:
                why = f"Autotask’s external number is {number}"
                return Suggested(account.code, account.name, _EXACT, why)
        return self._by_name.suggest(name, only_exact=only_exact)


class NameSuggester:
    """Suggests entries of any list by their names: themes, options of a tracking category."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_name = _Names(list(candidates))

    def suggest(self, name: str, *, only_exact: bool = False) -> Suggested | None:
        return self._by_name.suggest(name, only_exact=only_exact)


class TaxSuggester:
    """Suggests tax types for tax regions and categories, by Autotask's percentage, then by name.

    `account_classes` are those of the accounts that invoices are booked to: a rate that Xero does
    not allow on any of them is none to suggest.
    """

    def __init__(self, lists: OrganisationLists, account_classes: frozenset[str]) -> None:
        self._rates = [
            each
            for each in (lists.tax_rates or {}).values()
            if each.status == "ACTIVE" and _fits(each, account_classes)
        ]
        self._by_name = _Names([Candidate(each.tax_type, each.name) for each in self._rates])

    def suggest(
        self,
        name: str,
        percents: frozenset[Decimal] = frozenset(),
        *,
        only_exact: bool = False,
    ) -> Suggested | None:
        """`percents` are the rates that Autotask charges there; only one of them tells anything."""
        if len(percents) != 1:
            return self._by_name.suggest(name, only_exact=only_exact)
        (percent,) = percents
        same = [each for each in self._rates if each.rate == percent]
        if len(same) == 1:
            why = f"Autotask charges {percent.normalize():f} % there"
            return Suggested(same[0].tax_type, same[0].name, _EXACT, why)
        names = _Names([Candidate(each.tax_type, each.name) for each in same])
        return names.suggest(name, only_exact=only_exact)


def as_percent(rate: Decimal) -> Decimal:
    """Whether Autotask means 15 or 0.15 by 15 % is not documented; no tax is below 1 %."""
    percent = rate * 100 if abs(rate) < 1 else rate
    return percent.quantize(Decimal("0.0001"))


class _Names:
    """Candidates by their folded names, and those that read alike."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._read: list[tuple[Candidate, ReadName]] = [
            (each, read_name(each.name)) for each in candidates
        ]
        self._exact: dict[str, Candidate] = {}
        for each in candidates:
            self._exact.setdefault(fold_name(each.name), each)

    def suggest(self, name: str, *, only_exact: bool) -> Suggested | None:
        if same := self._exact.get(fold_name(name)):
            return Suggested(same.value, same.name, _EXACT, "the same name")
        if only_exact:
            return None
        ours = read_name(name)
        nearest, percent = None, LEAST_LIKENESS - 1
        for each, theirs in self._read:
            if (alike := likeness(ours, theirs, percent + 1)) > percent:
                nearest, percent = each, alike
        if nearest is None:
            return None
        return Suggested(nearest.value, nearest.name, percent, "a name that reads alike")


def _usable(lists: OrganisationLists) -> list[Account]:
    """What a line may stand on, sales first, so that an equal name leads there."""
    found = [
        each for each in (lists.accounts or {}).values() if not account_fault(each.code, lists)
    ]
    return sorted(found, key=lambda each: (_rank(each.account_class), each.code))


def _rank(account_class: str) -> int:
    is_sales = account_class in _SALES_CLASSES
    return _SALES_CLASSES.index(account_class) if is_sales else len(_SALES_CLASSES)


def _fits(rate: TaxRate, account_classes: frozenset[str]) -> bool:
    return not account_classes or bool(rate.applies_to & account_classes)
