"""What the panel says of a document, whatever is known of it."""

from datetime import datetime

import pytest

from core.domain.status import Status
from core.store.views.record import HistoryRow
from core.store.views.rows import FaultRow, NoteRow
from gateway.presenters.record import record_view
from gateway.presenters.record.raw import raw_text
from tests.unit.gateway.presenters.made import NOW, make_lens, make_record

UNREADABLE = FaultRow(
    "AUTOTASK_DATA", "autotask", "Autotask sent something we cannot read",
    "Field quantity of line 3 cannot be read.", "Correct it.", "", "", retry_helps=False,
)  # fmt: skip


def test_a_document_without_lines_or_history_still_has_a_panel() -> None:
    view = record_view(make_record(number=None, total=None), make_lens())
    assert ("Number", "none yet") in view.facts
    assert view.amount == "no amount"
    assert view.steps == ()
    assert view.raw is None
    assert view.lead.startswith("Downloaded from Autotask")


@pytest.mark.parametrize("status", [Status.PENDING_SYNC, Status.PROCESSING])
def test_a_void_on_its_way_is_the_first_thing_that_is_said(status: Status) -> None:
    view = record_view(make_record(status=status, intent="void"), make_lens())
    assert view.lead.startswith("Voided in Autotask.")
    assert "paused" not in view.lead


def test_a_void_of_a_paused_connection_waits_for_the_switch() -> None:
    view = record_view(make_record(intent="void"), make_lens(state="paused"))
    assert view.lead.endswith("that happens after you switch it on.")


def test_a_skip_says_its_reason_and_who_decided() -> None:
    skip = NoteRow("COMPANY_TYPE", "Rata is of the type Vendor.", "autotask_ingestion")
    view = record_view(make_record(status=Status.SKIPPED, skip=skip), make_lens())
    assert view.lead == "Rata is of the type Vendor. Decided by the Autotask service."


def test_what_autotask_was_told_and_what_it_refused_are_facts() -> None:
    told = make_record(xero_id="x", written_back_at=NOW)
    facts = dict(record_view(told, make_lens()).xero_facts)
    assert facts["Autotask told"] == "22 Nov 12:00:00"
    assert "Autotask refused to be told" not in facts


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"write_back_next_at": NOW}, "It is read-only; told again at 22 Nov 12:00:00"),
        ({"write_back_refused_at": NOW}, "It is read-only; for good at 22 Nov 12:00:00"),
    ],
)
def test_a_refusal_to_be_told_says_why_and_whether_it_is_tried_again(
    stored: dict[str, datetime], said: str
) -> None:
    refused = make_record(xero_id="x", write_back_refusal="It is read-only.", **stored)
    facts = dict(record_view(refused, make_lens()).xero_facts)
    assert facts["Autotask refused to be told"] == said
    assert "Autotask told" not in facts


def test_what_nobody_asked_autotask_to_take_says_why() -> None:
    voided = {"write_back_refusal": "It is voided in Autotask.", "write_back_given_up_at": NOW}
    facts = dict(record_view(make_record(xero_id="x", **voided), make_lens()).xero_facts)
    assert facts["Autotask is not told"] == "It is voided in Autotask."
    assert "Autotask refused to be told" not in facts
    refused = make_record(xero_id="x", write_back_refused_at=NOW, **voided)
    assert "Autotask is not told" not in dict(record_view(refused, make_lens()).xero_facts)


def test_a_step_names_the_change_of_status_and_who_made_it() -> None:
    step = HistoryRow(
        NOW, "complete", "pending_sync", "RESYNC", "Asked for.", "token:erp", None
    )  # fmt: skip
    (shown,) = record_view(make_record(history=(step,)), make_lens()).steps
    assert shown.detail == "Complete → Pending Sync · by API token erp"


def test_what_autotask_sent_is_open_at_once_only_where_the_data_are_the_cause() -> None:
    raw = {"invoice": {"id": 7, "invoiceTotal": "1e999"}, "lines": []}
    quiet = record_view(make_record(raw=raw), make_lens()).raw
    stopped = make_record(raw=raw, status=Status.FAULT, fault=UNREADABLE)
    loud = record_view(stopped, make_lens()).raw
    assert quiet is not None
    assert loud is not None
    assert (quiet.is_open, loud.is_open) == (False, True)
    assert '"invoiceTotal": "1e999"' in quiet.text
    assert not quiet.is_cut


def test_a_long_snapshot_is_cut_in_the_panel_and_whole_on_its_own_page() -> None:
    raw = {"invoice": {"comments": "x" * 2_000_000}}
    fold = record_view(make_record(raw=raw), make_lens()).raw
    assert fold is not None
    assert fold.is_cut
    assert len(fold.text) < 20_000
    assert len(raw_text(raw)) > 2_000_000
