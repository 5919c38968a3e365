"""Where Xero keeps no number unique, nothing but our own look-ups stands before a second document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.batch import BatchKind
from core.domain.errors import OutcomeUnknownError
from core.domain.mapping import marker_reference
from core.domain.setting_choices import Numbering
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, ElementAnswer
from services.xero_posting.desk import Desk
from services.xero_posting.mapping.desk import map_claimed
from services.xero_posting.ports import Mapped
from tests.factories.documents import (
    make_connection,
    make_document,
    make_invoice,
    make_line,
    make_settings,
)
from tests.fakes.ledger import Elements
from tests.fakes.office import Office

LOST = [
    "drop_before_commit",
    "drop_after_commit",
    "error_before_commit",
    "error_after_commit",
    "late_commit",
]
CREDIT = make_line("-100.00", "-15.00")


def _xero_numbers() -> Office:
    return Office(make_connection(settings=make_settings(numbering=Numbering.XERO)))


def _mapping_to(kind: DocumentKind, number: str) -> Callable[..., Sequence[Mapped]]:
    """What the purchase order actor would hand over: other drafts of the same records."""

    def map_so(
        desk: Desk, batch_id: str, claimed: Sequence[Any], linked: Mapping[int, str]
    ) -> Sequence[Mapped]:
        return [
            (
                record,
                replace(
                    draft,
                    kind=kind,
                    number=number,
                    reference=marker_reference(record.connection_id, record.autotask_id),
                ),
            )
            for record, draft in map_claimed(desk, batch_id, claimed, linked)
        ]

    return map_so


def _invoices() -> Office:
    return _xero_numbers().with_invoices(make_invoice(1), make_invoice(2))


def _credit_notes() -> Office:
    return _xero_numbers().with_invoices(make_invoice(1, CREDIT), make_invoice(2, CREDIT))


def _bills() -> Office:
    """Two suppliers may well use the same number."""
    office = Office().with_invoices(make_invoice(1), make_invoice(2))
    office.map = _mapping_to(DocumentKind.BILL, "4711")
    return office


def _orders() -> Office:
    office = Office().with_invoices(make_invoice(1), make_invoice(2))
    office.map = _mapping_to(DocumentKind.PURCHASE_ORDER, "")
    return office


KINDS = [_invoices, _credit_notes, _bills, _orders]
kinds = pytest.mark.parametrize("begin", KINDS, ids=lambda begin: begin.__name__[1:])


def _assert_one_each(office: Office) -> None:
    assert office.standings() == {1: "complete", 2: "complete"}
    assert len(office.ledger.documents) == 2
    linked = {row.xero_id for row in office.invoices.rows.values()}
    assert linked == set(office.ledger.documents)


@kinds
def test_what_is_answered_is_matched_by_our_mark(begin: Callable[[], Office]) -> None:
    office = begin()
    office.post()
    _assert_one_each(office)
    for autotask_id, row in office.invoices.rows.items():
        document = office.ledger.documents[row.xero_id or ""]
        carried = document.marker_url + document.reference
        assert carried.endswith(f"/{autotask_id}")
    (batch,) = office.batches.all
    assert not batch.is_protected
    assert office.ledger.reads == []


def test_xeros_own_number_is_kept_on_the_record() -> None:
    office = _invoices()
    office.post()
    numbers = {row.xero_number for row in office.invoices.rows.values()}
    assert numbers == {document.number for document in office.ledger.documents.values()}
    assert all(number and number.startswith("XI-") for number in numbers)


@kinds
@pytest.mark.parametrize("fault", LOST)
def test_after_an_ambiguous_send_nothing_is_sent_before_it_cannot_arrive_any_more(
    begin: Callable[[], Office], fault: str
) -> None:
    office = begin()
    office.ledger.late_by = timedelta(minutes=6)
    office.ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    (sent,) = office.ledger.sent
    while office.clock() < sent.at + timedelta(minutes=10):
        office.round()
        assert len(office.ledger.sent) == 1
        office.clock.pass_by(seconds=10)
    office.settle()
    _assert_one_each(office)
    second = office.ledger.sent[1:]
    assert bool(second) is fault.endswith("before_commit")
    assert all(again.key != sent.key for again in second)


@kinds
def test_what_has_arrived_is_adopted_at_the_first_look(begin: Callable[[], Office]) -> None:
    office = begin()
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.clock.pass_by(minutes=1)
    office.round()
    _assert_one_each(office)
    assert office.ledger.reads == ["documents_changed"]
    assert office.batches.open_batches("kauri") == []


@kinds
def test_looks_are_few_while_nothing_arrives(begin: Callable[[], Office]) -> None:
    office = begin()
    office.ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.settle()
    _assert_one_each(office)
    assert office.ledger.reads == ["documents_changed"] * 4


def test_a_mark_that_comes_back_at_another_place_is_trusted_for_nothing() -> None:
    office = _invoices()
    office.ledger.edit_answer = _mixed_up
    office.post()
    _assert_one_each(office)
    assert len(office.ledger.sent) == 1
    for autotask_id, row in office.invoices.rows.items():
        assert office.ledger.documents[row.xero_id or ""].marker_url.endswith(f"/{autotask_id}")


def _mixed_up(elements: Elements) -> Elements:
    return tuple(replace(each, index=1 - each.index) for each in elements)


def test_an_element_that_the_answer_leaves_out_is_looked_for_and_never_sent_again_too_early() -> (
    None
):
    office = _invoices()
    office.ledger.edit_answer = lambda elements: elements[:1]
    documents = office.ledger.documents_changed
    office.ledger.documents_changed = lambda *_: []  # type: ignore[method-assign]
    office.post()
    assert office.standings() == {1: "complete", 2: "processing"}
    assert len(office.batches.open_batches("kauri")) == 1
    office.ledger.documents_changed = documents  # type: ignore[method-assign]
    office.settle()
    _assert_one_each(office)
    assert len(office.ledger.sent) == 1


def test_a_refusal_without_an_echo_is_taken_for_the_element_at_its_place() -> None:
    office = _invoices()
    office.ledger.refusals["/c/kauri/sync/invoices/2"] = ("Account must be valid.",)
    office.ledger.edit_answer = lambda elements: tuple(
        replace(each, marker="", number="") if each.reasons else each for each in elements
    )
    office.post()
    assert office.standings() == {1: "complete", 2: "fault"}
    fault = office.row(2).fault
    assert fault
    assert fault.code == "ACCOUNT_INVALID"


def test_an_accepted_element_without_our_mark_is_no_proof() -> None:
    office = _invoices()
    office.ledger.edit_answer = lambda elements: tuple(
        replace(each, marker="") if each.index else each for each in elements
    )
    office.post()
    _assert_one_each(office)
    assert office.ledger.reads == ["documents_changed"]


def test_a_resync_updates_by_id_and_keeps_xeros_number() -> None:
    office = _invoices()
    office.post()
    before = {row.xero_id: row.xero_number for row in office.invoices.rows.values()}
    dearer = make_invoice(1, make_line("120.00", "18.00"), number="INV-1")
    office.invoices.resync(1, office.clock(), dearer)
    office.settle()
    _assert_one_each(office)
    assert {row.xero_id: row.xero_number for row in office.invoices.rows.values()} == before
    assert office.batches.all[-1].kind is BatchKind.INVOICE_UPDATE
    document = office.ledger.documents[office.row(1).xero_id or ""]
    assert document.total == Decimal("138.00")


def test_orders_with_a_number_of_ours_are_protected_even_by_deleted_ones() -> None:
    office = Office().with_invoices(make_invoice(1))
    office.map = _mapping_to(DocumentKind.PURCHASE_ORDER, "PO-1")
    office.post()
    (order,) = office.ledger.documents.values()
    office.ledger.edit(order.xero_id, status="DELETED")
    office.invoices.add(make_invoice(2))
    office.post()
    row = office.row(2)
    assert row.fault
    assert (row.fault.code, len(office.ledger.documents)) == ("NUMBER_TAKEN", 1)
    assert "deleted" in row.fault.message


def test_a_protected_order_whose_answer_was_lost_goes_again_under_its_key() -> None:
    office = Office().with_invoices(make_invoice(1))
    office.map = _mapping_to(DocumentKind.PURCHASE_ORDER, "PO-1")
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.resolve()
    first, second = office.ledger.sent
    assert (first.request, first.key) == (second.request, second.key)
    assert (office.standings(), len(office.ledger.documents)) == ({1: "complete"}, 1)


def test_what_is_kept_unique_and_what_is_not_never_share_a_batch() -> None:
    office = Office().with_invoices(make_invoice(1), make_invoice(2))

    def map_mixed(
        desk: Desk, batch_id: str, claimed: Sequence[Any], linked: Mapping[int, str]
    ) -> Sequence[Mapped]:
        return [
            (record, replace(draft, number="" if record.autotask_id == 2 else draft.number))
            for record, draft in map_claimed(desk, batch_id, claimed, linked)
        ]

    office.map = map_mixed
    office.post()
    _assert_one_each(office)
    assert [len(sent.rows) for sent in office.ledger.sent] == [1, 1]
    assert sorted(batch.is_protected for batch in office.batches.all) == [False, True]


def test_a_draft_without_our_mark_is_never_frozen() -> None:
    office = _xero_numbers().with_invoices(make_invoice(1))

    def map_unmarked(
        desk: Desk, batch_id: str, claimed: Sequence[Any], linked: Mapping[int, str]
    ) -> Sequence[Mapped]:
        mapped = map_claimed(desk, batch_id, claimed, linked)
        return [(record, replace(draft, marker_url="")) for record, draft in mapped]

    office.map = map_unmarked
    with pytest.raises(ValueError, match="does not carry its mark"):
        office.post()
    assert (office.ledger.sent, office.batches.all) == ([], [])


def test_a_document_that_was_copied_by_a_bookkeeper_is_adopted_once() -> None:
    office = _xero_numbers().with_invoices(make_invoice(1))
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    (document,) = office.ledger.documents.values()
    office.ledger.add_document(replace(document, xero_id="copy", status="VOIDED"))
    office.settle()
    assert office.row(1).xero_id == document.xero_id
    assert office.row(1).notice is None


def test_two_living_documents_of_one_record_are_told_and_the_one_that_was_sent_is_linked() -> None:
    office = _xero_numbers().with_invoices(make_invoice(1))
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ((xero_id, document),) = office.ledger.documents.items()
    office.ledger.documents.clear()
    changed = document.total + 1
    office.ledger.add_document(replace(document, xero_id="copy", number="C-1", total=changed))
    office.ledger.add_document(document)
    office.settle()
    row = office.row(1)
    assert (row.status, row.xero_id) == (Status.COMPLETE, xero_id)
    assert row.notice
    assert row.notice["code"] == "TWICE_IN_XERO"
    assert f"{document.number} was linked; C-1 carries" in row.notice["message"]


@kinds
def test_after_silence_new_batches_wait_for_the_first_look_and_not_for_the_last(
    begin: Callable[[], Office],
) -> None:
    office = begin()
    office.ledger.fail_next("drop_before_commit")
    office.round()
    office.invoices.add(make_invoice(3))
    office.clock.pass_by(seconds=50)
    office.round()
    assert office.row(3).status is Status.PENDING_SYNC
    office.clock.pass_by(seconds=20)
    office.round()
    office.round()
    assert office.standings() == {1: "processing", 2: "processing", 3: "complete"}


def test_a_mere_number_in_an_answer_is_no_proof_for_a_bill() -> None:
    office = _bills()

    def crossed(elements: Elements) -> Elements:
        first, second = elements
        return (
            ElementAnswer(0, first.number, second.marker, document=second.document),
            ElementAnswer(1, second.number, first.marker, document=first.document),
        )

    office.ledger.edit_answer = crossed
    office.post()
    _assert_one_each(office)
    for autotask_id, row in office.invoices.rows.items():
        assert office.ledger.documents[row.xero_id or ""].marker_url.endswith(f"/{autotask_id}")


def test_anothers_bill_of_the_same_number_says_nothing_of_ours() -> None:
    office = _bills()
    office.ledger.late_by = timedelta(minutes=5)
    office.ledger.add_document(
        make_document(
            kind=DocumentKind.BILL, xero_id="theirs", number="4711", updated_at=office.clock()
        )
    )
    office.ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.settle()
    assert office.standings() == {1: "complete", 2: "complete"}
    assert len(office.ledger.sent) == 1
    assert len(office.ledger.documents) == 3


def test_a_bill_whose_answer_lacks_the_link_is_found_by_it_and_not_sent_again() -> None:
    """What Xero took shows the link only when it is read."""
    office = _bills()
    office.ledger.edit_answer = lambda elements: tuple(
        replace(each, marker="") for each in elements
    )
    office.post()
    office.settle()
    _assert_one_each(office)
    assert len(office.ledger.sent) == 1
