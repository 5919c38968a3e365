"""Whether anything left is judged by what really failed, not by what else was going on."""

import ssl

import pytest
import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from core.clients.transport_failures import nothing_left, reason_of


def failed_with(reason: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(MaxRetryError(None, "/", reason))  # type: ignore[arg-type]


def refused() -> NewConnectionError:
    error = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    error.__cause__ = ConnectionRefusedError()
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (failed_with(refused()), "connection refused"),
        (failed_with(ConnectTimeoutError()), "no connection within the time limit"),
        (failed_with(ssl.SSLCertVerificationError()), "its certificate is not trusted"),
        (requests.exceptions.InvalidURL("http://"), "its address is not valid"),
    ],
)
def test_without_a_connection_nothing_has_left(error: Exception, words: str) -> None:
    assert nothing_left(error)
    assert reason_of(error) == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.ReadTimeout(ReadTimeoutError(None, "/", "")), "the connection broke"),  # type: ignore[arg-type]
        (requests.ReadTimeout(TimeoutError()), "no answer within the time limit"),
        (
            requests.ConnectionError(ProtocolError("aborted", ConnectionResetError())),
            "the connection was reset",
        ),
        (failed_with(ssl.SSLEOFError()), "the connection broke"),
        (
            requests.exceptions.ContentDecodingError(DecodeError()),
            "the answer cannot be decoded",
        ),
    ],
)
def test_once_connected_it_is_not_known_what_left(error: Exception, words: str) -> None:
    assert not nothing_left(error)
    assert reason_of(error) == words


def test_an_older_refused_connection_does_not_vouch_for_a_new_call() -> None:
    later = requests.ReadTimeout(TimeoutError())
    later.__context__ = failed_with(refused())
    assert not nothing_left(later)
