"""The client's bills, purchase orders and Xero-numbered documents against the running sandbox."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from core.clients.budget import Unmetered
from core.clients.http import Http
from core.clients.xero.client import XeroClient
from core.clients.xero.payloads import freeze_documents, freeze_update, path_of
from core.domain.errors import OutcomeUnknownError
from core.domain.xero_document import DocumentKind, ElementAnswer, XeroDraft
from tests.contract.xero_sandbox import RunningSandbox
from tests.unit.clients.xero.drafts import make_draft, make_line

DAY = date(2026, 11, 1)
KEYS = (f"purchase {number}" for number in count(1))
MARKS = (f"Autotask demo/{number}" for number in count(1))
COST = make_line(account_code="300", tax_type="INPUT2")
PURCHASES = (DocumentKind.BILL, DocumentKind.PURCHASE_ORDER)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path_factory.mktemp("xero")).start().connect()
    running.door("limits", minute=False)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _as_it_was(sandbox: RunningSandbox) -> Iterator[None]:
    before = {row["name"]: row["value"] for row in sandbox.look("switches")["switches"]}
    yield
    sandbox.door("switches", **before)


@pytest.fixture(scope="module")
def client(sandbox: RunningSandbox) -> XeroClient:
    token = sandbox.headers["Authorization"].removeprefix("Bearer ")
    tenant = sandbox.headers["Xero-tenant-id"]
    return XeroClient(tenant, lambda: token, Http(2, 20), Unmetered(), sandbox.url)


@pytest.fixture
def draft(sandbox: RunningSandbox) -> Callable[..., XeroDraft]:
    contact_id = sandbox.invoice("x")["Contact"]["ContactID"]

    def made(kind: DocumentKind, number: str, **changes: Any) -> XeroDraft:
        lines = (COST,) if kind in PURCHASES else (make_line(),)
        fields = {"issued_on": DAY, "due_on": DAY, "status": "AUTHORISED", "lines": lines}
        identity = {"contact_id": contact_id, "reference": next(MARKS)}
        more = {**fields, **identity, **changes}
        return make_draft(kind=kind, number=number, **more)

    return made


def leave() -> None:
    """Nothing holds these requests up."""


def put(client: XeroClient, *drafts: XeroDraft) -> tuple[ElementAnswer, ...]:
    body = freeze_documents(drafts)
    return tuple(client.send("PUT", path_of(drafts[0].kind), body, next(KEYS), leave).elements)


@pytest.mark.parametrize("kind", PURCHASES)
def test_a_purchase_comes_back_as_it_was_sent(
    client: XeroClient, draft: Callable[..., XeroDraft], kind: DocumentKind
) -> None:
    sent = draft(kind, f"{kind}-1")
    [element] = put(client, sent)
    assert element.document is not None, element.reasons
    assert element.document.total == sent.total
    [found] = client.documents_by_number(kind, [sent.number])
    single = client.document(kind, element.document.xero_id)
    for document in (found, single):
        assert document is not None
        assert (document.kind, document.number, document.total) == (kind, sent.number, sent.total)
        assert document.issued_on == DAY
    marker = found.marker_url if kind is DocumentKind.BILL else found.reference
    assert marker == (sent.marker_url if kind is DocumentKind.BILL else sent.reference)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_documents_that_xero_numbers_are_found_by_what_changed(
    client: XeroClient, draft: Callable[..., XeroDraft], kind: DocumentKind
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    first, second = put(client, draft(kind, ""), draft(kind, ""))
    assert first.document is not None
    assert second.document is not None
    numbers = [first.document.number, second.document.number]
    if kind is DocumentKind.BILL:
        assert numbers == ["", ""]
    else:
        assert numbers[0] != numbers[1]
    changed = {document.xero_id for document in client.documents_changed(kind, since)}
    assert {first.document.xero_id, second.document.xero_id} <= changed


def test_a_bill_is_doubled_by_a_second_send_and_an_order_is_not(
    client: XeroClient, draft: Callable[..., XeroDraft]
) -> None:
    bill, order = draft(DocumentKind.BILL, "TWICE"), draft(DocumentKind.PURCHASE_ORDER, "TWICE")
    for sent in (bill, bill):
        assert put(client, sent)[0].is_accepted
    assert len(client.documents_by_number(DocumentKind.BILL, ["TWICE"])) == 2
    assert put(client, order)[0].is_accepted
    assert put(client, order)[0].reasons == ("Order number must be unique",)


def test_a_deleted_order_is_found_because_it_keeps_its_number(
    client: XeroClient, draft: Callable[..., XeroDraft]
) -> None:
    sent = draft(DocumentKind.PURCHASE_ORDER, "GONE")
    [made] = put(client, sent)
    assert made.document is not None
    gone = freeze_update(draft(sent.kind, "GONE", status="DELETED"), made.document.xero_id)
    path = f"{path_of(sent.kind)}/{made.document.xero_id}"
    client.send("POST", path, gone, next(KEYS), leave)
    [found] = client.documents_by_number(sent.kind, ["GONE"])
    assert found.status == "DELETED"


@pytest.mark.parametrize("kind", PURCHASES)
def test_an_update_changes_the_same_purchase(
    client: XeroClient, draft: Callable[..., XeroDraft], kind: DocumentKind
) -> None:
    [made] = put(client, draft(kind, f"{kind}-again"))
    assert made.document is not None
    changed = draft(kind, f"{kind}-again", lines=(COST, COST))
    body = freeze_update(changed, made.document.xero_id)
    path = f"{path_of(kind)}/{made.document.xero_id}"
    [element] = client.send("POST", path, body, next(KEYS), leave).elements
    assert element.document is not None, element.reasons
    assert element.document.xero_id == made.document.xero_id
    assert element.document.total == changed.total


@pytest.mark.parametrize(
    "wish",
    [
        {"numbers_return": "without_voided_and_deleted"},
        {"half_rounding": "half_even"},
        {"if_modified_since": "inclusive"},
        {"if_modified_since": "exclusive"},
        {"unknown_tracking": "refused"},
        {"unknown_theme": "refused"},
        {"idempotency_while_running": "refuse"},
        {"minute_window": "rolling"},
        {"where_backslash": "accepted"},
    ],
)
def test_a_round_trip_works_whatever_the_open_questions_answer(
    sandbox: RunningSandbox,
    client: XeroClient,
    draft: Callable[..., XeroDraft],
    wish: dict[str, Any],
) -> None:
    sandbox.door("switches", **wish)
    since = datetime.now(UTC) - timedelta(seconds=5)
    number = f"OPEN-{next(KEYS)}"
    for kind in DocumentKind:
        [element] = put(client, draft(kind, number))
        assert element.document is not None, element.reasons
        [found] = client.documents_by_number(kind, [number])
        assert found.xero_id == element.document.xero_id
        changed = client.documents_changed(kind, since)
        assert element.document.xero_id in {document.xero_id for document in changed}
    later = datetime.now(UTC) + timedelta(days=1)
    assert client.documents_changed(DocumentKind.CREDIT_NOTE, later) == []
    assert client.payments_since(later, 1) == ([], True)


@pytest.mark.parametrize(
    "fault",
    [
        *("empty_body", "gzip_broken", "slow_drip", "bad_gateway", "gateway_timeout"),
        *("key_store_down", "error_after_half", "organisation_offline"),
        *("element_missing", "element_extra"),
    ],
)
def test_an_answer_that_cannot_be_trusted_leaves_the_outcome_open(
    sandbox: RunningSandbox,
    client: XeroClient,
    draft: Callable[..., XeroDraft],
    fault: str,
) -> None:
    hasty = XeroClient(
        sandbox.headers["Xero-tenant-id"],
        lambda: sandbox.headers["Authorization"].removeprefix("Bearer "),
        Http(1, 1),
        Unmetered(),
        sandbox.url,
    )
    numbers = [f"{fault}-{place}" for place in range(3)]
    drafts = [draft(DocumentKind.INVOICE, number) for number in numbers]
    sandbox.door("faults", name=fault, endpoint="PUT Invoices")
    with pytest.raises(OutcomeUnknownError):
        put(hasty, *drafts)
    found = client.documents_by_number(DocumentKind.INVOICE, numbers)
    nothing = {"bad_gateway", "gateway_timeout", "key_store_down", "organisation_offline"}
    expected = 0 if fault in nothing else 2 if fault == "error_after_half" else 3
    assert len(found) == expected


def test_elements_in_another_order_are_told_by_their_numbers(
    sandbox: RunningSandbox, client: XeroClient, draft: Callable[..., XeroDraft]
) -> None:
    drafts = [draft(DocumentKind.INVOICE, f"ORDER-{place}") for place in range(3)]
    sandbox.door("faults", name="elements_reordered", endpoint="PUT Invoices")
    elements = put(client, *drafts)
    assert [element.number for element in elements] == [each.number for each in drafts]
    for element, sent in zip(elements, drafts, strict=True):
        assert element.document is not None
        assert element.document.number == sent.number


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize("kind", [DocumentKind.CREDIT_NOTE, DocumentKind.PURCHASE_ORDER])
def test_a_list_in_which_nothing_has_changed_is_empty_however_xero_says_so(
    sandbox: RunningSandbox, client: XeroClient, kind: DocumentKind, status: int
) -> None:
    sandbox.door("switches", nothing_modified=status)
    assert client.documents_changed(kind, datetime.now(UTC) + timedelta(days=1)) == []


def test_a_bill_whose_answer_lacks_the_link_is_an_open_question(
    sandbox: RunningSandbox, client: XeroClient, draft: Callable[..., XeroDraft]
) -> None:
    sandbox.door("switches", url_in_write_answers=False)
    sent = draft(DocumentKind.BILL, "NO-LINK")
    with pytest.raises(OutcomeUnknownError):
        put(client, sent)
    [found] = client.documents_by_number(DocumentKind.BILL, ["NO-LINK"])
    assert found.marker_url == sent.marker_url
    [element] = put(client, draft(DocumentKind.INVOICE, "NO-LINK"))
    assert element.document is not None


def test_an_answer_that_comes_twice_is_not_taken_for_the_next_ones(
    sandbox: RunningSandbox, client: XeroClient, draft: Callable[..., XeroDraft]
) -> None:
    first, second = (draft(DocumentKind.INVOICE, number) for number in ("DOUBLE-1", "DOUBLE-2"))
    sandbox.door("faults", name="duplicated_answer", endpoint="PUT Invoices")
    put(client, first)
    body, key = freeze_documents([second]), next(KEYS)
    try:
        [element] = client.send("PUT", "Invoices", body, key, leave).elements
    except OutcomeUnknownError:
        # The copy was read as the answer to the second call, and noticed.
        [element] = client.send("PUT", "Invoices", body, key, leave).elements
    assert element.document is not None
    assert element.document.number == "DOUBLE-2"
