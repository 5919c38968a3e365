"""Saved views: kept, shared, renamed, deleted, and the one that a list opens with."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from werkzeug.test import TestResponse

from core.store.documents import AuditEventDocument, SavedViewDocument
from tests.integration.gateway.conftest import Visitor

LIST = "/c/kauri/sync/invoices"
FAULTS = "status=fault&status=diagnostic"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


@pytest.fixture(autouse=True)
def no_views(viewer: Visitor) -> Iterator[None]:
    yield
    SavedViewDocument._get_collection().delete_many({})


def keep(visitor: Visitor, name: str, query: str = FAULTS, **more: str) -> TestResponse:
    return visitor.post(f"{LIST}/views", {"name": name, "query": query, **more})


def id_of(name: str) -> str:
    found = SavedViewDocument._get_collection().find_one({"name": name})
    assert found
    return str(found["_id"])


def menu(visitor: Visitor, path: str = LIST) -> dict[str, str]:
    """Names and addresses of the menu."""
    html = visitor.text(path)
    part = html[html.index('id="views"') : html.index('id="excel"')]
    found = re.findall(r'<a href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?<span>([^<]+)</span>', part)
    return {unescape(name): unescape(address) for address, name in found}


def test_everybody_has_the_built_in_views_with_their_counts(viewer: Visitor) -> None:
    views = menu(viewer)
    assert list(views)[:5] == [
        "Everything", "Needs attention", "On its way", "Skipped", "This month",
    ]  # fmt: skip
    assert views["Needs attention"] == f"{LIST}?{FAULTS}"
    html = viewer.text(views["Needs attention"])
    assert len(re.findall(r'<tr id="i\d+"', html)) == 6
    assert re.search(r'aria-current="true"><span>Needs attention</span> <span class="n">6<', html)


def test_what_the_list_shows_is_kept_under_a_name(viewer: Visitor) -> None:
    page = viewer.text(f"{LIST}/views?{FAULTS}&q=tasman&open=49010&cursor=x")
    assert "Fault or Diagnostic Mode, matching “tasman”" in page
    query = unescape(re.findall(r'name="query" value="([^"]*)"', page)[0])
    assert query == f"q=tasman&{FAULTS}"
    answer = keep(viewer, "  Tasman's   trouble ", query)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?{query}")
    assert "The view “Tasman" in viewer.text(LIST)
    assert menu(viewer)["Tasman's trouble"] == f"{LIST}?{query}"


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [("", FAULTS, 422), ("x" * 61, FAULTS, 422), ("Odd", "status=lost", 422), ("mine", "", 409)],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    viewer: Visitor, name: str, query: str, status: int
) -> None:
    keep(viewer, "Mine")
    assert keep(viewer, name, query).status_code == status


def test_a_private_view_is_seen_by_its_owner_only(
    viewer: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    keep(viewer, "Mine alone")
    admin = signed_in("admin")
    assert "Mine alone" not in menu(admin)
    path = f"/c/kauri/sync/views/{id_of('Mine alone')}/delete"
    assert admin.post(path).status_code == 404


def test_a_shared_view_is_seen_by_all_and_kept_by_operators(
    viewer: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    assert keep(viewer, "For all", shared="1").status_code == 409
    operator = signed_in("operator")
    assert keep(operator, "For all", shared="1").status_code == 303
    assert "For all" in menu(viewer)
    path = f"/c/kauri/sync/views/{id_of('For all')}"
    refused = viewer.post(f"{path}/delete")
    assert refused.status_code == 409
    assert "belongs to omar@example.test" in refused.text
    assert signed_in("admin").post(f"{path}/delete").status_code == 303
    assert "For all" not in menu(viewer)
    assert AuditEventDocument._get_collection().find_one({"action": "view_deleted"})


def test_a_view_is_renamed(viewer: Visitor) -> None:
    keep(viewer, "Old")
    keep(viewer, "Taken")
    path = f"/c/kauri/sync/views/{id_of('Old')}/rename"
    assert viewer.post(path, {"name": "taken"}).status_code == 409
    assert viewer.post(path, {"name": "New"}).status_code == 303
    assert {"New", "Taken"} <= set(menu(viewer))


def test_the_list_opens_with_the_default_and_everything_stays_reachable(viewer: Visitor) -> None:
    keep(viewer, "Morning", default="1")
    answer = viewer.get(LIST)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?{FAULTS}")
    html = viewer.text(f"{LIST}?view=all")
    assert len(re.findall(r'<tr id="i\d+"', html)) == 100
    assert 'data-everything="1"' in html
    fragment = {"HX-Request": "true", "HX-Target": "list"}
    assert viewer.get(LIST, headers=fragment).status_code == 200
    keep(viewer, "Other", "q=tasman", default="1")
    assert viewer.get(LIST).location == f"{LIST}?q=tasman"
    viewer.post(f"/c/kauri/sync/views/{id_of('Other')}/close")
    assert viewer.get(LIST).status_code == 200
    assert viewer.get("/c/kauri/sync/purchase-orders").status_code == 200


def test_programs_keep_and_delete_views_too(api: Callable[..., TestResponse]) -> None:
    body = {"name": "Skipped ones", "query": "status=skipped"}
    made = api("/connections/kauri/views", "POST", json=body).get_json()
    assert made["owner"] == "token:viewer"
    assert [each["name"] for each in api("/connections/kauri/views").get_json()["items"]] == [
        "Skipped ones"
    ]
    assert api("/connections/kauri/views?shelf=purchase-orders").get_json()["items"] == []
    shared = {**body, "name": "All", "is_shared": True}
    assert api("/connections/kauri/views", "POST", json=shared).status_code == 409
    path = f"/connections/kauri/views/{made['id']}"
    assert api(path, "DELETE").get_json()["name"] == "Skipped ones"
    assert api(path, "DELETE").status_code == 404
