"""Reads the organisation's lists while a person waits for what they say."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Protocol

from core.domain.errors import SyncError
from core.domain.organisation_lists import ListKind
from core.domain.records import Connection
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.xero_access import XeroAccess
from services.xero_posting.lists.reading import REFUSALS, ListReader, older_than, read_lists


class Freshen(Protocol):
    """Has lists read again that are older than `age`; returns those of them that were not."""

    def __call__(
        self, connection: Connection, kinds: Collection[ListKind], age: timedelta
    ) -> frozenset[ListKind]: ...


class LiveLists:
    """Asks Xero, as far as it answers; what is stored stays when it does not."""

    def __init__(
        self, access: XeroAccess, journal_for: Callable[[str], Journal], now: Clock
    ) -> None:
        self._access = access
        self._journal_for = journal_for
        self._now = now

    def freshen(
        self, connection: Connection, kinds: Collection[ListKind], age: timedelta
    ) -> frozenset[ListKind]:
        """Satisfies `Freshen`. Where one question has no answer, the others are not asked."""
        left = older_than(age, connection.id, kinds, self._now)
        if not left:
            return frozenset()
        journal = self._journal_for(connection.id)
        try:
            xero = self._access.open(connection, journal.call)
            for kind in sorted(left):
                if self._read(connection.id, xero, kind):
                    left.discard(kind)
        except SyncError as error:
            journal.warning("LISTS_NOT_READ", f"{error} What is stored counts.")
        finally:
            journal.flush()
        return frozenset(left)

    def _read(self, connection_id: str, xero: ListReader, kind: ListKind) -> bool:
        try:
            read_lists(connection_id, xero, [kind], self._now)
        except REFUSALS:
            return False
        return True
