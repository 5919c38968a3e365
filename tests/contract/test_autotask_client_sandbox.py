"""The client against the Autotask sandbox as a process: what is there, what goes wrong, what it costs."""

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials, InvoiceWindow, RawInvoice
from core.clients.autotask.translate import translate_invoice, translate_purchase_order
from core.clients.budget import Unmetered
from core.clients.http import Http
from core.domain.errors import (
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from tests.contract.sandboxes import INTEGRATION_CODE, SECRET, USER, Sandbox, running

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CREDENTIALS = AutotaskCredentials(USER, SECRET, INTEGRATION_CODE)
# The faults in which a changing call may or may not have been carried out.
AMBIGUOUS = (
    *("drop_before_commit", "drop_after_commit", "error_before_commit", "error_after_commit"),
    *("timeout_before_commit", "timeout_after_commit", "late_commit", "reset_mid_response"),
    *("truncated_body", "html_body", "unavailable", "maintenance"),
)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("autotask", tmp_path_factory.mktemp("autotask")) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_fault_left_over(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.door("DELETE", "faults")


def client_of(
    sandbox: Sandbox,
    credentials: AutotaskCredentials = CREDENTIALS,
    http: Http | None = None,
) -> AutotaskClient:
    zone_url = f"{sandbox.url}/ATServicesRest/"
    return AutotaskClient(credentials, http or Http(2, 20), Unmetered(), zone_url)


@pytest.fixture
def client(sandbox: Sandbox) -> AutotaskClient:
    return client_of(sandbox)


def read_all(client: AutotaskClient) -> list[RawInvoice]:
    found: list[RawInvoice] = []
    after_id, is_last = 0, False
    while not is_last:
        page = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO), after_id)
        found += page.invoices
        after_id, is_last = page.last_id, page.is_last
    return found


def ids_of(sandbox: Sandbox) -> list[int]:
    return sorted(row["id"] for row in sandbox.door("GET", "state")["Invoices"])


def test_the_zone_is_found_only_where_the_sandbox_is_allowed(sandbox: Sandbox) -> None:
    client = client_of(sandbox)
    zone = client.discover_zone(sandbox.url, sandbox.url)
    assert zone.url.startswith(f"{sandbox.url}/")
    with pytest.raises(RejectedError):
        client.discover_zone(sandbox.url, None)


@pytest.mark.parametrize(
    "credentials",
    [
        AutotaskCredentials(f"x{USER}", SECRET, INTEGRATION_CODE),
        AutotaskCredentials(USER, "wrong", INTEGRATION_CODE),
        AutotaskCredentials(USER, SECRET, "wrong"),
    ],
)
def test_wrong_credentials_are_told_from_trouble(
    sandbox: Sandbox, credentials: AutotaskCredentials
) -> None:
    with pytest.raises(UnauthorizedError):
        client_of(sandbox, credentials).test()


def test_an_unknown_user_has_no_zone(sandbox: Sandbox) -> None:
    stranger = AutotaskCredentials("nobody@kauri.test", SECRET, INTEGRATION_CODE)
    with pytest.raises(UnauthorizedError):
        client_of(sandbox, stranger).discover_zone(sandbox.url, sandbox.url)


def test_the_test_call_is_a_single_one(sandbox: Sandbox, client: AutotaskClient) -> None:
    before = sandbox.last_request()
    client.test()
    assert len(sandbox.requests_since(before)) == 1


def test_every_invoice_and_line_is_read_exactly_once_and_cheaply(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    before = sandbox.last_request()
    raws = read_all(client)
    lines = client.billing_items([raw.autotask_id for raw in raws])
    calls = len(sandbox.requests_since(before))
    state = sandbox.door("GET", "state")
    assert [raw.autotask_id for raw in raws] == ids_of(sandbox)
    on_invoices = sum(1 for row in state["BillingItems"] if row["invoiceID"])
    assert sum(len(rows) for rows in lines.values()) == on_invoices
    assert calls <= 0.05 * len(raws)


def test_what_is_read_equals_what_is_stored_to_the_last_digit(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    raws = read_all(client)[:60]
    lines = client.billing_items([raw.autotask_id for raw in raws])
    state = sandbox.door("GET", "state")
    stored = {row["id"]: row for row in state["Invoices"]}
    for raw in raws:
        invoice = translate_invoice(raw.raw, lines[raw.autotask_id])
        row = stored[invoice.autotask_id]
        assert invoice.header_total == Decimal(str(row["invoiceTotal"]))
        assert invoice.issued_on == date.fromisoformat(row["invoiceDateTime"][:10])
        assert invoice.is_voided == row["isVoided"]
        assert invoice.number == row["invoiceNumber"]


def test_new_and_wanted_invoices_come_in_one_query(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    known = ids_of(sandbox)[:3]
    soon = datetime.now(UTC) - timedelta(minutes=1)
    created = sandbox.door("POST", "invoices", {"count": 2, "lines": 3})["ids"]
    sandbox.door("POST", "void", {"id": known[0]})
    before = sandbox.last_request()
    page = client.invoices_since(InvoiceWindow(soon, soon, known[1:]))
    assert [raw.autotask_id for raw in page.invoices] == sorted({*created, *known})
    assert page.is_last
    assert len(sandbox.requests_since(before)) == 1


def test_more_known_invoices_than_a_query_takes_are_all_read(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    known = ids_of(sandbox)[:900]
    never = datetime(2100, 1, 1, tzinfo=UTC)
    found: list[int] = []
    after_id, is_last = 0, False
    while not is_last:
        page = client.invoices_since(InvoiceWindow(never, never, known), after_id)
        found += [raw.autotask_id for raw in page.invoices]
        after_id, is_last = page.last_id, page.is_last
    assert found == known


def test_lists_are_read_in_a_call_each(sandbox: Sandbox, client: AutotaskClient) -> None:
    before = sandbox.last_request()
    codes = {code.name: code.external_number for code in client.billing_codes()}
    assert codes["Managed Services"] == "210"
    assert {c.name: c.is_internal for c in client.currencies()} == {
        "NZD": True,
        "AUD": False,
        "USD": False,
    }
    assert {region.name for region in client.tax_regions()} == {
        "New Zealand GST",
        "Zero-rated exports",
    }
    assert [category.name for category in client.tax_categories()] == ["Standard"]
    assert {tax.rate for tax in client.taxes()} == {Decimal(15), Decimal(0)}
    assert all(term.days >= 0 for term in client.payment_terms())
    assert len(sandbox.requests_since(before)) == 6


def test_companies_come_with_user_defined_fields_and_their_people_in_two_calls(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    numbers = [row["id"] for row in sandbox.door("GET", "state")["Companies"]]
    before = sandbox.last_request()
    companies = client.companies(numbers)
    people = client.people(numbers, "Position")
    assert len(sandbox.requests_since(before)) == 2
    assert [company.autotask_id for company in companies] == sorted(numbers)
    assert [company.udfs["XeroNoSync"] for company in companies if company.udfs].count("true") == 1
    everyone = [person for few in people.values() for person in few]
    assert {person.role for person in everyone} == {"", "Accounts", "AccountsIncludedPerson"}
    assert all("@" in person.email for person in everyone)
    assert sum(person.is_billing for person in everyone) > 50
    unmarked = [
        few
        for few in people.values()
        if len(few) > 1 and not any(each.is_billing or each.role for each in few)
    ]
    assert len(unmarked) == 1


def test_a_field_that_the_tenant_does_not_have_costs_one_call_more(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    before = sandbox.last_request()
    people = client.people([201, 202], "Function")
    assert all(few for few in people.values())
    assert {person.role for few in people.values() for person in few} == {""}
    assert len(sandbox.requests_since(before)) == 2


def test_purchase_orders_are_read_with_the_tenants_own_labels(client: AutotaskClient) -> None:
    page = client.purchase_orders_since(LONG_AGO)
    items = client.purchase_order_items([order.autotask_id for order in page.orders])
    labels = client.pick_list("PurchaseOrders", "status")
    orders = [
        translate_purchase_order(order.raw, items[order.autotask_id], labels)
        for order in page.orders
    ]
    assert {order.status for order in orders} <= set(labels.values())
    assert all(order.subtotal > 0 for order in orders)


def test_the_printed_forms_are_read(sandbox: Sandbox, client: AutotaskClient) -> None:
    number = ids_of(sandbox)[5]
    assert "<html" in client.invoice_html(number)
    pdf = client.invoice_pdf(number)
    assert pdf.data.startswith(b"%PDF")
    assert base64.b64encode(pdf.data)
    with pytest.raises(RejectedError):
        client.invoice_html(999_999_999)


def test_the_counter_of_the_hour_goes_up(client: AutotaskClient) -> None:
    first = client.threshold()
    assert client.threshold().used == first.used + 1
    assert (first.limit, first.minutes) == (10_000, 60)


def test_what_is_written_back_is_read_again(sandbox: Sandbox, client: AutotaskClient) -> None:
    number = ids_of(sandbox)[7]
    moment = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
    for _ in range(2):
        client.write_back(
            number, exported_at=moment, paid_on=date(2026, 11, 21), invoice_number="X-1"
        )
    [raw] = client.invoices_by_id([number])
    invoice = translate_invoice(raw.raw, [])
    assert (invoice.exported_at, invoice.paid_on, invoice.number) == (
        moment,
        date(2026, 11, 21),
        "X-1",
    )
    with pytest.raises(RejectedError):
        client.write_back(999_999_999, exported_at=moment)


def test_an_unknown_invoice_is_missing_from_the_answer(client: AutotaskClient) -> None:
    assert client.invoices_by_id([999_999_999]) == []


@pytest.mark.parametrize("fault", AMBIGUOUS)
def test_each_fault_is_judged_by_what_was_asked(sandbox: Sandbox, fault: str) -> None:
    hasty = client_of(sandbox, http=Http(1, 1))
    number = ids_of(sandbox)[9]
    for call, error in (
        (hasty.currencies, UnavailableError),
        (lambda: hasty.write_back(number, paid_on=date(2026, 11, 1)), OutcomeUnknownError),
    ):
        sandbox.arm(fault, seconds=2)
        before = sandbox.last_request()
        with pytest.raises(error):
            call()
        assert len(sandbox.requests_since(before)) <= 1
        sandbox.door("DELETE", "faults")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("rate_limited_concurrent", RateLimitedError),
        ("rate_limited_hour", RateLimitedError),
        ("unauthorized", UnauthorizedError),
    ],
)
def test_refusals_before_anything_is_done_are_told_apart(
    sandbox: Sandbox, client: AutotaskClient, fault: str, error: type[SyncError]
) -> None:
    number = ids_of(sandbox)[9]
    for call in (
        client.currencies,
        lambda: client.write_back(number, paid_on=date(2026, 11, 1)),
    ):
        sandbox.arm(fault, calls=3)
        with pytest.raises(error):
            call()
        sandbox.door("DELETE", "faults")


def test_a_call_that_is_one_too_many_at_once_goes_on_by_itself(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    sandbox.arm("rate_limited_concurrent", "Currencies")
    before = sandbox.last_request()
    assert len(client.currencies()) == 3
    assert [call["status"] for call in sandbox.requests_since(before)] == [429, 200]


@pytest.mark.parametrize("text", ["short", "long", "403"])
def test_a_missing_right_is_told_from_a_wrong_secret_and_concerns_its_entity(
    sandbox: Sandbox, client: AutotaskClient, text: str
) -> None:
    sandbox.door("POST", "rights", {"entities": {"Taxes": "none"}})
    sandbox.door("POST", "switches", {"permission_text": text})
    try:
        with pytest.raises(NotPermittedError, match="may not read Taxes"):
            client.taxes()
        assert client.currencies()
    finally:
        sandbox.door("POST", "rights", {"entities": {"Taxes": "all"}})
        sandbox.door("POST", "switches", {"permission_text": "long"})


def test_a_full_page_that_is_the_last_costs_no_empty_one(
    sandbox: Sandbox, client: AutotaskClient
) -> None:
    known = ids_of(sandbox)[:500]
    before = sandbox.last_request()
    assert len(client.invoices_by_id(known)) == 500
    assert len(sandbox.requests_since(before)) == 1


def test_a_repeated_page_is_noticed(sandbox: Sandbox, client: AutotaskClient) -> None:
    first = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO))
    sandbox.arm("repeated_page", endpoint="Invoices")
    with pytest.raises(UnavailableError):
        client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO), first.last_id)
    again = client.invoices_since(InvoiceWindow(LONG_AGO, LONG_AGO), first.last_id)
    assert again.invoices[0].autotask_id > first.last_id


def test_short_pages_lose_no_invoice(sandbox: Sandbox, client: AutotaskClient) -> None:
    sandbox.arm("short_page", endpoint="Invoices", calls=4)
    assert [raw.autotask_id for raw in read_all(client)] == ids_of(sandbox)


def test_an_answer_that_comes_late_but_in_time_is_taken(sandbox: Sandbox) -> None:
    sandbox.arm("slow", seconds=1)
    assert len(client_of(sandbox).currencies()) == 3


def test_a_sandbox_that_is_gone_is_unavailable(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running("autotask", tmp_path_factory.mktemp("gone")) as gone:
        client = client_of(gone)
        client.test()
    with pytest.raises(UnavailableError):
        client.test()
    with pytest.raises(UnavailableError):
        client.write_back(1, paid_on=date(2026, 11, 1))
