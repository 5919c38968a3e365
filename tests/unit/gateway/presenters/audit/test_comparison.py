"""Lists compared: what stops comes first, and what fits is not mentioned."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import Account, TaxRate
from gateway.presenters.audit.comparison import Compared, compared
from gateway.presenters.configuration import entries
from gateway.presenters.configuration.table_items import Seen, Suggests, TableSource

LISTS = OrganisationLists(
    accounts={
        "200": Account("200", "Sales", "ACTIVE", "REVENUE"),
        "204": Account("204", "Legacy", "ARCHIVED", "REVENUE"),
    },
    tax_rates={"OUTPUT2": TaxRate("OUTPUT2", "GST", Decimal("12.5"), "ACTIVE")},
)


def source(
    seen: Mapping[str, dict[str, Any]], rows: Mapping[str, str], **changes: Any
) -> TableSource:
    values: dict[str, Any] = {
        "name": "accounts", "title": "Accounts", "says": "", "heads": ("Autotask name",),
        "prefix": ("accounts",), "rows": {(name,): value for name, value in rows.items()},
        "seen": {(name,): Seen((name,), is_in_list=True, **more) for name, more in seen.items()},
        "entries": entries.accounts(LISTS), "fallback": lambda _: "",
        "suggests": Suggests(lambda _seen, _exact: None),
    }  # fmt: skip
    return TableSource(**{**values, **changes})


def said(found: Compared) -> list[tuple[str, str, bool]]:
    return [(each.name, each.says, each.stops) for each in found.found]


def test_what_stops_comes_first_with_use_and_money() -> None:
    seen: dict[str, dict[str, Any]] = {
        "Backup": {},
        "Hardware": {"lines": 40, "money": {"NZD": Decimal(900)}, "causes": {"X": 2}},
        "Labor": {"lines": 9},
        "Legacy": {"lines": 1},
        "Retired": {"is_active": False},
    }
    rows = {"Labor": "200", "Legacy": "204", "Gone": "200", "Retired": "200", "12": "200"}
    found = compared(source(seen, rows), "accounts", {})
    assert said(found) == [
        ("Hardware", "has no row: invoices with it stop", True),
        ("Legacy", "leads to 204: archived in Xero", True),
        ("Backup", "is in Autotask and has no row yet", False),
        ("Gone", "has a row, but is not in Autotask’s list", False),
        ("Retired", "has a row, but is inactive in Autotask", False),
    ]
    hardware = found.found[0]
    assert (hardware.lines, hardware.money, hardware.faults) == (40, ("900.00 NZD",), 2)
    assert (hardware.query, found.rows) == ("q=Hardware", 5)


def test_a_name_with_a_default_needs_no_row_and_an_unread_list_says_so() -> None:
    seen = {"Hardware": {"lines": 40}}
    with_default = compared(source(seen, {}, fallback=lambda _: "goes to 200"), "accounts", {})
    assert (with_default.found, with_default.notes) == ((), ())
    unread = source(
        seen, {"Gone": "299"}, is_list_known=False, entries=entries.accounts(OrganisationLists())
    )
    found = compared(unread, "accounts", {})
    assert [each.name for each in found.found] == ["Hardware"]
    assert len(found.notes) == 2


def test_another_percentage_than_autotasks_is_told() -> None:
    taxes = source(
        {"GST": {"percents": frozenset({Decimal(15)})}},
        {"GST": "OUTPUT2"},
        prefix=("tax_types",),
        entries=entries.tax_rates(LISTS),
    )
    ((name, says, stops),) = said(compared(taxes, "tax", LISTS.tax_rates or {}))
    assert (name, stops) == ("GST", False)
    assert says.replace("\N{NO-BREAK SPACE}", " ") == (
        "Autotask charges 15 %, Xero’s rate OUTPUT2 makes 12.5 %"
    )


def test_a_name_is_looked_for_as_it_is_whatever_signs_are_in_it() -> None:
    found = compared(source({"North / Field & Co": {"lines": 2}}, {}), "tracking", {})
    assert found.found[0].query == "q=North%20/%20Field%20%26%20Co"
