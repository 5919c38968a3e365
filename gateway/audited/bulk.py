"""Commands about many documents, carried out and noted."""

from collections.abc import Mapping
from dataclasses import replace

from core.store.asked_filter import told_filter
from core.store.views.search import DocumentFilter
from gateway.answers import Done, DoneMany
from gateway.audited.noting import commands, note
from gateway.commands.bulk import BulkWish
from gateway.gate import principal

__all__ = ["resync_cause", "start_bulk", "start_preflight", "stop_bulk", "told_filter"]


def start_bulk(connection: str, shelf: str, wish: BulkWish) -> tuple[str, str]:
    """The id of the action that has begun, and a sentence."""
    wish = replace(wish, reason=wish.reason.strip()[:500])
    bulk, message = commands().start_bulk(connection, shelf, principal().name, wish)
    is_filter = isinstance(wish.chosen, Mapping)
    what = f"filter {wish.chosen}" if is_filter else f"{len(wish.chosen):,} chosen by hand"
    note(f"bulk_{wish.action}", connection, f"{shelf}/bulk/{bulk}: {what}"[:500], wish.reason)
    return bulk, message


def stop_bulk(connection: str, bulk: str) -> Done:
    done = commands().stop_bulk(connection, bulk, principal().name)
    note("bulk_stop", connection, f"bulk/{bulk}")
    return done


def resync_cause(connection: str, cause: str, reason: str) -> DoneMany:
    why = reason.strip()[:500]
    done = commands().resync_cause(connection, cause, principal().name, why)
    note("resync_cause", connection, f"cause {cause}, {done.moved} queued", why)
    return done


def start_preflight(connection: str, wanted: DocumentFilter) -> tuple[str, str]:
    started, message = commands().start_preflight(connection, told_filter(wanted), principal().name)
    note("preflight", connection, started)
    return started, message or "The preflight has started."
