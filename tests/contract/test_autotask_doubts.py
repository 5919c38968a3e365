"""What nobody has documented of Autotask: the client gives the same answer whichever way it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials, InvoiceWindow
from core.clients.autotask.translate import translate_invoice
from core.clients.budget import Unmetered
from core.clients.http import Http
from core.domain.errors import RateLimitedError, RejectedError, UnauthorizedError
from tests.contract.sandboxes import INTEGRATION_CODE, SECRET, USER, Sandbox, running

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
WORLD = {"companies": 4, "invoices": 30, "lines": 3}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("autotask", tmp_path_factory.mktemp("doubts")) as started:
        started.door("POST", "reset", {"world": WORLD})
        yield started


@contextmanager
def turned(sandbox: Sandbox, **positions: Any) -> Iterator[None]:
    """The switches in other positions for as long as it takes."""
    before = sandbox.door("GET", "switches")
    sandbox.door("POST", "switches", positions)
    try:
        yield
    finally:
        sandbox.door("POST", "switches", {name: before[name] for name in positions})


def client_of(sandbox: Sandbox, user: str = USER, code: str = INTEGRATION_CODE) -> AutotaskClient:
    credentials = AutotaskCredentials(user, SECRET, code)
    return AutotaskClient(credentials, Http(2, 20), Unmetered(), f"{sandbox.url}/ATServicesRest/")


@pytest.fixture
def client(sandbox: Sandbox) -> AutotaskClient:
    return client_of(sandbox)


def invoices(client: AutotaskClient) -> list[Any]:
    raws = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO)).invoices
    lines = client.billing_items([raw.autotask_id for raw in raws])
    return [translate_invoice(raw.raw, lines[raw.autotask_id]) for raw in raws]


def types(client: AutotaskClient) -> list[Any]:
    labels = client.pick_list("BillingItems", "billingItemType")
    raws = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO)).invoices
    items = client.billing_items([raw.autotask_id for raw in raws])
    return [[labels[row["billingItemType"]] for row in items[raw.autotask_id]] for raw in raws]


def paper(client: AutotaskClient) -> Any:
    number = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO)).invoices[0].autotask_id
    return client.invoice_pdf(number)


@pytest.mark.parametrize(
    ("positions", "read"),
    [
        ({"timestamps": "naive"}, invoices),
        ({"pick_list_ids": "elsewhere"}, types),
        ({"pdf_data": "bytes"}, paper),
        ({"pdf_data": "item"}, paper),
        ({"missing_item": "404"}, lambda client: client.invoices_by_id([1])),
    ],
)
def test_it_reads_the_same(
    sandbox: Sandbox,
    client: AutotaskClient,
    positions: dict[str, str],
    read: Callable[[AutotaskClient], Any],
) -> None:
    usual = read(client)
    with turned(sandbox, **positions):
        assert read(client) == usual


def test_whole_days_lose_nothing_that_instants_find(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    def found_since(moment: datetime) -> set[int]:
        page = client.invoices_since(InvoiceWindow(moment, LATER))
        return {raw.autotask_id for raw in page.invoices}

    created = sorted(row["createDateTime"] for row in sandbox.door("GET", "state")["Invoices"])
    moment = datetime.fromisoformat(created[len(created) // 2])
    usual = found_since(moment)
    with turned(sandbox, created_filter="day"):
        assert usual <= found_since(moment)
    assert 0 < len(usual) < len(created)


@pytest.mark.parametrize("status", ["429", "500"])
def test_a_used_up_hour_is_known_by_either_status(
    sandbox: Sandbox, client: AutotaskClient, status: str
) -> None:
    with turned(sandbox, hourly_refusal=status):
        sandbox.arm("rate_limited_hour")
        with pytest.raises(RateLimitedError) as refused:
            client.test()
    assert refused.value.limit == "hourly"


def test_somebody_unknown_is_told_from_trouble_by_the_zone_even_if_nobody_says_why(
    sandbox: Sandbox,
) -> None:
    with turned(sandbox, unknown_user="bare"), pytest.raises(UnauthorizedError):
        client_of(sandbox, user="nobody@kauri.test").discover_zone(sandbox.url, sandbox.url)


def test_a_mark_on_a_voided_invoice_may_be_refused_with_a_reason_and_the_rest_is_written(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    """Nothing of ours clears a date or takes a payment back, so those switches have no part in it."""
    voided, usual = sandbox.door("POST", "invoices", {"count": 2})["ids"]
    sandbox.door("POST", "void", {"id": voided})
    with turned(sandbox, patch_voided="refused"):
        client.write_back(usual, exported_at=LONG_AGO)
        client.write_back(usual, exported_at=LONG_AGO)
        with pytest.raises(RejectedError, match="voided"):
            client.write_back(voided, exported_at=LONG_AGO)
    client.write_back(voided, exported_at=LONG_AGO)
