"""A file goes to Xero once, as it is, under its name and key; its answer has to name it."""

from typing import Any

import pytest

from core.clients.http import HttpRequest, HttpResponse
from core.clients.xero.attachments import AttachedFile, Upload, XeroAttachments
from core.clients.xero.door import XeroDoor
from core.domain.errors import (
    OutcomeUnknownError,
    RejectedError,
    ScopeMissingError,
    UnauthorizedError,
)
from core.domain.xero_document import DocumentKind
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer

PDF = b"%PDF-1.4 \xff\x00"
UPLOAD = Upload("An invoice 1.pdf", PDF, "application/pdf", "the-key")
INVOICE = DocumentKind.INVOICE
EXPIRED = answer({"Detail": "TokenExpired"}, 401)
NO_SCOPE = answer(
    {"Detail": "AuthorizationUnsuccessful"}, 401, {"WWW-Authenticate": "insufficient_scope"}
)


def files_of(*script: Any) -> tuple[XeroAttachments, ScriptedHttp, list[str]]:
    http, renewals = ScriptedHttp(*script), list[str]()
    door = XeroDoor(
        "tenant",
        lambda: f"token {len(renewals)}",
        http,
        RememberingBudget(),
        "https://x.test",
        lambda: renewals.append("renewed"),
    )
    return XeroAttachments(door), http, renewals


def named(**changes: Any) -> dict[str, Any]:
    row = {"AttachmentID": "a1", "FileName": UPLOAD.name, "ContentLength": len(PDF)}
    return {"Attachments": [row | changes]}


@pytest.mark.parametrize(
    ("kind", "path"),
    [(INVOICE, "Invoices"), (DocumentKind.CREDIT_NOTE, "CreditNotes")],
)
def test_a_file_is_sent_as_it_is_and_not_shown_to_the_customer(
    kind: DocumentKind, path: str
) -> None:
    files, http, _ = files_of(answer(named()))
    assert files.put(kind, "d1", UPLOAD, replaces=False) == AttachedFile(
        "a1", UPLOAD.name, len(PDF)
    )
    [request] = http.requests
    assert request.method == "PUT"
    assert request.url == (f"https://x.test/api.xro/2.0/{path}/d1/Attachments/An%20invoice%201.pdf")
    assert request.query == ()
    assert request.body is PDF
    assert request.headers["Content-Type"] == "application/pdf"
    assert request.headers["Idempotency-Key"] == "the-key"


def test_a_file_that_is_there_is_changed_by_its_name() -> None:
    files, http, _ = files_of(answer(named()))
    files.put(INVOICE, "d1", UPLOAD, replaces=True)
    assert http.requests[0].method == "POST"


def test_a_name_cannot_leave_its_place_in_the_address() -> None:
    files, http, _ = files_of(answer(named(FileName="../../x?IncludeOnline=true")))
    hostile = Upload("../../x?IncludeOnline=true", PDF, "application/pdf", "k")
    files.put(INVOICE, "d1", hostile, replaces=False)
    assert http.requests[0].url.endswith(
        "/Invoices/d1/Attachments/..%2F..%2Fx%3FIncludeOnline%3Dtrue"
    )


def test_an_expired_token_is_renewed_because_nothing_was_done() -> None:
    files, http, renewals = files_of(EXPIRED, answer(named()))
    files.put(INVOICE, "d1", UPLOAD, replaces=False)
    assert renewals == ["renewed"]
    assert http.requests[1].headers["Authorization"] == "Bearer token 1"
    assert http.requests[1].body is PDF


def test_a_token_that_stays_refused_is_told() -> None:
    files, _, _ = files_of(EXPIRED, EXPIRED)
    with pytest.raises(UnauthorizedError):
        files.put(INVOICE, "d1", UPLOAD, replaces=False)


def test_a_missing_scope_is_told_at_once() -> None:
    files, http, renewals = files_of(NO_SCOPE)
    with pytest.raises(ScopeMissingError):
        files.put(INVOICE, "d1", UPLOAD, replaces=False)
    assert (len(http.requests), renewals) == (1, [])


@pytest.mark.parametrize(
    "body", [{}, [], named(FileName="other.pdf"), named(ContentLength=1), {"Attachments": []}]
)
def test_an_answer_that_does_not_name_the_file_leaves_it_open(body: Any) -> None:
    files, _, _ = files_of(answer(body))
    with pytest.raises(OutcomeUnknownError):
        files.put(INVOICE, "d1", UPLOAD, replaces=False)


def test_what_xero_refuses_comes_in_its_own_words() -> None:
    errors = [{"Message": "A maximum of 10 files can be attached."}]
    files, _, _ = files_of(answer({"Elements": [{"ValidationErrors": errors}]}, 400))
    with pytest.raises(RejectedError) as refused:
        files.put(INVOICE, "d1", UPLOAD, replaces=False)
    assert refused.value.reasons == ("A maximum of 10 files can be attached.",)


def test_files_are_listed_whatever_xero_says_of_their_size() -> None:
    rows = [*named()["Attachments"], {"AttachmentID": "a2", "FileName": "b", "ContentLength": None}]

    def listed(request: HttpRequest) -> HttpResponse:
        assert request.url.endswith("/CreditNotes/d1/Attachments")
        return answer({"Attachments": rows})

    files, _, _ = files_of(listed)
    assert files.of(DocumentKind.CREDIT_NOTE, "d1") == [
        AttachedFile("a1", UPLOAD.name, len(PDF)),
        AttachedFile("a2", "b", -1),
    ]
