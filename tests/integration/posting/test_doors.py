"""The gateway's commands and the actor's doors fit: names, arguments and answers, all of them JSON."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from core.runtime.autotask_access import AutotaskAccess
from core.store import log_entries
from core.store.views import bulk_actions, contact_reports
from gateway.answers import Effect
from gateway.commands import INVOICE_COMMANDS, Commands
from gateway.commands.bulk import BulkWish
from gateway.commands.documents import Wish
from gateway.problems import CommandRefusedError
from services.autotask_ingestion.service import AutotaskIngestion
from services.xero_posting.service import XeroPosting
from tests.integration.posting.conftest import Books


class Wire:
    """Takes a call to the actor's own method, with nothing but JSON between the two."""

    def __init__(self, actors: dict[str, Any]) -> None:
        self._actors = actors

    def call(self, service: str, method: str, timeout_seconds: float = 5, **told: Any) -> Any:
        door: Callable[..., Any] = getattr(self._actors[service], method)
        return json.loads(json.dumps(door(**json.loads(json.dumps(told)))))

    def is_connected(self) -> bool:
        return True


@pytest.fixture
def commands(books: Books) -> Commands:
    actors = {"xero_posting": XeroPosting(), "autotask_ingestion": AutotaskIngestion()}
    parts = {
        "sync_log": SimpleNamespace(write=log_entries.insert),
        "announce": lambda _event, _payload: None,
        "xero": books.access,
        "autotask": AutotaskAccess(books.tenant.settings),
        "settings": SimpleNamespace(public_url="http://localhost:1"),
    }
    for actor in actors.values():
        for name, value in parts.items():
            setattr(actor, name, value)
    return Commands(Wire(actors))


# Where a record stands to which a command may be given.
_BEFORE = {
    "resync": "fault",
    "skip": "pending_sync",
    "unskip": "skipped",
    "trace": "pending_sync",
    "release": "diagnostic",
    "remove": "fault",
    "bring_back": "fault",
}


def test_each_command_reaches_its_door_and_a_stale_view_is_refused(
    books: Books, commands: Commands
) -> None:
    assert set(INVOICE_COMMANDS) < _BEFORE.keys()
    ids = (int(each["autotask_id"]) for each in books.server.invoices.find())
    for (command, status), autotask_id in zip(_BEFORE.items(), ids, strict=False):
        values: dict[str, Any] = {"status": status}
        if command == "bring_back":
            values["removed_at"] = books.tenant.now()
        books.server.invoices.update_one({"autotask_id": autotask_id}, {"$set": values})
        steps = len(books.tenant.invoice(autotask_id)["history"])
        asked = ("invoices", command, "kauri", autotask_id)
        with pytest.raises(CommandRefusedError, match="Nothing was changed") as refused:
            commands.change_document(*asked, Wish("Mere", "", steps - 1))
        assert refused.value.code == "conflict"
        assert commands.change_document(*asked, Wish("Mere", "to see", steps)).message
        assert len(books.tenant.invoice(autotask_id)["history"]) == steps + 1


def test_what_concerns_many_and_what_only_asks_is_answered(
    books: Books, commands: Commands
) -> None:
    autotask_id = books.some_id()
    wish = BulkWish("skip", {"statuses": ["pending_sync"]}, reason="test", key="press-0001")
    bulk, message = commands.start_bulk("kauri", "invoices", "Mere", wish)
    assert (bulk, message) == ("press-0001", "It has begun.")
    assert commands.stop_bulk("kauri", bulk, "Mere").message
    shown = bulk_actions.bulk_action("kauri", bulk)
    assert shown
    assert shown.stop_asked
    chosen, _ = commands.start_bulk("kauri", "invoices", "Mere", BulkWish("resync", [autotask_id]))
    assert chosen
    report, _ = commands.start_contact_report("kauri", "Mere")
    assert contact_reports.report("kauri", report)
    assert commands.stop_contact_report("kauri", report, "Mere").startswith("The report is stopped")
    assert commands.preview("kauri", autotask_id)["outcome"] == "send"
    assert commands.read_aside("kauri", autotask_id)["verdict"]["outcome"] == "come_in"
    told = commands.simulate_reading("kauri", autotask_id)
    assert told["payload"] == commands.preview("kauri", autotask_id)["payload"]
    effect = commands.compare("kauri", {"arrival_status": "AUTHORISED"})
    assert isinstance(effect, Effect)
    assert {each.field for row in effect.invoices for each in row.changes} == {"status"}
    assert "problems" in commands.check_settings("kauri", {})
