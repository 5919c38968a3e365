"""The door on real sockets: one try, exact bytes, and the right error for each way to fail."""

import gzip
import socket
import threading
import time

import pytest

from core.clients.http import CallRecord, Http, HttpRequest
from core.domain.errors import (
    OutcomeUnknownError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from tests.contract.raw_server import (
    Behavior,
    RawServer,
    read_request,
    reply,
    reset,
    serving,
    unused_url,
)

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"


def read(url: str) -> HttpRequest:
    return HttpRequest("xero", "GET", f"{url}/Invoices")


def query(url: str) -> HttpRequest:
    return HttpRequest("autotask", "POST", f"{url}/Invoices/query", body=b"{}", only_asks=True)


def write(url: str) -> HttpRequest:
    return HttpRequest("xero", "PUT", f"{url}/Invoices", body=b'{"Invoices":[]}')


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        threading.Event().wait(0.05)


def half_then_reset(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    threading.Event().wait(0.1)
    reset(connection)


FAULTS: dict[str, Behavior | None] = {
    "closes without a word": lambda connection: connection.close(),
    "resets without a word": reset,
    "resets in the middle": half_then_reset,
    "never answers": None,
    "drips for ever": drip,
    "stops short of its length": lambda connection: connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    ),
    "stops between chunks": lambda connection: connection.sendall(CHUNKED),
    "sends broken gzip": lambda connection: connection.sendall(
        reply(gzip.compress(b"x" * 999)[:-20] + b"y" * 20, "200 OK", "Content-Encoding: gzip")
    ),
    "speaks no HTTP": lambda connection: connection.sendall(b"hello there\r\n\r\n"),
    "sends endless headers": lambda connection: connection.sendall(
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("request_to", "error"),
    [(read, UnavailableError), (query, UnavailableError), (write, OutcomeUnknownError)],
)
def test_a_broken_answer_is_judged_by_what_was_asked(
    fault: str, request_to: object, error: type[SyncError]
) -> None:
    assert callable(request_to)
    calls: list[CallRecord] = []
    with serving(FAULTS[fault]) as server:
        http = Http(1, 0.4, on_call=calls.append)
        with pytest.raises(error):
            http.send(request_to(server.url))
        assert len(server.requests) == 1
    [call] = calls
    assert call.status is None
    assert call.problem


@pytest.mark.parametrize("url", [unused_url(), "http://no-such-host.invalid", "http://[::1"])
def test_without_a_connection_even_a_write_may_be_tried_again(url: str) -> None:
    with pytest.raises(UnavailableError):
        Http(0.5, 0.5).send(write(url))


def test_a_connection_that_is_not_taken_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        started = time.monotonic()
        with pytest.raises(UnavailableError, match="within the time limit"):
            Http(0.3, 5).send(write(f"http://127.0.0.1:{address[1]}"))
        assert time.monotonic() - started < 3
        for one in waiting:
            one.close()


def test_a_server_without_tls_is_not_spoken_to() -> None:
    plain: Behavior = lambda connection: connection.sendall(b"plain")  # noqa: E731
    with serving(plain) as server, pytest.raises(SyncError):
        Http(1, 1).send(write(server.url.replace("http://", "https://")))


def test_the_exact_bytes_leave_once() -> None:
    body = '{"Invoices":[{"Total":1.10,"Name":"Māori €"}]}'.encode()
    with serving(lambda connection: connection.sendall(reply(b"{}"))) as server:
        request = HttpRequest(
            "xero",
            "PUT",
            f"{server.url}/api.xro/2.0/Invoices",
            query=(("where", 'Name=="A & B"'), ("page", "1")),
            headers={"Idempotency-Key": "k", "Secret": "a#b~c$d"},
            body=body,
        )
        assert Http(1, 1).send(request).status == 200
        [received] = server.requests
    head, _, sent = received.partition(b"\r\n\r\n")
    assert sent == body
    assert head.startswith(
        b"PUT /api.xro/2.0/Invoices?where=Name%3D%3D%22A%20%26%20B%22&page=1 HTTP/1.1\r\n"
    )
    assert b"Idempotency-Key: k\r\n" in head
    assert b"Secret: a#b~c$d" in head


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again"])
def test_redirects_are_answers_and_not_followed(status: str) -> None:
    elsewhere = "Location: http://127.0.0.1:9/"
    with serving(lambda connection: connection.sendall(reply(b"", status, elsewhere))) as server:
        assert Http(1, 1).send(read(server.url)).status == int(status[:3])
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["429 Slow", "500 Oops", "503 Busy"])
def test_a_bad_status_is_never_tried_again_here(status: str) -> None:
    answer = reply(b"", status, "Retry-After: 0")
    with serving(lambda connection: connection.sendall(answer)) as server:
        response = Http(1, 1).send(read(server.url))
        assert response.headers["retry-after"] == "0"
        assert len(server.requests) == 1


def test_cookies_are_not_kept() -> None:
    def greet_twice(connection: socket.socket) -> None:
        connection.sendall(reply(b"", "200 OK", "Set-Cookie: session=1; Path=/"))
        server.requests.append(read_request(connection))
        connection.sendall(reply(b""))

    with serving(greet_twice) as server:
        http = Http(1, 1)
        http.send(read(server.url))
        http.send(read(server.url))
        assert len(server.requests) == 2
        assert b"cookie" not in server.requests[1].lower()


def test_the_environment_does_not_reroute_or_sign_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", unused_url())
    monkeypatch.setenv("http_proxy", unused_url())
    with serving(lambda connection: connection.sendall(reply(b""))) as server:
        Http(1, 1).send(HttpRequest("xero", "GET", server.url, headers={"Authorization": "ours"}))
        assert b"Authorization: ours" in server.requests[0]


@pytest.mark.parametrize("value", ["two\r\nX-Evil: 1", "tab\t", "snow☃", "zero\x00"])
def test_a_secret_that_cannot_travel_is_not_sent_and_not_shown(value: str) -> None:
    request = HttpRequest("autotask", "GET", unused_url(), headers={"Secret": value})
    with pytest.raises(UnauthorizedError) as caught:
        Http(1, 1).send(request)
    assert value not in str(caught.value)


def test_every_call_leaves_a_record_without_secrets() -> None:
    calls: list[CallRecord] = []
    theirs = "xero-correlation-id: their-id"
    with serving(lambda connection: connection.sendall(reply(b"", "404 No", theirs))) as server:
        door = Http(1, 1)
        request = HttpRequest(
            "xero",
            "GET",
            f"{server.url}/a b",
            query=(("code", "hush"), ("page", "1")),
            headers={"Authorization": "Bearer hush"},
        )
        door.observed_by(calls.append).send(request)
    [call] = calls
    assert (call.service, call.method, call.status, call.problem) == ("xero", "GET", 404, None)
    assert (call.path, call.query, call.correlation_id) == ("/a b", "code=***&page=1", "their-id")
    assert call.duration_ms >= 0
    assert "hush" not in repr(call)


def test_a_record_without_an_answer_has_an_id_of_ours() -> None:
    calls: list[CallRecord] = []
    with pytest.raises(UnavailableError, match="Xero cannot be reached: connection refused"):
        Http(1, 1, on_call=calls.append).send(read(unused_url()))
    assert calls[0].problem == "connection refused"
    assert len(calls[0].correlation_id) == 32


def test_an_answer_of_any_size_is_read_whole_but_not_without_end() -> None:
    megabytes = b"x" * 3_000_000

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        while True:
            connection.sendall(megabytes)

    with serving(lambda connection: connection.sendall(reply(megabytes))) as server:
        assert Http(1, 5).send(read(server.url)).body == megabytes
    with serving(flood) as server, pytest.raises(UnavailableError):
        Http(1, 30).send(read(server.url))


def test_many_threads_may_share_the_door() -> None:
    def answer_many(connection: socket.socket) -> None:
        connection.sendall(reply(b"{}"))
        while read_request(connection):
            connection.sendall(reply(b"{}"))

    statuses: list[int] = []

    def call(server: RawServer, http: Http) -> None:
        statuses.extend(http.send(read(server.url)).status for _ in range(5))

    with serving(answer_many) as server:
        http = Http(2, 2)
        threads = [threading.Thread(target=call, args=(server, http)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert statuses == [200] * 40
