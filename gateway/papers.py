"""Autotask's printed forms of an invoice, from what is kept or fresh from Autotask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from werkzeug.http import http_date
from werkzeug.wrappers import Response

from core.domain.errors import UnavailableError
from core.domain.papers import Form
from core.runtime.rpc_client import RemoteCallError
from core.store.views import papers as store
from gateway import audited, paper_limit
from gateway.foreign_html import clean, is_too_long
from gateway.messages import frame as messages
from gateway.problems import CommandRefusedError

_TOO_LONG = (
    "Autotask's preview of this invoice is too large or has too many parts to be shown safely. "
    "Save Autotask's PDF instead."
)
_GONE = "It was fetched from Autotask, and is not kept any more. Try again."


@dataclass(frozen=True, slots=True)
class Shown:
    """A form, when Autotask gave it, and why there is no newer one if it may be outdated."""

    content: bytes = field(repr=False)
    fetched_at: datetime
    trouble: str = ""

    @property
    def html(self) -> str:
        """As a page without anything that acts; raises `CommandRefusedError` for an endless one."""
        cleaned = _cleaned(self.content)
        if cleaned is None:
            raise CommandRefusedError("conflict", _TOO_LONG)
        return cleaned


@lru_cache(maxsize=16)
def _cleaned(content: bytes) -> str | None:
    """Who looks at it again and again costs no time; None for what is not cleaned at all."""
    markup = content.decode("utf-8", errors="replace")
    return None if is_too_long(markup) else clean(markup)


def paper_of(connection: str, autotask_id: int, form: Form) -> Shown:
    """What is kept of the invoice as it is now, else a fresh one, else an older one with a sentence.

    With none of them it raises what `Commands` raises.
    """
    kept = store.paper(connection, autotask_id, form)
    if kept is not None and kept.is_current:
        return Shown(kept.content, kept.fetched_at)
    try:
        paper_limit.count()
        audited.of_autotask().fetch_paper(connection, autotask_id, form)
    except (UnavailableError, CommandRefusedError, RemoteCallError) as error:
        if kept is None:
            raise
        # What an actor stumbled over is for our log and not for people.
        is_ours = isinstance(error, RemoteCallError)
        trouble = messages.REMOTE_TROUBLE if is_ours else str(error)
        return Shown(kept.content, kept.fetched_at, trouble)
    fresh = store.paper(connection, autotask_id, form)
    if fresh is None:
        raise UnavailableError(_GONE)
    return Shown(fresh.content, fresh.fetched_at)


def pdf_file(shown: Shown, autotask_id: int) -> Response:
    """A file to save under a name of ours: Autotask's own name and type count for nothing.

    One that may be outdated says so in its name, because nothing else of a file is read.
    """
    age = f"-as-of-{shown.fetched_at:%Y-%m-%d}" if shown.trouble else ""
    headers = {
        "Content-Disposition": f'attachment; filename="autotask-invoice-{autotask_id}{age}.pdf"',
        "Cross-Origin-Resource-Policy": "same-origin",
        **age_headers(shown),
    }
    return Response(shown.content, content_type="application/pdf", headers=headers)


def age_headers(shown: Shown) -> Mapping[str, str]:
    """For programs: when Autotask gave it."""
    return {"Last-Modified": http_date(shown.fetched_at)}
