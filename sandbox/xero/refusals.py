"""Why a call is not carried out, as exceptions whose answers Xero documents (response codes)."""

from collections.abc import Mapping, Sequence
from typing import Any


class BadRequestError(Exception):
    """HTTP 400 for the whole call, without elements."""

    def __init__(self, number: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.kind = kind
        self.message = message


def unreadable(message: str) -> BadRequestError:
    """The posted text could not be understood."""
    return BadRequestError(14, "PostDataInvalidException", message)


def bad_query(message: str) -> BadRequestError:
    """A `where` or `order` that does not parse."""
    return BadRequestError(16, "QueryParseException", message)


def nothing_sent(noun: str) -> BadRequestError:
    """No element in the body; the misspelling is Xero's."""
    return BadRequestError(
        17,
        "NoDataProcessedException",
        "No data has been processed for this endpoint. This endpoint is expecting "
        f"{noun} data to be specifed in the request body.",
    )


class ValidationFailedError(Exception):
    """HTTP 400 with every element of a summarised call."""

    def __init__(self, elements: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("A validation exception occurred")
        self.elements = elements


class RejectedElementError(Exception):
    """One element breaks rules; `echo` is what Xero shows of it."""

    def __init__(self, messages: Sequence[str], echo: Mapping[str, Any]) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)
        self.echo = dict(echo)


class NotFoundError(Exception):
    """HTTP 404 with Xero's HTML body."""


class NotModifiedError(Exception):
    """HTTP 304: nothing has changed since the moment that was asked about."""


class NotImplementedHereError(Exception):
    """HTTP 501: a resource that exists in Xero but not in this way."""


class BrokenError(Exception):
    """HTTP 500 where the real one is known to fall over."""
