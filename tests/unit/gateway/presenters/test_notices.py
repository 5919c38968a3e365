"""What is to be known about a record: notices, differences with their choices, holds."""

from datetime import timedelta

from core.domain.status import Status
from core.store.views.record import DecisionRow
from core.store.views.rows import DifferenceRow, HoldRow, NoteRow
from core.store.views.trace import TraceRow
from gateway.presenters.decisions import of_document, of_line
from gateway.presenters.json_text import pretty
from gateway.presenters.notices import hold_card, notice_card
from gateway.presenters.traces import trace_views
from tests.unit.gateway.presenters.made import NOW, make_lens, make_row

DIFFERENCE = DifferenceRow("total", "115.00", "110.00")


def test_a_difference_offers_only_what_the_status_allows() -> None:
    note = NoteRow("DIFFERENT_IN_XERO", "It is paid.", differences=(DIFFERENCE,))
    complete = notice_card(make_row(status=Status.COMPLETE, notice=note), make_lens())
    assert complete
    assert complete.title == "Autotask and Xero differ."
    assert complete.message == "It is paid."
    assert len(complete.choices) == 2
    fault = notice_card(make_row(status=Status.FAULT, notice=note), make_lens())
    assert fault
    assert fault.choices[-1].startswith("Skip it")


def test_differences_read_as_the_rest_of_the_page_does() -> None:
    told = (DifferenceRow("due date", "2026-12-05", ""), DifferenceRow("total", "115.00", "110.00"))
    note = NoteRow("DIFFERENT_IN_XERO", "It is paid.", differences=told)
    card = notice_card(make_row(notice=note), make_lens())
    assert card
    assert card.differences == (
        DifferenceRow("Due date", "5 Dec 2026", ""),
        DifferenceRow("Total", "115.00", "110.00"),
    )


def test_a_notice_of_the_catalogue_says_what_to_do() -> None:
    note = NoteRow("NOT_APPROVED", "It arrived as a draft.")
    card = notice_card(make_row(notice=note, xero_id="i-1"), make_lens())
    assert card
    assert "Approve it in Xero" in card.message
    assert card.place
    assert card.place.name == "Open the document in Xero"
    assert (card.choices, card.differences) == ((), ())


def test_a_notice_that_no_catalogue_knows_is_its_sentence() -> None:
    card = notice_card(make_row(notice=NoteRow("ODD", "Mind the gap.")), make_lens())
    assert card
    assert (card.title, card.message, card.place) == ("", "Mind the gap.", None)
    assert notice_card(make_row(), make_lens()) is None


def test_a_hold_says_what_ends_it_and_when_it_is_looked_at() -> None:
    hold = HoldRow("CONTACT_WANTED", "No contact for Rata", NOW + timedelta(minutes=5))
    card = hold_card(make_row(hold=hold), make_lens())
    assert card
    assert card.message == "No contact for Rata. Next look at 12:05."
    assert "it is found at the next look" in card.next_step
    assert card.place
    locked = hold_card(make_row(hold=HoldRow("PERIOD_LOCKED", "Locked.", None)), make_lens())
    assert locked
    assert (locked.message, locked.next_step) == ("Locked.", "")
    assert locked.place
    assert hold_card(make_row(), make_lens()) is None


def test_decisions_are_sorted_to_the_document_and_to_their_line() -> None:
    rows = (
        DecisionRow("due_date", "2026-12-12", "Autotask's.", None),
        DecisionRow("account", "200", "By the table.", 5),
        DecisionRow("tracking", "South", "By territory.", 5),
        DecisionRow("odd_thing", "x", "Because.", None),
    )
    assert [each.subject for each in of_document(rows)] == ["Due date", "Odd_thing"]
    assert [each.subject for each in of_line(rows, 5)] == ["Tracking"]
    assert of_line(rows, 6) == ()


def test_json_is_indented_and_numbers_stay_as_they_were_written() -> None:
    assert pretty('{"a":[1.50,2]}') == '{\n  "a": [\n    1.50,\n    2\n  ]\n}'
    assert pretty('{"a":"1.50"}') == '{\n  "a": "1.50"\n}'
    assert pretty("no json") == "no json"
    assert pretty('"text"') == '"text"'


def test_the_latest_entry_of_a_trace_comes_first() -> None:
    rows = [
        TraceRow(NOW - timedelta(minutes=1), "call", "PUT Invoices", "{}"),
        TraceRow(NOW, "gossip", "Something", "x"),
    ]
    latest, first = trace_views(rows, make_lens())
    assert (latest.kind, latest.icon) == ("gossip", "info-circle")
    assert (first.kind, first.title, first.body) == ("Call", "PUT Invoices", "{}")
