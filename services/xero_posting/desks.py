"""Where the actor's doors lead: each piece of work with what it needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.runtime.clock import utc_now
from core.runtime.xero_access import XeroAccess
from services.xero_posting.attach_rounds import AttachRounds
from services.xero_posting.consent import Consent
from services.xero_posting.contacts.linking import ContactDesk
from services.xero_posting.lists.live import LiveLists
from services.xero_posting.options.save import SaveSettings
from services.xero_posting.people.aside import Aside
from services.xero_posting.people.bulk import BulkActions
from services.xero_posting.people.compare import CompareSettings
from services.xero_posting.people.contact_report import ContactReports
from services.xero_posting.people.preflight import Preflights
from services.xero_posting.people.removal import Removal
from services.xero_posting.people.requests import People
from services.xero_posting.people.resync_many import ResyncMany
from services.xero_posting.people.simulate_reading import SimulateReading
from services.xero_posting.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Desks:
    """Made for each call: nothing here keeps anything between two."""

    xero: XeroAccess
    write_log: Callable[[list[dict[str, Any]]], None]
    announce: Callable[[str, dict[str, Any]], None]
    public_url: str

    @property
    def aside(self) -> Aside:
        return Aside(utc_now, self.public_url)

    @property
    def attaching(self) -> AttachRounds:
        return AttachRounds(self.xero, self.write_log, utc_now)

    @property
    def rounds(self) -> Rounds:
        return Rounds(self.xero, self.write_log, self.announce, utc_now, self.public_url)

    @property
    def people(self) -> People:
        return People(self.rounds.journal_for, self.announce, utc_now, self.public_url)

    @property
    def bulk(self) -> BulkActions:
        return BulkActions(self.rounds.journal_of, self.announce, utc_now)

    @property
    def reports(self) -> ContactReports:
        return ContactReports(self.xero, self.rounds.journal_for, utc_now)

    @property
    def removal(self) -> Removal:
        return Removal(self.rounds.journal_for, self.announce, utc_now)

    @property
    def many(self) -> ResyncMany:
        return ResyncMany(self.rounds.journal_of, self.announce, utc_now)

    @property
    def saving(self) -> SaveSettings:
        journal_for = self.rounds.journal_for
        return SaveSettings(journal_for, self.announce, utc_now, self.live.freshen)

    @property
    def live(self) -> LiveLists:
        return LiveLists(self.xero, self.rounds.journal_for, utc_now)

    @property
    def contacts(self) -> ContactDesk:
        return ContactDesk(self.xero, self.rounds.journal_for, self.announce, utc_now)

    @property
    def consent(self) -> Consent:
        return Consent(self.xero, self.rounds.journal_for, self.announce, utc_now)

    @property
    def preflights(self) -> Preflights:
        return Preflights(utc_now, self.public_url)

    @property
    def comparison(self) -> CompareSettings:
        return CompareSettings(utc_now, self.public_url)

    @property
    def readings(self) -> SimulateReading:
        return SimulateReading(utc_now, self.public_url)
