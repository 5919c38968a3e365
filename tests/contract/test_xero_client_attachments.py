"""Files against Xero's OpenAPI file and against the sandbox as a process."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.clients.budget import Unmetered
from core.clients.http import Http, HttpRequest, HttpResponse
from core.clients.xero.attachments import Upload, XeroAttachments
from core.clients.xero.client import XeroClient
from core.clients.xero.door import XeroDoor
from core.clients.xero.oauth import XeroOAuth
from core.clients.xero.payloads import freeze_documents
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    UnavailableError,
)
from core.domain.papers import LARGEST_PDF, attachment_name
from core.domain.xero_document import DocumentKind
from tests.contract.openapi_requests import operation_of, parameter_complaints
from tests.contract.sandboxes import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Sandbox, running
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer
from tests.unit.clients.xero.drafts import make_draft

SPEC_FILE = Path(__file__).parent / "specs" / "xero_accounting.yaml"
PDF = b"%PDF-1.4 \xff\x00 of an invoice"
NAME = attachment_name(48_000)
KINDS = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
KEYS = iter(f"key {number}" for number in range(1000))


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(SPEC_FILE.read_text(), Loader=yaml.CSafeLoader)
    return loaded


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("xero", tmp_path_factory.mktemp("xero")) as started:
        limits = {"minute": False, "day": False, "concurrent": False, "appminute": False}
        started.door("POST", "limits", limits)
        yield started


@pytest.fixture(autouse=True)
def _as_at_first(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.door("DELETE", "faults")
    sandbox.door("POST", "switches", {"repeated_file_name": "replaces"})


def opened(sandbox: Sandbox) -> tuple[XeroClient, XeroAttachments]:
    """With a consent of its own."""
    code = sandbox.door("POST", "consents", {"redirect_uri": REDIRECT_URI})["code"]
    oauth = XeroOAuth(Http(2, 20), CLIENT_ID, CLIENT_SECRET, sandbox.url, f"{sandbox.url}/identity")
    token = oauth.exchange_code(code, REDIRECT_URI).access_token

    def bearer() -> str:
        return token

    [tenant] = XeroClient("", bearer, Http(2, 20), Unmetered(), sandbox.url).tenants()
    client = XeroClient(tenant.tenant_id, bearer, Http(2, 20), Unmetered(), sandbox.url)
    door = XeroDoor(tenant.tenant_id, bearer, Http(2, 3), Unmetered(), sandbox.url)
    return client, XeroAttachments(door)


@pytest.fixture(scope="module")
def files(sandbox: Sandbox) -> XeroAttachments:
    return opened(sandbox)[1]


@pytest.fixture(scope="module")
def documents(sandbox: Sandbox) -> Iterator[str]:
    """Ids of invoices, each given once."""
    client, _ = opened(sandbox)
    contact_id = next(each.xero_id for each in client.contacts(1)[0] if not each.is_archived)
    today = datetime.now(UTC).date()
    drafts = [
        make_draft(number=f"F-{number}", contact_id=contact_id, issued_on=today, due_on=today)
        for number in range(30)
    ]
    sent = client.send("PUT", "Invoices", freeze_documents(drafts), next(KEYS), lambda: None)
    return iter([each.document.xero_id for each in sent.elements if each.document])


def upload(content: bytes = PDF, name: str = NAME) -> Upload:
    return Upload(name, content, "application/pdf", next(KEYS))


def stored(sandbox: Sandbox, document_id: str) -> list[tuple[str, int]]:
    state = sandbox.door("GET", "state")["Attachments"]
    mine = [row for row in state if row["OwnerID"] == document_id]
    return [(row["FileName"], row["ContentLength"]) for row in mine]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("replaces", [False, True])
def test_uploads_and_lists_are_what_xeros_file_says(
    spec: dict[str, Any], kind: DocumentKind, replaces: bool
) -> None:
    def named(_: HttpRequest) -> HttpResponse:
        row = {"AttachmentID": "a1", "FileName": NAME, "ContentLength": len(PDF)}
        return answer({"Attachments": [row]})

    http = ScriptedHttp(named, named)
    door = XeroDoor("tenant", lambda: "token", http, RememberingBudget(), "https://x.test")
    XeroAttachments(door).put(kind, "d1", upload(), replaces=replaces)
    XeroAttachments(door).of(kind, "d1")
    for request in http.requests:
        assert parameter_complaints(spec, request) == []
    assert list(operation_of(spec, http.requests[0])["requestBody"]["content"]) == [
        "application/octet-stream"
    ]


def test_the_name_is_one_that_xero_takes_and_never_changes() -> None:
    assert NAME == "Autotask-invoice-48000.pdf"
    assert not set(NAME) & set('<>:"/\\|?*+\0 ')


def test_a_file_arrives_and_is_listed(
    sandbox: Sandbox, files: XeroAttachments, documents: Iterator[str]
) -> None:
    document_id = next(documents)
    sent = files.put(DocumentKind.INVOICE, document_id, upload(), replaces=False)
    assert files.of(DocumentKind.INVOICE, document_id) == [sent]
    assert stored(sandbox, document_id) == [(NAME, len(PDF))]


@pytest.mark.parametrize("habit", ["replaces", "beside"])
def test_a_later_file_takes_the_place_of_the_earlier_whatever_xero_does_with_names(
    sandbox: Sandbox, files: XeroAttachments, documents: Iterator[str], habit: str
) -> None:
    sandbox.door("POST", "switches", {"repeated_file_name": habit})
    document_id = next(documents)
    files.put(DocumentKind.INVOICE, document_id, upload(), replaces=False)
    files.put(DocumentKind.INVOICE, document_id, upload(PDF * 2), replaces=True)
    assert stored(sandbox, document_id) == [(NAME, 2 * len(PDF))]


def test_the_largest_pdf_that_we_take_is_taken_by_xero(
    files: XeroAttachments, documents: Iterator[str]
) -> None:
    content = b"%PDF-" + bytes(LARGEST_PDF - 5)
    sent = files.put(DocumentKind.INVOICE, next(documents), upload(content), replaces=False)
    assert sent.size == LARGEST_PDF


def test_an_eleventh_file_is_refused_in_words(
    files: XeroAttachments, documents: Iterator[str]
) -> None:
    document_id = next(documents)
    for number in range(10):
        files.put(DocumentKind.INVOICE, document_id, upload(name=f"{number}.pdf"), replaces=False)
    with pytest.raises(RejectedError) as refused:
        files.put(DocumentKind.INVOICE, document_id, upload(), replaces=False)
    assert refused.value.reasons == ("A maximum of 10 files can be attached.",)


def test_a_document_that_is_gone_is_a_refusal(files: XeroAttachments) -> None:
    nowhere = "297c2dc5-cc47-4afd-8ec8-74990b8761e9"
    with pytest.raises(RejectedError) as refused:
        files.put(DocumentKind.INVOICE, nowhere, upload(), replaces=False)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("drop_after_commit", OutcomeUnknownError),
        ("error_before_commit", OutcomeUnknownError),
        ("timeout_after_commit", OutcomeUnknownError),
        ("truncated_body", OutcomeUnknownError),
        ("maintenance", OutcomeUnknownError),
        ("rate_limited_minute", RateLimitedError),
        ("scope_missing", ScopeMissingError),
        ("html_error", RejectedError),
    ],
)
def test_faults_of_uploads_are_told_apart(
    sandbox: Sandbox,
    files: XeroAttachments,
    documents: Iterator[str],
    fault: str,
    error: type[Exception],
) -> None:
    sandbox.arm(fault, "PUT Attachments")
    with pytest.raises(error):
        files.put(DocumentKind.INVOICE, next(documents), upload(), replaces=False)


def test_a_list_that_does_not_come_is_asked_for_later(
    sandbox: Sandbox, files: XeroAttachments, documents: Iterator[str]
) -> None:
    sandbox.arm("drop_before_commit", "GET Attachments")
    with pytest.raises(UnavailableError):
        files.of(DocumentKind.INVOICE, next(documents))
