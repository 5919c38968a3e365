"""Options of a connection as rows, each of which one person may change while another changes others.

A table has a row for each name in it, so the address of a row is its option and the names that lead
to it: ("accounts", "Hardware"), ("tracking", "Region", "options", "Auckland"), ("due_days",). A row
whose value is None is not there. Values are those of `ConnectionSettings.model_dump(mode="json")`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Address = tuple[str, ...]
Options = Mapping[str, Any]

TABLES = frozenset({"accounts", "tax_types", "tax_region_aliases", "branding_themes", "routes"})
"""Options that are one value for each name."""
_BY_REGION = "tax_types_by_category"
_TRACKING = "tracking"
_OF_A_RULE = ("source", "default")
_DEPTHS = {**dict.fromkeys(TABLES, (2,)), _BY_REGION: (3,), _TRACKING: (3, 4)}


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is to be; None takes it away. With a table's own address the table is replaced."""

    address: Address
    value: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a row was and what it is or is to be."""

    address: Address
    before: Any
    after: Any

    @property
    def option(self) -> str:
        return self.address[0]

    @property
    def key(self) -> Address:
        return self.address[1:]

    @property
    def row(self) -> Row:
        return Row(self.address, self.after)


def flatten(options: Options) -> dict[Address, Any]:
    """Every row of the options by its address; rows that are not there are left out."""
    found: dict[Address, Any] = {}
    for option, value in options.items():
        found.update(_rows_of(option, value))
    return {address: value for address, value in found.items() if value is not None}


def differences(before: Options, after: Options) -> tuple[Change, ...]:
    """What is to be done to come from the one to the other, in the order of the options."""
    old, new = flatten(before), flatten(after)
    addresses = dict.fromkeys([*new, *old])
    return tuple(
        Change(address, old.get(address), new.get(address))
        for address in addresses
        if old.get(address) != new.get(address)
    )


def apply_rows(options: Options, rows: Iterable[Row]) -> dict[str, Any]:
    """The options with these rows in them; `ValueError` for an address that leads nowhere."""
    flat = flatten(options)
    touched = set(options)
    for row in rows:
        touched.add(row.address[0])
        _put(flat, row)
    return {option: _option_from(option, flat) for option in touched}


def undo(options: Options, changes: Iterable[Change]) -> dict[str, Any]:
    """The options as they were before these changes, of which the newest comes first."""
    return apply_rows(options, (Row(each.address, each.before) for each in changes))


def conflicts(
    mine: Iterable[Change], theirs: Iterable[Change]
) -> tuple[tuple[Change, Change], ...]:
    """Pairs of changes of the same row to different values; of theirs the newest comes first."""
    known = tuple(theirs)
    found = []
    for change in mine:
        other = next((each for each in known if _meet(change.address, each.address)), None)
        if other is not None and (other.address, other.after) != (change.address, change.after):
            found.append((change, other))
    return tuple(found)


def row_from(told: Mapping[str, Any]) -> Row:
    """The row that travelled as {"option", "key": [...], "value"}; `ValueError` for another form."""
    if not isinstance(told, Mapping) or not isinstance(told.get("option"), str):
        raise ValueError("A row is {option, key, value}, and its option is a name.")
    key = told.get("key") or []
    if not isinstance(key, list) or not all(isinstance(part, str) for part in key):
        raise ValueError(f"The key of a row of {told['option']} is a list of names.")
    return Row((told["option"], *key), told.get("value"))


def row_form(row: Row) -> dict[str, Any]:
    return {"option": row.address[0], "key": list(row.address[1:]), "value": row.value}


def change_from(told: Mapping[str, Any]) -> Change:
    """The change that was stored or travelled as {"option", "key": [...], "before", "after"}."""
    return Change(_address(told), told.get("before"), told.get("after"))


def change_form(change: Change) -> dict[str, Any]:
    return {
        "option": change.option,
        "key": list(change.key),
        "before": change.before,
        "after": change.after,
    }


def _address(told: Mapping[str, Any]) -> Address:
    return (str(told["option"]), *(str(part) for part in told.get("key") or ()))


def _rows_of(option: str, value: Any) -> dict[Address, Any]:
    if option in TABLES:
        return {(option, name): each for name, each in (value or {}).items()}
    if option == _BY_REGION:
        return {
            (option, region, category): tax_type
            for region, rows in (value or {}).items()
            for category, tax_type in rows.items()
        }
    if option == _TRACKING:
        return {
            (option, *rest): each for rule in value or () for rest, each in _rule_rows(rule).items()
        }
    return {(option,): value}


def _rule_rows(rule: Mapping[str, Any]) -> dict[Address, Any]:
    category = str(rule["category"])
    found: dict[Address, Any] = {(category, name): rule.get(name) for name in _OF_A_RULE}
    for name, each in (rule.get("options") or {}).items():
        found[category, "options", name] = each
    return found


def _put(flat: dict[Address, Any], row: Row) -> None:
    option, depth = row.address[0], len(row.address)
    if depth > 1 and not _is_row(row.address):
        raise ValueError(f"Option {option} has no row {' / '.join(row.address[1:])}.")
    if depth == 1 and option in _DEPTHS:
        for address in [each for each in flat if each[0] == option]:
            del flat[address]
        flat.update(_rows_of(option, row.value))
    else:
        flat[row.address] = row.value


def _is_row(address: Address) -> bool:
    if len(address) not in _DEPTHS.get(address[0], ()):
        return False
    if address[0] != _TRACKING:
        return True
    return address[2] == "options" if len(address) == 4 else address[2] in _OF_A_RULE


def _option_from(option: str, flat: Mapping[Address, Any]) -> Any:
    rows = {
        address[1:]: value
        for address, value in flat.items()
        if address[0] == option and value is not None
    }
    if option in TABLES:
        return {name: value for (name,), value in rows.items()}
    if option == _BY_REGION:
        regions: dict[str, dict[str, Any]] = {}
        for (region, category), value in rows.items():
            regions.setdefault(region, {})[category] = value
        return regions
    return _rules_from(rows) if option == _TRACKING else rows.get(())


def _rules_from(rows: Mapping[Address, Any]) -> list[dict[str, Any]]:
    """A rule without a source has been taken away."""
    rules: dict[str, dict[str, Any]] = {}
    for (category, name, *rest), value in rows.items():
        rule = rules.setdefault(category, {"category": category, "options": {}, "default": None})
        if rest:
            rule["options"][rest[0]] = value
        else:
            rule[name] = value
    return [rule for rule in rules.values() if "source" in rule]


def _meet(mine: Address, theirs: Address) -> bool:
    """A rule that one takes away, or fills from elsewhere, is no place for another's row."""
    if mine == theirs:
        return True
    is_same_rule = mine[0] == theirs[0] == _TRACKING and mine[1] == theirs[1]
    return is_same_rule and "source" in (mine[2], theirs[2])
