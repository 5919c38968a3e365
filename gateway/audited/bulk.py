"""Commands about many documents, carried out and noted."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort

from core.store.asked_filter import filter_of, told_filter
from core.store.views.search import DocumentFilter
from gateway.answers import Done, DoneMany
from gateway.audited.noting import commands, noted
from gateway.commands.bulk import BulkWish
from gateway.gate import principal
from gateway.messages import frame as messages

__all__ = ["resync_cause", "start_bulk", "start_preflight", "stop_bulk", "told_filter"]


def start_bulk(connection: str, shelf: str, wish: BulkWish) -> tuple[str, str]:
    """The id of the action that has begun, and a sentence.

    Any action is an operator's, but what is taken off the list is out of everybody's sight.
    """
    if wish.action == "remove" and not principal().may("admin"):
        abort(403, messages.role_needed("admin"))
    wish = replace(wish, reason=wish.reason.strip()[:500])
    words = in_words(wish)
    with noted(f"bulk_{wish.action}", connection, f"{shelf}: {words}"[:500], wish.reason) as line:
        bulk, message = commands().start_bulk(connection, shelf, principal().name, wish)
        line.subject = f"{shelf}/bulk/{bulk}: {words}. {message}"[:500]
    return bulk, message


def stop_bulk(connection: str, bulk: str) -> Done:
    with noted("bulk_stop", connection, f"bulk/{bulk}"):
        return commands().stop_bulk(connection, bulk, principal().name)


def resync_cause(connection: str, cause: str, reason: str) -> DoneMany:
    why = reason.strip()[:500]
    with noted("resync_cause", connection, f"cause {cause}", why) as line:
        done = commands().resync_cause(connection, cause, principal().name, why)
        line.subject = f"cause {cause}, {done.moved} queued"
    return done


def start_preflight(connection: str, wanted: DocumentFilter) -> tuple[str, str]:
    by, chosen = principal().name, told_filter(wanted)
    with noted("preflight", connection) as line:
        started, message = commands().start_preflight(connection, chosen, by)
        line.subject = started
    return started, message or "The preflight has started."


def in_words(wish: BulkWish) -> str:
    """What was chosen, for whoever reads the trail a year from now."""
    if not isinstance(wish.chosen, Mapping):
        return f"{len(wish.chosen):,} chosen by hand"
    wanted = filter_of(wish.chosen)
    told = [
        " or ".join(status.label for status in wanted.statuses),
        wanted.cause and f"cause {wanted.cause}",
        wanted.text and f"found by “{wanted.text}”",
        wanted.first_on and f"from {wanted.first_on}",
        wanted.last_on and f"to {wanted.last_on}",
        wanted.currency,
        "removed ones" if wanted.removed else "",
        "those in Xero too" if wish.include_complete else "",
    ]
    return ", ".join(filter(None, told)) or "everything"
