"""How often each month's lines used what the mapping tables map, and for how much money."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain.months import days_of, latest
from core.domain.name_lists import NameList
from core.store import reference_data
from core.store.bson_money import from_bson, to_bson
from core.store.documents import FigureMarksDocument, InvoiceDocument, MappingUseDocument

MONTHS = 12
_TABLES = (
    "billing_codes", "tax_regions", "tax_categories", "templates", "lines_of_business",
    "territories",
)  # fmt: skip
_PAIRS = "regions_categories"


@dataclass(frozen=True, slots=True)
class Names:
    """What Autotask's ids are called, and which territory a company is in."""

    billing_codes: Mapping[str, str]
    tax_categories: Mapping[str, str]
    templates: Mapping[str, str]
    lines_of_business: Mapping[str, str]
    territories: Mapping[str, str]
    territory_of: Mapping[str, int]


# By name and currency; by region, name and currency where a row of the mapping has both.
Tally = dict[tuple[str, ...], tuple[int, Decimal]]


@dataclass(frozen=True, slots=True)
class UseMarks:
    """The months in which use is to be counted again, and when it was counted last."""

    months: frozenset[str]
    counted_at: datetime | None


def marks(connection_id: str) -> UseMarks:
    return _read(_marks().find_one({"_id": connection_id}) or {})


def mark(connection_id: str, months: Iterable[str]) -> None:
    """Lines of these have changed, or are about to."""
    change = {"$addToSet": {"use_dirty": {"$each": sorted(months)}}}
    _marks().update_one({"_id": connection_id}, change, upsert=True)


def begin(connection_id: str) -> UseMarks:
    """What is to be counted is laid aside: a month that is named from now on is the next count's."""
    empty: list[str] = []
    both = [{"$ifNull": ["$use_counting", empty]}, {"$ifNull": ["$use_dirty", empty]}]
    found = _marks().find_one_and_update(
        {"_id": connection_id},
        [{"$set": {"use_counting": {"$setUnion": both}, "use_dirty": empty}}],
        return_document=True,
    )
    return _read(found or {})


def _read(found: Mapping[str, Any]) -> UseMarks:
    named = (*(found.get("use_dirty") or ()), *(found.get("use_counting") or ()))
    return UseMarks(frozenset(named), found.get("use_at"))


def names_of(key: str) -> Names:
    """`key` is the connection that has the Autotask tenant's lists."""
    lines = reference_data.load(key, NameList.LINES_OF_BUSINESS.value)
    companies = reference_data.load(key, "company")
    return Names(
        billing_codes=_named(key, "billing_code"),
        tax_categories=_named(key, NameList.TAX_CATEGORIES.value),
        templates=_named(key, NameList.TEMPLATES.value),
        lines_of_business={
            number: f"{row['division']} / {row['name']}" for number, row in lines.items()
        },
        territories=_named(key, NameList.TERRITORIES.value),
        territory_of={
            number: row["territory_id"]
            for number, row in companies.items()
            if (row or {}).get("territory_id")
        },
    )


def _named(key: str, kind: str) -> dict[str, str]:
    rows = reference_data.load(key, kind)
    return {number: str(row.get("name") or "") for number, row in rows.items()}


def recount(
    connection_id: str, month: str, names: Names, now: datetime, ends: Callable[[], bool]
) -> bool:
    """Count a month again, a day at a time; False when it had to end before it was through."""
    tallies: dict[str, Tally] = {
        table: defaultdict(lambda: (0, Decimal(0))) for table in (*_TABLES, _PAIRS)
    }
    for day in days_of(month):
        if ends():
            return False
        for group in _groups(connection_id, day):
            _add(tallies, group, names)
    rows = {table: _rows(tally) for table, tally in tallies.items()}
    MappingUseDocument._get_collection().replace_one(
        {"_id": f"{connection_id}/{month}"},
        {"connection": connection_id, "month": month, **rows, "counted_at": now},
        upsert=True,
    )
    return True


def _groups(connection_id: str, day: str) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = InvoiceDocument._get_collection().aggregate(
        [
            {"$match": {"connection": connection_id, "issued_on": day}},
            {"$unwind": "$lines"},
            {
                "$group": {
                    "_id": {
                        "currency": "$currency",
                        "region": "$tax_region",
                        "template": "$template_id",
                        "company": "$company_id",
                        "code_id": "$lines.billing_code_id",
                        "code": "$lines.billing_code",
                        "category": "$lines.tax_category_id",
                        "business": "$lines.line_of_business_id",
                    },
                    "n": {"$sum": 1},
                    "net": {"$sum": "$lines.net"},
                }
            },
        ]
    )
    return found


def _add(tallies: Mapping[str, Tally], group: Mapping[str, Any], names: Names) -> None:
    of = group["_id"]
    # A sum over nothing is a plain 0.
    amount = from_bson(group["net"]) if group["net"] else Decimal(0)
    territory = names.territory_of.get(str(of.get("company")))
    named = {
        "billing_codes": _name(names.billing_codes, of.get("code_id"), of.get("code")),
        "tax_regions": of.get("region") or "",
        "tax_categories": _name(names.tax_categories, of.get("category")),
        "templates": _name(names.templates, of.get("template")),
        "lines_of_business": _name(names.lines_of_business, of.get("business")),
        "territories": _name(names.territories, territory),
    }
    keys: dict[str, tuple[str, ...]] = {table: (name,) for table, name in named.items() if name}
    if (region := of.get("region")) and (category := of.get("category")):
        # A row names the category, or goes by its id.
        keys[_PAIRS] = region, names.tax_categories.get(str(category)) or str(category)
    for table, key in keys.items():
        count, net = tallies[table][(*key, of["currency"])]
        tallies[table][(*key, of["currency"])] = (count + group["n"], net + amount)


def _name(names: Mapping[str, str], number: int | None, known: str | None = None) -> str:
    """As a row of the mapping is called; what has no name goes by its number."""
    if not number:
        return known or ""
    return names.get(str(number)) or known or f"#{number}"


def _rows(tally: Tally) -> list[dict[str, Any]]:
    return [
        {
            **({"region": region[0]} if region else {}),
            "name": name,
            "currency": currency,
            "n": count,
            "net": to_bson(net),
        }
        for (*region, name, currency), (count, net) in sorted(tally.items())
    ]


def finish(connection_id: str, months: Iterable[str], now: datetime) -> None:
    """These are counted; older ones than the tables tell of are forgotten."""
    _marks().update_one(
        {"_id": connection_id},
        {"$set": {"use_at": now}, "$pull": {"use_counting": {"$in": sorted(months)}}},
        upsert=True,
    )


def wanted_months(dirty: Iterable[str], this_month: str) -> list[str]:
    """Those of the latest twelve, and whatever is dated ahead."""
    first = latest(this_month, MONTHS)[0]
    return sorted(month for month in dirty if month >= first)


def _marks() -> Any:
    return FigureMarksDocument._get_collection()
