from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_rows import (
    Change,
    Row,
    apply_rows,
    change_form,
    change_from,
    conflicts,
    differences,
    flatten,
    row_form,
    row_from,
    undo,
)

NAMES = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=6)
TEXTS = st.text("ABC1", min_size=1, max_size=4)
RULE = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["territory", "department"]),
        "options": st.dictionaries(NAMES, TEXTS, max_size=3),
        "default": st.none() | TEXTS,
    }
)
SETTINGS = st.builds(
    lambda **told: ConnectionSettings.model_validate(told).model_dump(mode="json"),
    accounts=st.dictionaries(NAMES, TEXTS, max_size=4),
    tax_types_by_category=st.dictionaries(
        NAMES, st.dictionaries(NAMES, TEXTS, min_size=1, max_size=2), max_size=2
    ),
    due_days=st.integers(0, 365),
    default_account=st.none() | TEXTS,
    tracking=st.dictionaries(st.sampled_from(["Region", "Team"]), RULE).map(
        lambda rules: [{"category": name, **rule} for name, rule in rules.items()]
    ),
)


def _dump(**told: Any) -> dict[str, Any]:
    return ConnectionSettings.model_validate(told).model_dump(mode="json")


@given(SETTINGS, SETTINGS)
def test_the_differences_of_two_lead_from_one_to_the_other_and_back(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    changes = differences(one, other)
    there = apply_rows(one, [each.row for each in changes])
    # Sorted, because the order of two tracking rules is none of their rows.
    assert flatten(there) == flatten(other)
    assert ConnectionSettings.model_validate(there).due_days == other["due_days"]
    assert flatten(undo(there, reversed(changes))) == flatten(one)


@pytest.mark.parametrize("option", ConnectionSettings.model_fields)
def test_every_option_comes_back_from_its_rows(option: str) -> None:
    usual = _dump()
    assert apply_rows(usual, [])[option] == usual[option]


def test_a_row_with_the_address_of_a_table_replaces_it() -> None:
    stored = _dump(accounts={"Hardware": "210", "Labor": "200"})
    assert apply_rows(stored, [Row(("accounts",), {"Labor": "220"})])["accounts"] == {
        "Labor": "220"
    }


@pytest.mark.parametrize(
    "address",
    [
        ("due_days", "x"),
        ("accounts", "a", "b"),
        ("tax_types_by_category", "GST"),
        ("tracking", "Region"),
        ("tracking", "Region", "options"),
        ("tracking", "Region", "source", "Auckland"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(address: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="has no row"):
        apply_rows(_dump(), [Row(address, "1")])


def test_a_tracking_rule_without_a_source_is_gone() -> None:
    stored = _dump(tracking=[{"category": "Region", "source": "territory", "options": {"A": "B"}}])
    assert apply_rows(stored, [Row(("tracking", "Region", "source"), None)])["tracking"] == []


def test_the_same_row_to_another_value_is_a_conflict_and_to_the_same_is_none() -> None:
    mine = (
        Change(("accounts", "Hardware"), "200", "210"),
        Change(("accounts", "Labor"), None, "220"),
        Change(("due_days",), 20, 30),
    )
    theirs = (
        Change(("accounts", "Hardware"), "200", "230"),
        Change(("due_days",), 20, 30),
        Change(("number_prefix",), "", "A"),
    )
    assert conflicts(mine, theirs) == ((mine[0], theirs[0]),)


def test_a_row_of_a_rule_that_another_took_away_is_a_conflict() -> None:
    mine = Change(("tracking", "Region", "options", "Auckland"), None, "North")
    theirs = Change(("tracking", "Region", "source"), "territory", None)
    assert conflicts([mine], [theirs]) == ((mine, theirs),)
    assert conflicts([theirs], [mine]) == ((theirs, mine),)


@pytest.mark.parametrize(
    "told", [{}, {"option": 5}, "due_days", {"option": "accounts", "key": "Labor"}, {"key": ["x"]}]
)
def test_what_is_no_row_is_refused_with_a_sentence(told: Any) -> None:
    with pytest.raises(ValueError, match=r"row .*is"):
        row_from(told)


def test_rows_and_changes_travel() -> None:
    row = Row(("tracking", "Region", "options", "Auckland"), "North")
    change = Change(("accounts", "Hardware"), None, "210")
    assert row_from(row_form(row)) == row
    assert change_from(change_form(change)) == change
    assert change.row == Row(("accounts", "Hardware"), "210")
