"""Before the first invoice is in Xero: which steps are left, and what the first switch-on asks."""

from dataclasses import replace
from typing import Any

from core.domain.status import Status
from core.store.views.connection_rows import RunRow, SideHealth
from core.store.views.documents import Counted
from gateway.presenters.first_run import first_switch, is_first_run, steps
from tests.unit.gateway.presenters.made import NOW, make_connection

NOTHING = dict.fromkeys(Status, Counted(0))
READY = {**NOTHING, Status.PENDING_SYNC: Counted(43)}
SENT = {**NOTHING, Status.COMPLETE: Counted(1)}
LOOKED = RunRow(last_run_at=NOW)
MAPPED = {"accounts": {"Hardware": "210"}, "tax_types": {"GST": "OUTPUT2"}}
UNTRIED = SideHealth("unknown", "", None, None)


def bare(**changes: Any) -> Any:
    values = {"state": "paused", "autotask": UNTRIED, "token_expires_at": None}
    return make_connection(**{**values, **changes})


def test_a_bare_connection_begins_with_autotask() -> None:
    found = steps(bare(), NOTHING)
    assert [step.is_done for step in found] == [False] * 4
    assert [step.title for step in found if step.is_next] == ["Connect Autotask"]
    assert is_first_run(bare(), NOTHING)


def test_what_is_done_is_ticked_and_the_next_one_is_marked() -> None:
    well = make_connection(state="paused")
    found = steps(well, READY)
    assert [step.is_done for step in found] == [True, True, False, False]
    assert [step.title for step in found if step.is_next] == ["Map accounts and tax"]
    assert "43 invoices can be looked at now." in found[-1].text
    mapped = steps(replace(well, settings=MAPPED), READY)
    assert [step.is_next for step in mapped] == [False, False, False, True]


def test_a_refused_sign_in_is_not_done() -> None:
    refused = SideHealth("unauthorized", "No.", NOW, NOW)
    assert not steps(make_connection(state="paused", autotask=refused), NOTHING)[0].is_done


def test_the_first_run_is_over_with_the_first_invoice_or_when_all_is_set_up() -> None:
    assert not is_first_run(bare(), SENT)
    assert is_first_run(make_connection(), NOTHING), "nobody has looked yet"
    assert not is_first_run(make_connection(ingest=LOOKED), NOTHING)


def test_the_first_switch_on_asks_in_numbers_and_says_how_they_arrive() -> None:
    question = first_switch(make_connection(state="paused"), READY)
    assert question is not None
    assert question.text == "43 invoices are ready. They arrive in Xero as Draft."
    posted = make_connection(state="paused", settings={"arrival_status": "AUTHORISED"})
    again = first_switch(posted, {**NOTHING, Status.PENDING_SYNC: Counted(1)})
    assert again is not None
    assert again.text == "1 invoice is ready. They arrive in Xero as Awaiting Payment."


def test_later_switches_ask_nothing() -> None:
    assert first_switch(make_connection(state="paused"), SENT) is None
    assert first_switch(make_connection(state="active"), READY) is None
