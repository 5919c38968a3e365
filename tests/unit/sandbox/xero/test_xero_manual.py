"""The manual of the door names everything that the door has."""

from pathlib import Path

from sandbox.door.fault_kinds import GENERIC
from sandbox.xero.deeds import DEEDS
from sandbox.xero.fault_kinds import FAULT_KINDS
from sandbox.xero.open_questions import SWITCHES

MANUAL = (Path(__file__).parents[4] / "docs" / "sandbox.md").read_text()


def test_every_fault_is_in_the_manual_with_its_sentence() -> None:
    missing = [
        kind.name
        for kind in (*GENERIC, *FAULT_KINDS.values())
        if f"| `{kind.name}` | {kind.says} |" not in MANUAL
    ]
    assert missing == []


def test_every_switch_is_in_the_manual_with_its_meaning() -> None:
    missing = [
        switch.name
        for switch in SWITCHES
        if f"| `{switch.name}` |" not in MANUAL or switch.meaning not in MANUAL
    ]
    assert missing == []


def test_every_deed_is_in_the_manual() -> None:
    assert [deed for deed in DEEDS if f"`{deed}`" not in MANUAL] == []
