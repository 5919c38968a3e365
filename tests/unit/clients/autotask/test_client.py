"""The client asks for much at once and notices when a page cannot be trusted."""

import base64
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials, InvoiceWindow
from core.clients.autotask.fields import TranslationError
from core.clients.http import HttpRequest, HttpResponse
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    SignInStoppedError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.reference_data import LineOfBusiness, NamedRow
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer

ZONE = "https://webservices6.autotask.net/atservicesrest/"
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
SECRET = "s#e~c$ret"


def page(*ids: int, more: bool = False, **fields: Any) -> HttpResponse:
    rows = [{"id": number} | fields for number in ids]
    details = {
        "count": len(rows),
        "requestCount": 500,
        "nextPageUrl": f"{ZONE}next" if more else None,
    }
    return answer({"items": rows, "pageDetails": details})


def client_of(
    *script: Any, budget: RememberingBudget | None = None
) -> tuple[AutotaskClient, ScriptedHttp]:
    http = ScriptedHttp(*script)
    credentials = AutotaskCredentials("api@kauri.test", SECRET, "CODE")
    return AutotaskClient(credentials, http, budget or RememberingBudget(), ZONE), http


def test_credentials_travel_verbatim_and_never_show_in_a_repr() -> None:
    client, http = client_of(page())
    client.test()
    assert http.requests[0].headers["Secret"] == SECRET
    assert SECRET not in repr(http.requests[0])
    assert SECRET not in repr(AutotaskCredentials("u", SECRET, "CODE"))


def test_one_query_asks_for_new_voided_and_known_invoices() -> None:
    client, http = client_of(page(8, 9))
    found = client.invoices_since(InvoiceWindow(SINCE, SINCE, [3, 9, 9, 12]), after_id=5)
    assert [invoice.autotask_id for invoice in found.invoices] == [8, 9]
    assert (found.is_last, found.last_id) == (True, 9)
    after, either = http.bodies[0]["filter"]
    assert after == {"op": "gt", "field": "id", "value": 5}
    assert [part.get("op") for part in either["items"]] == ["gte", "and", "in"]
    assert either["items"][2]["value"] == [9, 12]
    assert {"id", "invoiceNumber", "dueDate"} <= set(http.bodies[0]["includeFields"])
    assert http.requests[0].url == f"{ZONE}V1.0/Invoices/query"


@pytest.mark.parametrize("more", [True, False])
def test_a_full_page_is_the_last_when_no_address_leads_on(more: bool) -> None:
    client, _ = client_of(page(*range(1, 501), more=more))
    found = client.invoices_since(InvoiceWindow(SINCE, SINCE))
    assert (found.is_last, found.last_id) == (not more, 500)


@pytest.mark.parametrize(("rows", "is_last"), [(499, True), (500, False)])
def test_without_word_of_an_address_fullness_tells(rows: int, is_last: bool) -> None:
    items = [{"id": number} for number in range(1, rows + 1)]
    client, _ = client_of(answer({"items": items, "pageDetails": {"count": rows}}))
    assert client.invoices_since(InvoiceWindow(SINCE, SINCE)).is_last is is_last


def test_a_short_page_with_a_next_address_is_not_the_last() -> None:
    client, _ = client_of(page(1, 2, more=True))
    found = client.invoices_since(InvoiceWindow(SINCE, SINCE))
    assert (found.is_last, found.last_id) == (False, 2)


def test_beyond_400_known_ids_none_is_passed_over() -> None:
    known = list(range(1, 1001))
    seen: list[int] = []

    def serve(request: HttpRequest) -> HttpResponse:
        body = http.bodies[-1]
        conditions = {part["op"]: part for part in body["filter"] if "value" in part}
        listed = body["filter"][-1]["items"][-1]["value"]
        most = conditions["lte"]["value"] if "lte" in conditions else 10**9
        seen.extend(listed)
        # None of them exists any more: the pages are empty and still the walk goes on.
        assert all(number <= most for number in listed)
        return page()

    client, http = client_of(serve, serve, serve)
    after_id, is_last = 0, False
    while not is_last:
        found = client.invoices_since(InvoiceWindow(SINCE, SINCE, known), after_id)
        after_id, is_last = found.last_id, found.is_last
    assert seen == known


@pytest.mark.parametrize(
    "bad",
    [
        page(5, 6),
        page(8, 7),
        page(8, 8),
        page(more=True),
        answer({"items": [{"id": 9}], "pageDetails": {"count": 2, "nextPageUrl": None}}),
        answer({"items": [{"name": "no id"}], "pageDetails": {"nextPageUrl": "on"}}),
        answer({"items": None, "pageDetails": {}}),
        answer({"items": []}),
    ],
)
def test_a_page_that_would_lose_rows_is_asked_again_later(bad: HttpResponse) -> None:
    client, _ = client_of(bad)
    with pytest.raises(UnavailableError):
        client.invoices_since(InvoiceWindow(SINCE, SINCE), after_id=5)


def test_rows_without_a_usable_id_keep_no_other_row_back() -> None:
    odd: list[Any] = [{"id": "8"}, None, {"id": True}, {"name": "none"}, {"id": 2**70}]
    items = [odd[0], {"id": 6}, odd[1], odd[2], {"id": 9}, *odd[3:]]
    client, _ = client_of(answer({"items": items, "pageDetails": {"nextPageUrl": None}}))
    found = client.invoices_since(InvoiceWindow(SINCE, SINCE), after_id=5)
    assert [invoice.autotask_id for invoice in found.invoices] == [6, 9]
    assert (found.is_last, found.last_id) == (True, 9)
    assert found.unusable == tuple(odd)


def test_rows_without_a_usable_id_are_told_of_a_part_of_many_known_ids_too() -> None:
    client, _ = client_of(
        answer({"items": [{"id": 6}, {"id": 2**70}], "pageDetails": {"nextPageUrl": None}})
    )
    found = client.invoices_since(InvoiceWindow(SINCE, SINCE, list(range(1, 501))))
    assert found.unusable == ({"id": 2**70},)


def test_a_line_that_names_no_invoice_is_nobodys_and_one_without_id_stays_with_its_invoice() -> (
    None
):
    items = [{"id": 1, "invoiceID": 7}, {"id": 2, "invoiceID": "7"}, {"id": 3}, {"invoiceID": 7}]
    client, _ = client_of(answer({"items": items, "pageDetails": {"nextPageUrl": None}}))
    assert client.billing_items([7]) == {7: [items[0], items[3]]}


def test_a_company_that_cannot_be_read_is_told_and_the_others_come() -> None:
    items = [{"id": 1, "companyName": "A"}, {"id": 2, "companyName": "B", "currencyID": "x"}]
    read = answer({"items": items, "pageDetails": {"nextPageUrl": None}})
    client, _ = client_of(read, read)
    told: list[TranslationError] = []
    assert [each.name for each in client.companies([1, 2], unreadable=told.append)] == ["A"]
    assert [(each.autotask_id, each.field) for each in told] == [(2, "Companies.currencyID")]
    with pytest.raises(TranslationError):
        client.companies([1, 2])


def test_a_row_of_a_list_that_cannot_be_read_is_left_out() -> None:
    items = [{"id": 1, "name": "NZD"}, {"id": "2", "name": "AUD"}]
    client, _ = client_of(answer({"items": items, "pageDetails": {"nextPageUrl": None}}))
    assert [each.name for each in client.currencies()] == ["NZD"]


def test_lines_of_many_invoices_come_in_one_query_per_page() -> None:
    first = page(*range(1, 501), more=True, invoiceID=7)
    client, http = client_of(first, page(501, invoiceID=8))
    lines = client.billing_items([7, 8, 9])
    assert {number: len(rows) for number, rows in lines.items()} == {7: 500, 8: 1, 9: 0}
    assert [body["filter"][0]["value"] for body in http.bodies] == [-1, 500]


def test_more_than_500_ids_are_asked_for_in_portions() -> None:
    client, http = client_of(page(), page())
    client.invoices_by_id(range(1, 601))
    assert [len(body["filter"][1]["value"]) for body in http.bodies] == [500, 100]


def test_nothing_is_asked_for_no_ids() -> None:
    client, http = client_of()
    assert client.billing_items([]) == {}
    assert client.companies([]) == []
    assert http.requests == []


def test_companies_come_with_all_fields_because_user_defined_ones_are_among_them() -> None:
    client, http = client_of(page(0, 3, companyName="A"))
    assert [company.autotask_id for company in client.companies([3, 0])] == [0, 3]
    assert "includeFields" not in http.bodies[0]


def test_lists_are_read_whole() -> None:
    client, http = client_of(
        page(1, name="Labour"),
        page(1, name="NZD"),
        page(1, name="Net 30", paymentDueInDays=30),
        page(1, name="GST"),
        page(1, name="Standard"),
        page(1, taxName="GST", taxRate=15, taxRegionID=1, taxCategoryID=1),
    )
    assert client.billing_codes()[0].name == "Labour"
    assert client.currencies()[0].name == "NZD"
    assert client.payment_terms()[0].days == 30
    assert client.tax_regions()[0].name == "GST"
    assert client.tax_categories()[0].name == "Standard"
    assert client.taxes()[0].rate == 15
    assert [request.url.split("/")[-2] for request in http.requests] == [
        *("BillingCodes", "Currencies", "PaymentTerms", "TaxRegions", "TaxCategories", "Taxes"),
    ]


def test_names_that_only_some_connections_need_are_read_whole() -> None:
    picked = [{"value": "7", "label": "South Island"}]
    client, http = client_of(
        page(5, name="Field"),
        page(102, name="Kauri standard"),
        answer({"fields": [{"name": "territoryID", "picklistValues": picked}]}),
    )
    assert client.departments() == [NamedRow(5, "Field")]
    assert client.invoice_templates() == [NamedRow(102, "Kauri standard")]
    assert client.territories() == [NamedRow(7, "South Island")]
    assert http.requests[2].url.endswith("Companies/entityInformation/fields")


def test_a_line_of_business_is_a_division_and_a_line_within_it() -> None:
    client, http = client_of(
        page(1, name="Services"),
        page(2, name="Cloud"),
        answer(
            {
                "items": [
                    {"id": 3, "organizationalLevel1ID": 1, "organizationalLevel2ID": 2},
                    {"id": 4, "organizationalLevel1ID": 1},
                ],
                "pageDetails": {"count": 2, "requestCount": 500, "nextPageUrl": None},
            }
        ),
    )
    assert client.lines_of_business() == [
        LineOfBusiness(3, "Services", "Cloud"),
        LineOfBusiness(4, "Services", ""),
    ]
    assert len(http.requests) == 3


def test_purchase_orders_come_in_pages_with_their_items() -> None:
    client, http = client_of(page(4), page(9, orderID=4))
    found = client.purchase_orders_since(SINCE, known_ids=[2])
    assert ([order.autotask_id for order in found.orders], found.is_last) == ([4], True)
    assert client.purchase_order_items([4]) == {4: [{"id": 9, "orderID": 4}]}
    assert http.requests[1].url.endswith("PurchaseOrderItems/query")


def test_pick_lists_are_read_by_number() -> None:
    values = [{"value": "1", "label": "New"}, {"value": "2", "label": "Submitted"}]
    fields = {"fields": [{"name": "id"}, {"name": "status", "picklistValues": values}]}
    client, _ = client_of(answer(fields), answer(fields))
    assert client.pick_list("PurchaseOrders", "Status") == {1: "New", 2: "Submitted"}
    assert client.pick_list("PurchaseOrders", "other") == {}


def test_a_value_of_a_pick_list_without_a_number_or_a_name_is_left_out() -> None:
    values = [
        *({"value": odd, "label": "Odd"} for odd in ("--5", "5-", "", None, "²", "9" * 30)),
        {"value": "7"},
        {"value": "8", "label": None},
        {"label": "No value"},
        {"value": "-3", "label": "Waits for taxes"},
    ]
    fields = {"fields": [{"name": "status", "picklistValues": values}]}
    client, _ = client_of(answer(fields))
    assert client.pick_list("Invoices", "status") == {-3: "Waits for taxes"}


def test_the_threshold_is_read() -> None:
    used = {
        "externalRequestThreshold": 10000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 124,
    }
    client, http = client_of(answer(used))
    threshold = client.threshold()
    assert (threshold.limit, threshold.minutes, threshold.used) == (10000, 60, 124)
    assert http.requests[0].method == "GET"


PDF = b"%PDF-1.7 \xff"


@pytest.mark.parametrize(
    "body",
    [
        {"id": 1, "fileName": "Invoice 1.pdf", "data": base64.b64encode(PDF).decode()},
        {"item": {"fileName": "Invoice 1.pdf", "data": base64.b64encode(PDF).decode()}},
        {"fileName": "Invoice 1.pdf", "data": list(PDF), "contentType": "application/pdf"},
        {"fileName": "Invoice 1.pdf", "data": base64.encodebytes(PDF).decode()},
    ],
)
def test_a_pdf_is_read_however_it_is_packed(body: dict[str, Any]) -> None:
    client, http = client_of(answer(body))
    pdf = client.invoice_pdf(1)
    assert (pdf.data, pdf.file_name, pdf.content_type) == (PDF, "Invoice 1.pdf", "application/pdf")
    assert http.requests[0].url.endswith("V1.0/Invoices/1/InvoicePdf")


@pytest.mark.parametrize("body", [{"item": None}, {"data": None}, {}])
def test_a_pdf_that_is_not_there_is_a_refusal(body: dict[str, Any]) -> None:
    client, _ = client_of(answer(body))
    with pytest.raises(RejectedError):
        client.invoice_pdf(1)


@pytest.mark.parametrize("data", ["not base64!", [1, 999], ["a"]])
def test_a_damaged_pdf_is_asked_for_again_later(data: Any) -> None:
    client, _ = client_of(answer({"data": data}))
    with pytest.raises(UnavailableError):
        client.invoice_pdf(1)


def test_the_preview_is_html() -> None:
    client, _ = client_of(
        answer({"invoiceMarkup": "<p>hi</p>"}), answer({"item": None}), answer({})
    )
    assert client.invoice_html(1) == "<p>hi</p>"
    for missing in (2, 3):
        with pytest.raises(RejectedError):
            client.invoice_html(missing)


def test_only_the_fields_that_are_given_are_written_back() -> None:
    client, http = client_of(answer({"itemId": 5}), answer({"itemId": 5}))
    client.write_back(5, exported_at=datetime(2026, 9, 5, 10, 0, 0, 99, tzinfo=UTC))
    client.write_back(5, paid_on=date(2026, 10, 1), invoice_number="INV-1")
    assert http.bodies == [
        {"id": 5, "webServiceDate": "2026-09-05T10:00:00Z"},
        {"id": 5, "paidDate": "2026-10-01", "invoiceNumber": "INV-1"},
    ]
    assert {request.method for request in http.requests} == {"PATCH"}


def test_a_write_back_without_answer_is_not_known() -> None:
    client, _ = client_of(answer(b"oops", 500))
    with pytest.raises(OutcomeUnknownError):
        client.write_back(5, paid_on=date(2026, 10, 1))


THREADS = answer(
    {"errors": ["The Autotask API thread threshold of 3 threads has been exceeded."]}, 429
)


def test_a_call_turned_away_for_others_in_flight_waits_its_turn_and_goes_on() -> None:
    budget = RememberingBudget()
    client, http = client_of(THREADS, page(1, name="NZD"), THREADS, answer({}), budget=budget)
    assert client.currencies()[0].name == "NZD"
    client.write_back(5, paid_on=date(2026, 10, 1))
    assert len(http.requests) == 4
    assert [reason for _, reason in budget.blocks] == ["threads", "threads"]
    assert budget.endpoints == ["Currencies", "Currencies", "Invoices", "Invoices"]


def test_who_is_turned_away_three_times_gives_up() -> None:
    client, http = client_of(THREADS, THREADS, THREADS)
    with pytest.raises(RateLimitedError):
        client.currencies()
    assert len(http.requests) == 3


@pytest.mark.parametrize(
    ("call", "endpoint"),
    [
        (lambda client: client.invoice_pdf(1), "Invoices/InvoicePdf"),
        (lambda client: client.invoice_html(1), "Invoices/InvoiceMarkupHtml"),
        (lambda client: client.territories(), "Companies"),
        (lambda client: client.threshold(), "ThresholdInformation"),
    ],
)
def test_calls_at_once_are_counted_by_endpoint(call: Any, endpoint: str) -> None:
    budget = RememberingBudget()
    client, _ = client_of(answer(b"", 503), budget=budget)
    with pytest.raises(UnavailableError):
        call(client)
    assert budget.endpoints == [endpoint]


class Homes:
    """Knows where the tenant lives; remembers where it was refused."""

    def __init__(self, *homes: str | None) -> None:
        self._homes = list(homes)
        self.refused_at: list[str] = []

    def refused(self, zone_url: str, error: UnauthorizedError) -> str | None:
        self.refused_at.append(zone_url)
        return self._homes.pop(0)


def _client_at(sign_in: Homes, *script: Any) -> tuple[AutotaskClient, ScriptedHttp]:
    http = ScriptedHttp(*script)
    credentials = AutotaskCredentials("api@kauri.test", SECRET, "CODE")
    return AutotaskClient(credentials, http, RememberingBudget(), ZONE, sign_in), http


NEW_ZONE = "https://webservices16.autotask.net/ATServicesRest/"


def test_a_tenant_that_moved_is_asked_at_its_new_home_and_stays_there() -> None:
    homes = Homes(NEW_ZONE)
    client, http = _client_at(homes, answer(b"", 401), page(1, name="NZD"), page(2, name="AUD"))
    assert [client.currencies()[0].name, client.currencies()[0].name] == ["NZD", "AUD"]
    assert homes.refused_at == [ZONE]
    assert [request.url for request in http.requests] == [
        f"{ZONE}V1.0/Currencies/query",
        f"{NEW_ZONE}V1.0/Currencies/query",
        f"{NEW_ZONE}V1.0/Currencies/query",
    ]


def test_who_did_not_move_is_refused_after_one_call() -> None:
    homes = Homes(None)
    client, http = _client_at(homes, answer(b"", 401))
    with pytest.raises(UnauthorizedError):
        client.currencies()
    assert (len(http.requests), homes.refused_at) == (1, [ZONE])


def test_who_is_refused_at_the_new_home_too_is_not_tried_a_third_time() -> None:
    homes = Homes(NEW_ZONE, None)
    client, http = _client_at(homes, answer(b"", 401), answer(b"", 401))
    with pytest.raises(UnauthorizedError):
        client.currencies()
    assert (len(http.requests), homes.refused_at) == (2, [ZONE, NEW_ZONE])


def test_our_own_stop_looks_for_no_new_home() -> None:
    homes = Homes()
    client, _ = _client_at(homes, SignInStoppedError("refused before"))
    with pytest.raises(SignInStoppedError):
        client.currencies()
    assert homes.refused_at == []


def test_a_limit_is_passed_on_to_the_budget() -> None:
    budget = RememberingBudget()
    client, _ = client_of(answer(b"", 429), budget=budget)
    with pytest.raises(RateLimitedError) as caught:
        client.threshold()
    assert budget.blocks == [(caught.value.until, "hourly")]
    assert len(budget.released) == 1


def test_the_zone_is_found_without_secret_and_without_budget() -> None:
    budget = RememberingBudget(left=0)
    found = {"url": ZONE, "webUrl": "https://ww6.autotask.net/", "zoneName": "AU"}
    client, http = client_of(answer(found), budget=budget)
    assert client.discover_zone("https://webservices.autotask.net/", None).url == ZONE
    request = http.requests[0]
    assert request.url == "https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation"
    assert request.query == (("user", "api@kauri.test"),)
    assert "Secret" not in request.headers


def test_without_a_zone_no_secret_leaves() -> None:
    http = ScriptedHttp()
    client = AutotaskClient(AutotaskCredentials("u", "s", "c"), http, RememberingBudget(), None)
    with pytest.raises(ValueError, match="zone"):
        client.threshold()
    assert http.requests == []
