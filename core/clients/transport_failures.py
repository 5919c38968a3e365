"""Reads the HTTP libraries' errors: did anything leave, and what is it called in plain words?"""

import ssl
from collections.abc import Iterator

from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    NameResolutionError,
    NewConnectionError,
)

_NEVER_OPENED = (
    NewConnectionError,
    NameResolutionError,
    ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)

# Read from the top: NewConnectionError is a kind of ConnectTimeoutError, and requests' errors are all
# OSErrors.
_IN_PLAIN_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (NameResolutionError, "its name is not known to DNS"),
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ConnectionRefusedError, "connection refused"),
    (NewConnectionError, "no connection"),
    (ConnectTimeoutError, "no connection within the time limit"),
    (TimeoutError, "no answer within the time limit"),
    (ConnectionResetError, "the connection was reset"),
    (DecodeError, "the answer cannot be decoded"),
    (ValueError, "its address is not valid"),
    (OSError, "the connection broke"),
)


def nothing_left(error: BaseException) -> bool:
    """Tell whether the failure proves that not a byte of the request reached the vendor.

    Other TLS failures don't prove it: they are also raised while the answer is read. requests
    marks an address that it refuses to open as ValueError.
    """
    return isinstance(error, ValueError) or any(
        isinstance(cause, _NEVER_OPENED) for cause in _causes(error)
    )


def reason_of(error: BaseException) -> str:
    """Name the failure without addresses, memory locations or anything that was sent."""
    causes = tuple(_causes(error))
    for kind, words in _IN_PLAIN_WORDS:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk the error and what it was made of: requests keeps urllib3's errors in `args`.

    `__context__` is left out on purpose: it also holds whatever error the caller was handling when
    it called us, and an old refused connection must not vouch for a new call.
    """
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [*cause.args, cause.__cause__, getattr(cause, "reason", None)]
