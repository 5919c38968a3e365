import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.autotask.query.paging import Cursor, cursor_from

BODY: dict[str, Any] = {
    "filter": [{"op": "exist", "field": "id"}],
    "MaxRecords": 15,
    "IncludeFields": ["id"],
}


def path_of(url: str) -> str:
    """What a client's base URL leaves of a page URL."""
    parts = urlsplit(url)
    return f"{parts.path.partition('/V1.0/')[2]}?{parts.query}"


def test_pages_of_a_post_are_posted_again_and_give_every_record_once(api: Any) -> None:
    answer = api.call("POST", "Invoices/query", json=BODY).json
    seen, pages = [item["id"] for item in answer["items"]], 1
    while answer["pageDetails"]["nextPageUrl"]:
        answer = api.call("POST", path_of(answer["pageDetails"]["nextPageUrl"]), json=BODY).json
        seen += [item["id"] for item in answer["items"]]
        pages += 1
    assert pages == 3
    assert seen == api.ids("Invoices", *BODY["filter"])


def test_who_does_not_ask_for_the_id_never_hears_of_a_next_page(api: Any) -> None:
    body = {**BODY, "IncludeFields": ["invoiceNumber"]}
    answer = api.call("POST", "Invoices/query", json=body).json
    assert len(answer["items"]) == 15
    assert answer["pageDetails"]["nextPageUrl"] is None


def test_page_details_say_how_many_and_where_to_go(api: Any) -> None:
    details = api.call("POST", "Invoices/query", json=BODY).json["pageDetails"]
    assert (details["count"], details["requestCount"], details["prevPageUrl"]) == (15, 15, None)
    paging = json.loads(parse_qs(urlsplit(details["nextPageUrl"]).query)["paging"][0])
    last = api.ids("Invoices", *BODY["filter"])[14]
    assert paging == {"pageSize": 15, "previousIds": [-1], "nextIds": [last]}
    assert "search" not in details["nextPageUrl"]


def test_the_previous_page_url_leads_back(api: Any) -> None:
    first = api.call("POST", "Invoices/query", json=BODY).json
    second = api.call("POST", path_of(first["pageDetails"]["nextPageUrl"]), json=BODY).json
    back = api.call("POST", path_of(second["pageDetails"]["prevPageUrl"]), json=BODY).json
    assert back == first


def test_get_on_a_page_of_a_post_is_405_with_another_key(api: Any) -> None:
    following = api.call("POST", "Invoices/query", json=BODY).json["pageDetails"]["nextPageUrl"]
    answer = api.call("GET", path_of(following))
    assert answer.status_code == 405
    assert answer.json == {"Message": "The requested resource does not support http method 'GET'."}


def test_posting_a_page_without_the_filter_fails(api: Any) -> None:
    following = api.call("POST", "Invoices/query", json=BODY).json["pageDetails"]["nextPageUrl"]
    answer = api.call("POST", path_of(following))
    assert answer.status_code == 500
    assert answer.json["errors"][0].endswith("Parameter name: filters")


def test_pages_of_a_get_are_followed_with_get(api: Any) -> None:
    answer = api.get(f"Invoices/query?search={quote(json.dumps(BODY))}")
    seen = [item["id"] for item in answer["items"]]
    while answer["pageDetails"]["nextPageUrl"]:
        answer = api.get(path_of(answer["pageDetails"]["nextPageUrl"]))
        seen += [item["id"] for item in answer["items"]]
    assert seen == api.ids("Invoices", *BODY["filter"])


def test_a_full_last_page_has_no_next_one(api: Any) -> None:
    details = api.query("Invoices", *BODY["filter"], MaxRecords=40)["pageDetails"]
    assert (details["count"], details["nextPageUrl"]) == (40, None)


def test_paging_by_id_gives_the_same(api: Any) -> None:
    seen: list[int] = []
    while True:
        last = seen[-1] if seen else 0
        page = api.ids("Invoices", {"op": "gt", "field": "id", "value": last}, MaxRecords=7)
        seen += page
        if len(page) < 7:
            break
    assert seen == api.ids("Invoices", *BODY["filter"])


def test_broken_paging_information_is_refused(api: Any) -> None:
    for paging in ("", "nonsense", "{}", '{"pageSize":0,"previousIds":[],"nextIds":[1]}'):
        answer = api.call("POST", f"Invoices/query/next?paging={quote(paging)}", json=BODY)
        assert answer.status_code == 500


@settings(max_examples=50)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6, unique=True).map(sorted))
def test_a_cursor_survives_its_text_and_every_step_back(lasts: list[int]) -> None:
    cursor = Cursor(page_size=500)
    for last in lasts:
        following = cursor.after(last)
        assert cursor_from(following.text()) == following
        assert following.before() == cursor
        cursor = following


def test_short_page_fault_gives_less_and_a_way_to_the_rest(api: Any) -> None:
    api.door("POST", "faults", {"name": "short_page", "endpoint": "Invoices"})
    short = api.query("Invoices", *BODY["filter"], MaxRecords=500)
    assert short["pageDetails"]["count"] == 20
    rest = api.call("POST", path_of(short["pageDetails"]["nextPageUrl"]), json=BODY).json
    assert rest["items"][0]["id"] > short["items"][-1]["id"]


def test_repeated_page_fault_gives_out_the_last_page_again(api: Any) -> None:
    first = api.call("POST", "Invoices/query", json=BODY).json
    api.door("POST", "faults", {"name": "repeated_page", "endpoint": "Invoices"})
    following = path_of(first["pageDetails"]["nextPageUrl"])
    assert api.call("POST", following, json=BODY).json == first
    assert api.call("POST", following, json=BODY).json != first
