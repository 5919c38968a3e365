"""Each event has somebody who rings it, and each handler a bell that is rung where it listens."""

import ast
from pathlib import Path

import pytest

from core.domain.events import Event

ROOT = Path(__file__).resolve().parents[2]
ACTORS = sorted(path.parent.name for path in (ROOT / "services").glob("*/service.py"))
DECORATORS = ("event_handler", "durable_event_handler")
# For programs and screens outside (design.md, section 7); no actor of ours waits for them.
FOR_OTHERS = {
    "purchase_orders_pending",
    "document_status_changed",
    "run_finished",
    "connection_changed",
}


def _trees(actor: str) -> list[ast.Module]:
    return [ast.parse(path.read_text()) for path in (ROOT / "services" / actor).rglob("*.py")]


def _handlers() -> set[tuple[str, str, str]]:
    """(actor that listens, actor that rings, event)"""
    found = set()
    for actor in ACTORS:
        for tree in _trees(actor):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in DECORATORS:
                    rings, event = (ast.literal_eval(each) for each in node.args)
                    found.add((actor, rings, event))
    return found


def _rung() -> set[tuple[str, str]]:
    """(actor, event) for every event that an actor announces by its name."""
    found = {
        (actor, Event[node.attr].value)
        for actor in ACTORS
        for tree in _trees(actor)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Event"
    }
    # The runtime's provider of the sync log rings for every actor that has one.
    provider = (ROOT / "core/runtime/providers/sync_log.py").read_text()
    assert "log_line" in provider or "LOG_LINE" in provider
    writers = {
        actor
        for actor in ACTORS
        if "SyncLogProvider" in (ROOT / "services" / actor / "service.py").read_text()
    }
    return found | {(actor, "log_line") for actor in writers}


HANDLERS, RUNG = _handlers(), _rung()


@pytest.mark.parametrize(("listens", "rings", "event"), sorted(HANDLERS))
def test_each_handler_listens_where_its_event_is_rung(listens: str, rings: str, event: str) -> None:
    assert (rings, event) in RUNG


@pytest.mark.parametrize(("rings", "event"), sorted(RUNG))
def test_each_event_has_a_handler_or_is_meant_for_others(rings: str, event: str) -> None:
    handled = {(ringing, name) for _, ringing, name in HANDLERS}
    assert (rings, event) in handled or event in FOR_OTHERS


@pytest.mark.parametrize("event", list(Event))
def test_each_event_of_the_list_is_rung_by_somebody(event: Event) -> None:
    assert event.value in {name for _, name in RUNG}


def test_every_actor_that_writes_a_log_is_heard_by_the_log() -> None:
    heard = {rings for listens, rings, event in HANDLERS if event == "log_line"}
    assert heard == {actor for actor, event in RUNG if event == "log_line"}
