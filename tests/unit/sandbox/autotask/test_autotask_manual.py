"""The manual of the door names everything that Autotask's sandbox has."""

from pathlib import Path
from typing import Any

from sandbox.autotask.appearing import Wish
from sandbox.autotask.fault_kinds import FAULT_KINDS
from sandbox.autotask.open_questions import SWITCHES

MANUAL = (Path(__file__).parents[4] / "docs" / "sandbox.md").read_text()
DOOR_CALLS = ("invoices", "void", "edit", "hour", "unlock", "rights", "switches", "intents")
FROM_THE_TEST_PLAN = tuple(f"F{number}" for number in range(49, 60))


def test_every_fault_is_in_the_manual_with_its_sentence() -> None:
    missing = [
        kind.name
        for kind in FAULT_KINDS.values()
        if f"| `{kind.name}` | {kind.says} |" not in MANUAL
    ]
    assert missing == []


def test_every_fault_is_told_at_the_door_with_a_sentence(api: Any) -> None:
    known = {kind["name"]: kind for kind in api.door("GET", "faults")["known"]}
    assert set(FAULT_KINDS) <= set(known)
    assert all(kind["says"].endswith(".") for kind in known.values())


def test_every_known_fault_can_be_armed_and_nothing_else(api: Any) -> None:
    for kind in api.door("GET", "faults")["known"]:
        api.door("POST", "faults", {"name": kind["name"]})
    armed = [fault["name"] for fault in api.door("GET", "faults")["faults"]]
    assert armed == [kind["name"] for kind in api.door("GET", "faults")["known"]]


def test_every_switch_is_in_the_manual_with_its_meaning_and_answers(api: Any) -> None:
    missing = [
        switch.name
        for switch in SWITCHES
        if f"| `{switch.name}` |" not in MANUAL or switch.meaning not in MANUAL
    ]
    assert missing == []
    assert set(api.door("GET", "switches")) == {switch.name for switch in SWITCHES}
    for value in (value for switch in SWITCHES for value in switch.values):
        assert f"`{value}`" in MANUAL


def test_every_call_of_the_door_and_every_wish_for_an_invoice_is_in_the_manual() -> None:
    section = MANUAL.partition("## Autotask: what happens in the tenant")[2].partition("\n## ")[0]
    assert [name for name in DOOR_CALLS if f" {name}`" not in section] == []
    assert [name for name in Wish.__dataclass_fields__ if f"`{name}`" not in section] == []


def test_every_fault_of_the_test_plan_is_in_the_manual() -> None:
    assert [name for name in FROM_THE_TEST_PLAN if f"| {name} |" not in MANUAL] == []
