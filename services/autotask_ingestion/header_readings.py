"""Keeps what was learned of a tenant's invoice totals, and raises the alarm when one reads otherwise."""

from collections.abc import Sequence

from core.domain.admission.header_reading import Learned, clear_reading, flip_alarm
from core.domain.invoice import Invoice
from core.domain.records import Connection
from core.domain.setting_choices import HeaderTotal
from services.autotask_ingestion.desk import Desk

TOTALS_FLIPPED = "TOTALS_FLIPPED"
# What is learned stands beside the position of the looks, because it is the tenant's as they are.
_JOB = "ingest"


class HeaderReadings:
    """Learns from the invoices of one page of a connection."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._learned = load(desk)
        self._is_alarmed = TOTALS_FLIPPED in desk.connection.warnings

    def take(self, invoice: Invoice, *, is_first: bool) -> None:
        """Compare an invoice that may go. It counts as evidence once, when it `is_first` fit to go."""
        settings = self._desk.connection.settings
        if settings.header_total is not HeaderTotal.DETECT:
            return
        reading = clear_reading(invoice, settings.tolerance)
        if reading is None:
            return
        if self._learned.is_contradicted_by(reading):
            self._raise_alarm(invoice, reading)
        if is_first:
            self._learn(reading)

    def _learn(self, reading: HeaderTotal) -> None:
        learned = self._learned.and_now(reading)
        if learned != self._learned:
            self._learned = learned
            _save(self._desk, learned)
        if learned.is_settled and self._is_alarmed:
            self._is_alarmed = False
            self._desk.ledger.connections.unwarn(self._desk.connection.id, TOTALS_FLIPPED)

    def _raise_alarm(self, invoice: Invoice, reading: HeaderTotal) -> None:
        believed = self._learned.decided or reading
        alarm = flip_alarm(invoice, believed, reading)
        sentence = f"{alarm.message} {alarm.next_step}"
        self._desk.journal.warning(alarm.code, sentence, autotask_id=invoice.autotask_id)
        self._is_alarmed = True
        # What to do stands in the catalogue, from where screens take it.
        desk = self._desk
        desk.ledger.connections.warn(desk.connection.id, alarm.code, alarm.message, desk.now())


def load(desk: Desk) -> Learned:
    state = desk.ledger.checkpoints.load(desk.connection.autotask_key, _JOB).state
    decided = state.get("totals")
    return Learned(HeaderTotal(decided) if decided else None, state.get("totals_recent") or "")


def heed_choices(desk: Desk, tenant: Sequence[Connection]) -> None:
    """Where a person has said what is right the alarm ends.

    When nobody of the tenant goes by what was learned any more, detection would begin anew.
    """
    ended = [each for each in tenant if _has_chosen(each) and TOTALS_FLIPPED in each.warnings]
    for each in ended:
        desk.ledger.connections.unwarn(each.id, TOTALS_FLIPPED)
    if ended and all(_has_chosen(each) for each in tenant):
        _save(desk, Learned())


def _has_chosen(connection: Connection) -> bool:
    return connection.settings.header_total is not HeaderTotal.DETECT


def _save(desk: Desk, learned: Learned) -> None:
    totals = learned.decided.value if learned.decided else None
    key = desk.connection.autotask_key
    desk.ledger.checkpoints.remember(key, _JOB, totals=totals, totals_recent=learned.recent)
