"""What no document settles can be had both ways."""

from threading import Thread
from typing import Any

import pytest

from sandbox.door.errors import DroppedConnectionError
from sandbox.xero.open_questions import SWITCHES
from tests.unit.sandbox.door.conftest import until
from tests.unit.sandbox.xero.conftest import Bookkeeper, line

KEY = {"Idempotency-Key": "k-1"}


def switch(xero: Bookkeeper, **wishes: Any) -> Any:
    return xero.door("switches", **wishes)


def cost(**fields: Any) -> dict[str, Any]:
    return line(AccountCode="429", TaxType="INPUT2", **fields)


def test_the_door_lists_every_switch_with_its_meaning(xero: Bookkeeper) -> None:
    listed = xero.client.get("/_sandbox/switches").json["switches"]
    assert [row["name"] for row in listed] == [each.name for each in SWITCHES]
    for row in listed:
        assert row["meaning"].endswith(".")
        assert row["value"] == row["default"]
        assert row["mark"] in ("U", "T", "O", "L")


@pytest.mark.parametrize(
    "wish",
    [
        {"gravity": False},
        {"nothing_modified": 404},
        {"nothing_modified": True},
        {"approval_rights": 1},
        {"plan_limit": -1},
        {"plan_limit": True},
    ],
)
def test_a_switch_takes_only_what_it_means(xero: Bookkeeper, wish: dict[str, Any]) -> None:
    answer = xero.client.post("/_sandbox/switches", json={"url_on_bills": False, **wish})
    assert answer.status_code == 400
    assert switch(xero)["url_on_bills"] is True


def test_switches_are_remembered_and_a_reset_forgets_them(xero: Bookkeeper) -> None:
    assert switch(xero, half_rounding="half_even")["half_rounding"] == "half_even"
    xero.restart()
    assert switch(xero)["half_rounding"] == "half_even"
    xero.door("reset", world="empty")
    assert switch(xero)["half_rounding"] == "half_up"


@pytest.mark.parametrize(("way", "amount"), [("half_up", 16.43), ("half_even", 16.42)])
def test_half_a_cent_of_a_line(xero: Bookkeeper, way: str, amount: float) -> None:
    switch(xero, half_rounding=way)
    made = xero.posted("H-1", LineItems=[line(Quantity=1.5, UnitAmount="10.95")])
    assert made["LineItems"][0]["LineAmount"] == amount


@pytest.mark.parametrize(("way", "found"), [("inclusive", 1), ("exclusive", 0)])
def test_the_very_second_of_if_modified_since(xero: Bookkeeper, way: str, found: int) -> None:
    switch(xero, if_modified_since=way)
    second = xero.posted("M-1")["UpdatedDateUTCString"].rstrip("Z")
    assert len(xero.rows("Invoices", **{"If-Modified-Since": second})) == found


@pytest.mark.parametrize("status", [200, 304])
def test_the_answer_when_nothing_was_modified(xero: Bookkeeper, status: int) -> None:
    switch(xero, nothing_modified=status)
    answer = xero.get("Invoices", **{"If-Modified-Since": "2030-01-01T00:00:00"})
    assert answer.status_code == status
    assert (answer.json["Invoices"] == []) if status == 200 else (answer.data == b"")


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ("all", ["D", "L", "V"]),
        ("without_deleted", ["L", "V"]),
        ("without_voided_and_deleted", ["L"]),
    ],
)
def test_which_invoices_numbers_find(xero: Bookkeeper, way: str, found: list[str]) -> None:
    switch(xero, numbers_return=way)
    xero.posted("L")
    xero.posted("V")
    xero.posted("D", Status="DRAFT")
    xero.door("bookkeeper/void", document="V")
    xero.door("bookkeeper/delete", document="D")
    rows = xero.rows("Invoices?InvoiceNumbers=L,V,D&page=1")
    assert sorted(row["InvoiceNumber"] for row in rows) == found


def test_a_link_with_the_word_xero(xero: Bookkeeper) -> None:
    url = "https://xero.example/1"
    assert xero.complaints(Url=url) == ["Url cannot contain the word 'xero'."]
    switch(xero, url_with_xero="accepted")
    assert xero.posted("U-1", Url=url)["Url"] == url


def test_a_link_may_be_missing_from_the_answer_and_still_be_there(xero: Bookkeeper) -> None:
    switch(xero, url_in_write_answers=False)
    assert "Url" not in xero.posted("U-1", Url="https://psa.example/1")
    [single] = xero.rows("Invoices/U-1")
    assert single["Url"] == "https://psa.example/1"


def test_a_bill_may_lose_its_link(xero: Bookkeeper) -> None:
    switch(xero, url_on_bills=False)
    xero.posted("B-1", Type="ACCPAY", Url="https://psa.example/1", LineItems=[cost()])
    [single] = xero.rows("Invoices/B-1")
    assert "Url" not in single


@pytest.mark.parametrize("way", ["survivor", "refused"])
def test_a_document_for_a_merged_contact(xero: Bookkeeper, way: str) -> None:
    switch(xero, merged_contact=way)
    merged = xero.contact_id()
    survivor = xero.door("bookkeeper/merge_contacts", contact=merged)["ContactID"]
    sent = xero.invoice("M-1", Contact={"ContactID": merged})
    [made] = xero.each("PUT", "Invoices", sent)
    if way == "survivor":
        assert made["Contact"]["ContactID"] == survivor
    else:
        assert made["ValidationErrors"][0]["Message"].startswith("The contact with the specified")


@pytest.mark.parametrize(
    ("pairs", "complaint"),
    [
        (
            [{"Name": "Region", "Option": "Mars"}],
            "The tracking option 'Mars' does not exist in the tracking category 'Region'.",
        ),
        (
            [{"Name": "Region", "Option": "Australia"}] * 3,
            "A maximum of 2 tracking categories can be assigned to a line item.",
        ),
    ],
)
def test_unknown_tracking_may_be_refused(
    xero: Bookkeeper, pairs: list[dict[str, str]], complaint: str
) -> None:
    assert xero.complaints("K-1", LineItems=[line(Tracking=pairs)]) == []
    switch(xero, unknown_tracking="refused")
    assert xero.complaints("K-2", LineItems=[line(Tracking=pairs)]) == [complaint]


@pytest.mark.parametrize(
    ("way", "overwrites"), [("any_supplier", 2), ("same_supplier", 1), ("nobody", 0)]
)
def test_whose_bill_a_post_by_number_overwrites(
    xero: Bookkeeper, way: str, overwrites: int
) -> None:
    switch(xero, bills_by_number=way)
    made = xero.each("PUT", "Contacts", {"Name": "First Supply"}, {"Name": "Second Supply"})
    first, second = ({"ContactID": contact["ContactID"]} for contact in made)
    bill = {"Type": "ACCPAY", "LineItems": [cost()]}
    old = xero.posted("B-1", **bill, Contact=first)["InvoiceID"]
    again = [
        xero.one("POST", "Invoices", **xero.invoice("B-1", **bill, Contact=whose))["InvoiceID"]
        for whose in (first, second)
    ]
    assert again.count(old) == overwrites


def test_new_amounts_of_a_paid_document_may_be_ignored_with_200(xero: Bookkeeper) -> None:
    made = xero.posted("P-1")
    xero.door("bookkeeper/pay", document="P-1", amount=10)
    line_id = made["LineItems"][0]["LineItemID"]
    change = {"LineItems": [line(LineItemID=line_id, UnitAmount=500, Description="New words")]}
    refused = xero.one("POST", f"Invoices/{made['InvoiceID']}", **change)
    assert refused["ValidationErrors"][0]["Message"].startswith("This document cannot be edited")
    switch(xero, paid_line_changes="ignored")
    ignored = xero.one("POST", f"Invoices/{made['InvoiceID']}", **change)
    assert (ignored["StatusAttributeString"], ignored["Total"]) == ("OK", 115.0)
    assert ignored["LineItems"][0]["Description"] == "New words"


@pytest.mark.parametrize("spelling", ["insufficient_scope", "insufficent_scope"])
def test_both_spellings_of_a_missing_scope(stranger: Bookkeeper, spelling: str) -> None:
    stranger.connect(scope="openid offline_access accounting.contacts")
    switch(stranger, scope_spelling=spelling)
    answer = stranger.get("Invoices")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, spelling)
    assert answer.json["Detail"] == "AuthorizationUnsuccessful"


@pytest.mark.parametrize(("opens", "status"), [(True, 200), (False, 401)])
def test_whether_the_scope_of_invoices_opens_orders(
    xero: Bookkeeper, opens: bool, status: int
) -> None:
    switch(xero, invoices_scope_opens_orders=opens)
    assert xero.get("PurchaseOrders").status_code == status


@pytest.mark.parametrize(("way", "status"), [("refused", 400), ("accepted", 200)])
def test_a_backslash_in_a_where_clause(xero: Bookkeeper, way: str, status: int) -> None:
    xero.each("PUT", "Contacts", {"Name": 'The "Best" Ltd'})
    switch(xero, where_backslash=way)
    answer = xero.call("GET", "Contacts", query_string={"where": 'Name=="The \\"Best\\" Ltd"'})
    assert answer.status_code == status
    doubled = xero.call("GET", "Contacts", query_string={"where": 'Name=="The ""Best"" Ltd"'})
    assert len(doubled.json["Contacts"]) == 1


def test_the_plan_may_limit_how_much_is_approved_a_month(xero: Bookkeeper) -> None:
    switch(xero, plan_limit=4)
    for number in range(4):
        xero.posted(f"P-{number}")
    assert xero.complaints("P-5") == ["You have reached the limit of invoices you can approve"]
    assert xero.complaints("P-6", Status="DRAFT") == []
    bill = {"Type": "ACCPAY", "LineItems": [cost()]}
    assert xero.complaints("B-1", **bill) == []
    assert xero.complaints("B-2", **bill) == [
        "You have reached the limit of invoices you can approve"
    ]


def test_the_refusal_of_a_key_comes_in_three_shapes(xero: Bookkeeper) -> None:
    text = "Idempotency Key: k-1 is used with a different request."

    def refused(number: str) -> Any:
        body = {"Invoices": [xero.invoice(number)]}
        answer = xero.call("PUT", "Invoices", json=body, headers=KEY)
        return answer.status_code, answer.json

    assert refused("I-1")[0] == 200
    status, body = refused("I-2")
    assert (status, body["Type"], body["Message"]) == (400, "ValidationException", text)
    switch(xero, idempotency_refusal="problem")
    status, body = refused("I-2")
    assert (status, body["Title"], body["Detail"]) == (400, "Bad Request", text)
    switch(xero, idempotency_refusal="bare")
    assert refused("I-2") == (400, {"Message": text})


def test_while_the_store_of_keys_is_down_nothing_with_a_key_runs(xero: Bookkeeper) -> None:
    switch(xero, idempotency_store="down")
    body = {"Invoices": [xero.invoice("I-1")]}
    assert xero.call("PUT", "Invoices", json=body, headers=KEY).status_code == 500
    assert xero.state()["Invoices"] == []
    assert xero.call("PUT", "Invoices", json=body).status_code == 200


@pytest.mark.parametrize(
    ("way", "statuses", "bills"),
    [("wait", [200], 1), ("refuse", [400], 1), ("run", [200], 2)],
)
def test_a_second_call_with_the_key_of_one_that_still_runs(
    xero: Bookkeeper, way: str, statuses: list[int], bills: int
) -> None:
    switch(xero, idempotency_while_running=way)
    sent = xero.invoice("B-1", Type="ACCPAY", LineItems=[cost()])
    body = {"Invoices": [sent]}
    xero.door("faults", name="late_commit", endpoint="PUT Invoices", seconds=0.4)
    with pytest.raises(DroppedConnectionError):
        xero.call("PUT", "Invoices", json=body, headers=KEY)
    seen: list[int] = []
    second = Thread(
        target=lambda: seen.append(xero.call("PUT", "Invoices", json=body, headers=KEY).status_code)
    )
    second.start()
    second.join(10)
    assert seen == statuses
    last = xero.call("PUT", "Invoices", json=body, headers={"Idempotency-Key": "other"})
    assert last.status_code == 200
    _until_stored(xero, bills + 1)


def _until_stored(xero: Bookkeeper, count: int) -> None:
    until(lambda: len(xero.state()["Invoices"]) == count)


def test_the_late_commit_takes_its_time_from_the_switch(xero: Bookkeeper) -> None:
    switch(xero, late_commit_seconds=0)
    xero.door("faults", name="late_commit", endpoint="PUT Invoices")
    with pytest.raises(DroppedConnectionError):
        xero.call("PUT", "Invoices", json={"Invoices": [xero.invoice("I-1")]})
    _until_stored(xero, 1)


@pytest.mark.parametrize(
    ("way", "names"),
    [
        ("remaining", {"X-MinLimit-Remaining"}),
        ("nothing", set[str]()),
        ("retry_after", {"X-MinLimit-Remaining", "Retry-After"}),
    ],
)
def test_what_a_refusal_for_too_many_calls_at_once_carries(
    xero: Bookkeeper, way: str, names: set[str]
) -> None:
    switch(xero, concurrent_headers=way)
    xero.door("limits", concurrent=0)
    refused = xero.get("Invoices")
    assert refused.headers["X-Rate-Limit-Problem"] == "concurrent"
    assert names == {"X-MinLimit-Remaining", "Retry-After"} & set(refused.headers.keys())


def test_a_rolling_minute_frees_one_call_after_another(stranger: Bookkeeper) -> None:
    switch(stranger, minute_window="rolling")
    stranger.door("limits", minute=2)
    stranger.connect()
    assert stranger.get("Organisation").status_code == 200
    stranger.door("clock", offset_seconds=40)
    assert [stranger.get("Organisation").status_code for _ in range(2)] == [200, 429]
    stranger.door("clock", offset_seconds=61)
    answers = [stranger.get("Organisation") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert 35 <= int(answers[1].headers["Retry-After"]) <= 41


def test_an_unknown_branding_theme_is_the_first_one_or_refused(xero: Bookkeeper) -> None:
    unknown = "297c2dc5-cc47-4afd-8ec8-74990b8761e9"
    first = xero.rows("BrandingThemes")[0]["BrandingThemeID"]
    assert xero.posted("T-1", BrandingThemeID=unknown)["BrandingThemeID"] == first
    switch(xero, unknown_theme="refused")
    assert xero.complaints("T-2", BrandingThemeID=unknown) == [
        "The branding theme could not be found"
    ]
