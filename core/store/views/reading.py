"""One deadline and one error for every question that a screen asks of the database."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pymongo
from mongoengine import Document
from mongoengine.connection import ConnectionFailure as UnregisteredError
from pymongo.collection import Collection
from pymongo.errors import ConnectionFailure, PyMongoError

from core.domain.errors import UnavailableError

DEADLINE_SECONDS = 2.5
"""A person waits; a page that says what is wrong after three seconds beats one that hangs."""

_PATIENT_SECONDS = 60

NOT_ANSWERING = (
    "The database is not answering. Nothing is lost: this page works again as soon as it is back."
)

_P = ParamSpec("_P")
_T = TypeVar("_T")


def read(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """Bound the time of a question; an outage raises `UnavailableError` with a sentence."""
    return _within(DEADLINE_SECONDS, question)


def read_patiently(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same for files, for whose next rows a person waits longer than for a page."""
    return _within(_PATIENT_SECONDS, question)


def _within(seconds: float, question: Callable[_P, _T]) -> Callable[_P, _T]:
    @wraps(question)
    def ask(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            with pymongo.timeout(seconds):
                return question(*args, **kwargs)
        except UnregisteredError as error:
            raise UnavailableError(NOT_ANSWERING) from error
        except PyMongoError as error:
            if isinstance(error, ConnectionFailure) or error.timeout:
                raise UnavailableError(NOT_ANSWERING) from error
            raise

    return ask


def collection(document: type[Document]) -> Collection[dict[str, Any]]:
    """The bare collection behind a document class: reads need projections, not objects."""
    bare: Collection[dict[str, Any]] = document._get_collection()
    return bare
