"""Reads the organisation's lists: at consent, when they are old, and before one may stop an invoice.

A list is read when options lean on it and it is older than half a day. Before a document becomes a
fault because of a list, that list is read again unless it is minutes old; and before a Resync of
such a fault in any case, because a bookkeeper who has restored an account wants it to be seen.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Protocol

from core.domain.errors import RejectedError, ScopeMissingError
from core.domain.mapping.naming import NAME_UNKNOWN
from core.domain.name_lists import NameList
from core.domain.organisation_lists import ListKind, OrganisationLists, wanted_lists
from core.domain.records import Connection
from core.domain.reference_data import (
    Account,
    BrandingTheme,
    Organisation,
    TaxRate,
    TrackingCategory,
)
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import connections, organisation_lists, reference_data
from core.store.invoices import lock_holds
from core.store.invoices.causes import causes_of

_OLD = timedelta(hours=12)
_FRESH = timedelta(minutes=10)
# Xero knows the question and does not answer it to this consent.
REFUSALS = (RejectedError, ScopeMissingError)
_REFUSED = "list_refused"
_REFUSED_FOR = timedelta(hours=1)

# Which lists a fault of the catalogue leans on.
_LISTS_OF_FAULT: dict[str, frozenset[ListKind]] = {
    "ACCOUNT_ARCHIVED": frozenset({ListKind.ACCOUNTS}),
    "ACCOUNT_INVALID": frozenset({ListKind.ACCOUNTS}),
    "ACCOUNT_REMOVED": frozenset({ListKind.ACCOUNTS}),
    "TAX_TYPE_MISMATCH": frozenset({ListKind.ACCOUNTS, ListKind.TAX_RATES}),
    "TAX_TYPE_UNKNOWN": frozenset({ListKind.TAX_RATES}),
    "TAX_GUARD": frozenset({ListKind.ACCOUNTS, ListKind.TAX_RATES}),
    "CURRENCY_NOT_SUBSCRIBED": frozenset({ListKind.CURRENCIES}),
    "TRACKING_UNKNOWN": frozenset({ListKind.TRACKING}),
    "BRANDING_UNKNOWN": frozenset({ListKind.THEMES}),
    "PERIOD_LOCKED": frozenset({ListKind.ORGANISATION}),
}


class ListReader(Protocol):
    """Xero, as far as its lists go; each question is one call."""

    def accounts(self) -> list[Account]: ...
    def tax_rates(self) -> list[TaxRate]: ...
    def currencies(self) -> list[str]: ...
    def tracking_categories(self) -> list[TrackingCategory]: ...
    def branding_themes(self) -> list[BrandingTheme]: ...
    def organisation(self) -> Organisation: ...


class ReadAgain(Protocol):
    """The lists as Xero has them now, for a fault that leans on them; None: it leans on none."""

    def __call__(self, fault_code: str) -> OrganisationLists | None: ...


def never_again(fault_code: str) -> OrganisationLists | None:
    """There is nobody to ask, so what is stored counts."""
    return None


def read_lists(
    connection_id: str, xero: ListReader, kinds: Collection[ListKind], now: Clock
) -> dict[str, int]:
    """Read and store these lists, a call each; returns how many entries each has."""
    questions: dict[ListKind, Callable[[], int]] = {
        ListKind.ACCOUNTS: lambda: _accounts(connection_id, xero, now),
        ListKind.TAX_RATES: lambda: _tax_rates(connection_id, xero, now),
        ListKind.CURRENCIES: lambda: _currencies(connection_id, xero, now),
        ListKind.TRACKING: lambda: _tracking(connection_id, xero, now),
        ListKind.THEMES: lambda: _themes(connection_id, xero, now),
        ListKind.ORGANISATION: lambda: keep_organisation(connection_id, xero.organisation(), now),
    }
    return {kind.name.lower(): questions[kind]() for kind in sorted(kinds)}


def keep_organisation(connection_id: str, organisation: Organisation, now: Clock) -> int:
    """Store it; what waits for a lock date looks again, whatever the date is now."""
    organisation_lists.save_organisation(connection_id, organisation, now())
    lock_holds.release(connection_id, now())
    return 1


def keep_lists_fresh(
    connection: Connection, xero: ListReader, journal: Journal, now: Clock
) -> None:
    """Read what the options lean on and nobody has read for half a day: a round begins with this.

    A list that Xero refuses to show does not stop posting, nor does what it said half a day ago
    stop a document: then Xero itself judges, and the list is asked for again an hour later.
    """
    wanted = wanted_lists(connection.settings)
    old = older_than(_OLD, connection.id, wanted, now)
    if not old:
        return
    refused = reference_data.load_some(connection.id, _REFUSED, old, now() - _REFUSED_FOR)
    for kind in sorted(old - set(refused)):
        try:
            read_lists(connection.id, xero, [kind], now)
        except REFUSALS as error:
            reference_data.forget_reading(connection.id, kind)
            reference_data.save(connection.id, _REFUSED, {kind.value: str(error)}, now())
            journal.warning("LIST_REFUSED", f"Xero does not show its list {kind.value}: {error}")


def reader_for(connection: Connection, xero: ListReader, now: Clock) -> ReadAgain:
    """Asks Xero again before a list may stop a document: once a round, unless it is minutes old."""
    asked: set[ListKind] = set()

    def read_again(fault_code: str) -> OrganisationLists | None:
        wanted = wanted_lists(connection.settings)
        kinds = _LISTS_OF_FAULT.get(fault_code, frozenset()) & wanted
        if not kinds:
            return None
        aged = older_than(_FRESH, connection.id, kinds - asked, now)
        try:
            read_lists(connection.id, xero, aged, now)
        except REFUSALS:
            asked.update(kinds)
            return None
        # Only now: another delivery of the round must not take the old list for the answer.
        asked.update(kinds)
        return organisation_lists.load(reference_data, connection.id, wanted)

    return read_again


def older_than(
    age: timedelta, connection_id: str, kinds: Collection[ListKind], now: Clock
) -> set[ListKind]:
    read_at = reference_data.read_at(connection_id, kinds)
    return {kind for kind in kinds if kind not in read_at or now() - read_at[kind] > age}


def doubt_lists(connection_id: str, fault_code: str) -> None:
    """Xero refused what these lists call good: the next round reads them again.

    A name that Autotask's lists lack is looked for again in all of them; ingestion reads those.
    """
    if fault_code == NAME_UNKNOWN:
        reference_data.doubt(connections.autotask_key(connection_id), tuple(NameList))
    reference_data.doubt(connection_id, _LISTS_OF_FAULT.get(fault_code, frozenset()))


def doubt_before_resync(connection_id: str, autotask_ids: Sequence[int]) -> None:
    """A person has mended in Xero what stopped these, as far as lists did: they are read again."""
    for fault_code in causes_of(connection_id, autotask_ids):
        doubt_lists(connection_id, fault_code)


def _accounts(connection_id: str, xero: ListReader, now: Clock) -> int:
    rows = xero.accounts()
    organisation_lists.save_accounts(connection_id, rows, now())
    return len(rows)


def _tax_rates(connection_id: str, xero: ListReader, now: Clock) -> int:
    rows = xero.tax_rates()
    organisation_lists.save_tax_rates(connection_id, rows, now())
    return len(rows)


def _currencies(connection_id: str, xero: ListReader, now: Clock) -> int:
    codes = xero.currencies()
    organisation_lists.save_currencies(connection_id, codes, now())
    return len(codes)


def _tracking(connection_id: str, xero: ListReader, now: Clock) -> int:
    rows = xero.tracking_categories()
    organisation_lists.save_tracking(connection_id, rows, now())
    return len(rows)


def _themes(connection_id: str, xero: ListReader, now: Clock) -> int:
    rows = xero.branding_themes()
    organisation_lists.save_themes(connection_id, rows, now())
    return len(rows)
