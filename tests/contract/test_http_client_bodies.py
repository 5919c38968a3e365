"""Of a call that failed, what was asked and answered is kept: bounded, as text, never a secret."""

from dataclasses import replace

import pytest

from core.clients.http import CallRecord, Http, HttpRequest
from core.clients.kept_bodies import MOST_CHARACTERS
from core.domain.errors import SyncError
from tests.contract.raw_server import Behavior, reply, reset, serving

CANARY = "s3cr3t-c4n4ry"
BODY = b'{"Invoices":[{"InvoiceNumber":"INV-1"}]}'


def record_of(behavior: Behavior, request: HttpRequest | None = None) -> CallRecord:
    calls: list[CallRecord] = []
    headers = {"Authorization": f"Bearer {CANARY}", "ApiIntegrationCode": CANARY}
    asked = request or HttpRequest("xero", "PUT", "", headers=headers, body=BODY)
    with serving(behavior) as server:
        try:
            Http(1, 0.4, on_call=calls.append).send(replace(asked, url=f"{server.url}/Invoices"))
        except SyncError:
            assert calls
    (call,) = calls
    return call


def answering(body: bytes, status: str) -> Behavior:
    return lambda connection: connection.sendall(reply(body, status))


def test_a_call_that_went_well_leaves_nothing_of_its_bodies() -> None:
    call = record_of(answering(b'{"Status":"OK"}', "200 OK"))
    assert (call.request, call.answer) == ("", "")


@pytest.mark.parametrize("status", ["400 Bad Request", "429 Too Many", "500 Oops"])
def test_a_refusal_leaves_both(status: str) -> None:
    call = record_of(answering(b'{"Message":"Account code 204"}', status))
    assert (call.request, call.answer) == (BODY.decode(), '{"Message":"Account code 204"}')


def test_without_an_answer_what_was_asked_is_left() -> None:
    call = record_of(reset)
    assert (call.status, call.request, call.answer) == (None, BODY.decode(), "")


def test_headers_are_not_kept_and_an_echo_of_a_secret_is_taken_out() -> None:
    echo = f'{{"error":"bad", "Authorization": "Bearer {CANARY}", "access_token":"{CANARY}"}}'
    call = record_of(answering(echo.encode(), "401 Unauthorized"))
    assert CANARY not in f"{call.request}{call.answer}{call!r}"
    assert '"error":"bad"' in call.answer


def test_a_call_for_tokens_is_kept_in_no_part() -> None:
    form = f"grant_type=refresh_token&refresh_token={CANARY}".encode()
    request = HttpRequest("xero", "POST", "", body=form, only_asks=True, is_secret=True)
    call = record_of(answering(f'{{"hint":"{CANARY}"}}'.encode(), "400 Bad Request"), request)
    assert (call.request, call.answer) == ("", "")


def test_long_bodies_are_cut_and_what_is_no_text_is_only_measured() -> None:
    long = ("x" * 20_000 + CANARY).encode()
    call = record_of(answering(long, "500 Oops"))
    assert len(call.answer) < MOST_CHARACTERS + 100
    assert "20,013 bytes" in call.answer
    # A cut through a character is no reason to keep nothing.
    cut = record_of(answering(b"x" + "€".encode() * 30_000, "500 Oops"))
    assert "90,001 bytes" in cut.answer
    assert "€€€" in cut.answer
    pdf = record_of(answering(b"%PDF-1.7\xff\xfe\x00", "500 Oops"))
    assert pdf.answer == "(11 bytes that are no text)"
