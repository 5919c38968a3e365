"""Excel files: written by a process of their own, watched, stopped, begun anew, opened again."""

import csv
import io
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psutil
import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from core.store import exports as store
from core.store.documents import ExportDocument, ExportPartDocument
from core.store.exports import Wanted
from core.store.views import exports as views
from tests.factories.gateway_world import PEOPLE
from tests.integration.gateway.conftest import Visitor
from tests.stack import wait_until

LIST = "/c/kauri/sync/invoices"
HEAD = 16


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


@pytest.fixture(autouse=True)
def no_files(app: Flask) -> Iterator[None]:
    ExportDocument._get_collection().delete_many({})
    ExportPartDocument._get_collection().delete_many({})
    yield
    ExportDocument._get_collection().delete_many({})


def begun(visitor: Visitor, query: str = "") -> str:
    answer = visitor.post(f"{LIST}/exports", {"query": query})
    assert answer.status_code == 303
    return str(answer.location)


def when_ready(visitor: Visitor, page: str) -> bytes:
    wait_until(lambda: "Ready" in visitor.text(page), 60, "the file is written")
    answer = visitor.get(f"{page}/file")
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(answer.data))
    return bytes(answer.data)


def rows(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2)]


def wanted(**changes: str) -> Wanted:
    values = {
        "connection_id": "kauri", "shelf": "invoices", "query": "", "form": "xlsx", "zone": "UTC",
        "name": "invoices.xlsx", "by": PEOPLE["viewer"],
    }  # fmt: skip
    return Wanted(**{**values, **changes})


def silent(export_id: str) -> None:
    """As after a kill: nobody gives a sign of life any more."""
    ExportDocument._get_collection().update_one(
        {"_id": export_id},
        [
            {
                "$set": {
                    "beat_at": {
                        "$dateSubtract": {"startDate": "$$NOW", "unit": "second", "amount": 16}
                    }
                }
            }
        ],
    )


def parts_of(export_id: str) -> int:
    return int(ExportPartDocument._get_collection().count_documents({"export": export_id}))


def test_the_file_says_what_the_csv_says_with_real_numbers_and_dates(viewer: Visitor) -> None:
    page = begun(viewer, "sort=-id")
    found = rows(when_ready(viewer, page))
    text = viewer.get(f"{LIST}/export.csv?sort=-id").data.decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text))
    assert len(found) == len(lines) == 533
    for row, line in zip(found, lines, strict=True):
        assert len(row) == HEAD
        assert [_as_text(cell.value) for cell in row] == [_plain(each) for each in line]
    by_id = {row[0].value: row for row in found}
    credit, hostile = by_id[49_022], by_id[49_023]
    assert (credit[8].value, credit[8].data_type, credit[8].number_format) == (
        -230,
        "n",
        "#,##0.00",
    )
    assert isinstance(credit[3].value, datetime)
    assert isinstance(credit[14].value, datetime)
    assert {cell.data_type for cell in (hostile[1], hostile[2])} == {"s"}
    assert hostile[1].value == "=1+1"


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        at = value.isoformat(sep=" ")
        return at.removesuffix(" 00:00:00")
    if isinstance(value, float | int):
        return f"{value:.2f}"
    return value or ""


def _plain(text: str) -> str:
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return f"{float(text):.2f}"
    return text.removeprefix("'").removesuffix(" 00:00:00")


def test_the_progress_page_needs_no_script_and_is_its_owners(
    viewer: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    store.create("e1", wanted(by=PEOPLE["operator"]))
    ExportDocument._get_collection().update_one(
        {"_id": "e1"}, {"$set": {"state": "failed", "message": "No.", "done": 7}}
    )
    viewer.text("/c/kauri/sync/exports/e1", status=404)
    html = signed_in("operator").text("/c/kauri/sync/exports/e1")
    assert "Not written" in html
    assert "Start again" in html
    assert "Not written" in signed_in("admin").text("/c/kauri/sync/exports/e1")
    assert viewer.get("/c/kauri/sync/exports/e1/file").status_code == 404


def test_who_looks_after_a_writer_was_killed_starts_another_one(viewer: Visitor) -> None:
    page = begun(viewer, "status=fault")
    export_id = page.rpartition("/")[2]
    first = views.export("kauri", export_id)
    assert first
    for each in psutil.Process().children():
        if "gateway.exports.write" in each.cmdline():
            each.kill()
    silent(export_id)
    assert len(rows(when_ready(viewer, page))) == 5
    assert not store.beat(export_id, first.claim, 1, 1)
    assert not store.finish(export_id, first.claim, 1, 1)


def test_a_file_that_breaks_off_again_and_again_is_given_up_with_a_sentence(app: Flask) -> None:
    store.create("e3", wanted())
    for number in range(3):
        assert store.claim_next("here", f"try {number}", 2)
        silent("e3")
    assert store.claim_next("here", "try 3", 2) is None
    found = views.export("kauri", "e3")
    assert found
    assert found.state == "failed"
    assert "a narrower filter helps" in found.message


def test_a_stopped_file_stays_stopped(viewer: Visitor) -> None:
    store.create("e4", wanted())
    taken = store.claim_next("elsewhere", "claim", 2)
    assert taken
    store.add_part("e4", "claim", 0, b"half of it")
    answer = viewer.post("/c/kauri/sync/exports/e4/stop")
    assert answer.status_code == 303
    assert parts_of("e4") == 0
    assert "Stopped" in viewer.text("/c/kauri/sync/exports/e4")
    assert not store.beat("e4", "claim", 3, 9)
    viewer.post("/c/kauri/sync/exports/e4/stop")
    assert "It was over already." in viewer.text("/c/kauri/sync/exports/e4")


def test_of_many_workers_that_look_at_once_two_get_a_file(app: Flask) -> None:
    for _ in range(6):
        store.create(secrets.token_hex(8), wanted())
    taken: list[str] = []

    def look() -> None:
        if found := store.claim_next("here", secrets.token_hex(4), 2):
            taken.append(found.id)

    threads = [threading.Thread(target=look) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running = ExportDocument._get_collection().count_documents({"state": "running"})
    assert running == len(set(taken)) <= 2


def test_the_same_wish_twice_is_one_file_and_a_second_has_to_wait(viewer: Visitor) -> None:
    for name in ("a", "b"):
        store.create(name, wanted(query=f"q={name}"))
    assert begun(viewer, "q=a") == "/c/kauri/sync/exports/a"
    refused = viewer.post(f"{LIST}/exports", {"query": "q=other"})
    assert refused.status_code == 409
    assert "is waiting to be written" in refused.text


def test_of_the_finished_files_of_a_person_the_latest_are_kept(viewer: Visitor) -> None:
    for number in range(5):
        store.create(f"k{number}", wanted(query=f"q={number}"))
        assert store.claim_next("elsewhere", "claim", 2)
        store.add_part(f"k{number}", "claim", 0, b"x")
        assert store.finish(f"k{number}", "claim", 1, 1)
    store.create("k9", wanted(query="q=9"))
    store.drop_older("kauri", PEOPLE["viewer"], 3)
    kept = {each.id for each in views.of_person("kauri", PEOPLE["viewer"])}
    assert kept == {"k2", "k3", "k4", "k9"}
    assert [parts_of(f"k{number}") for number in range(5)] == [0, 0, 1, 1, 1]


def test_a_filter_that_makes_no_sense_begins_nothing(viewer: Visitor) -> None:
    assert viewer.post(f"{LIST}/exports", {"query": "status=lost"}).status_code == 422
    assert views.of_person("kauri", PEOPLE["viewer"]) == ()


def test_programs_get_a_short_file_at_once_and_watch_a_long_one(
    api: Callable[..., TestResponse],
) -> None:
    answer = api("/connections/kauri/purchase-orders.xlsx")
    assert answer.status_code == 200
    (row,) = rows(answer.data)
    assert row[0].value == 71
    told = api("/connections/kauri/invoices/exports", "POST", json={"query": "status=lost"})
    assert told.status_code == 422
    store.create("e5", wanted(by="token:viewer"))
    assert store.claim_next("elsewhere", "claim", 2)
    store.beat("e5", "claim", 40_000, 100_000)
    found = api("/connections/kauri/exports/e5").get_json()
    assert (found["state"], found["done"], found["total"]) == ("running", 40_000, 100_000)
    assert found["file_url"] is None
    assert api("/connections/kauri/exports/e5/file.xlsx").status_code == 409
    assert api("/connections/kauri/exports/e5/stop", "POST").get_json()["state"] == "stopped"
    assert api("/connections/kauri/exports/e5/stop", "POST").status_code == 409


def test_only_a_few_programs_wait_at_once(api: Callable[..., TestResponse]) -> None:
    store.create("e6", wanted(shelf="purchase-orders", by="token:viewer"))
    assert store.claim_next("elsewhere", "claim", 2)
    answers: list[int] = []

    def ask() -> None:
        answers.append(api("/connections/kauri/purchase-orders.xlsx").status_code)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    wait_until(lambda: answers == [429], 20, "the third one is turned away")
    assert store.stop("kauri", "e6")
    for thread in threads:
        thread.join()
    assert answers == [429, 503, 503]
