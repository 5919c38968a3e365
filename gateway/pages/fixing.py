"""The fix on the spot of a record: which rows, from which lists, and what comes of a choice."""

import logging
from dataclasses import dataclass

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RemoteCallError
from core.store.views import options, organisation
from core.store.views.record import Record
from gateway import audited
from gateway.answers import Saved
from gateway.commands.settings import RowForm, SettingsWish
from gateway.messages import record as messages
from gateway.presenters.document_rows import Lens
from gateway.presenters.record.fix import FixCard, asks_for_lists, fix_cards
from gateway.problems import CommandRefusedError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fixing:
    """`based_on` is the version of the options that the cards show."""

    cards: tuple[FixCard, ...]
    based_on: int

    def card(self, option: str, key: tuple[str, ...]) -> FixCard | None:
        wanted = (option, key)
        found = (each for each in self.cards if (each.target.option, each.target.key) == wanted)
        return next(found, None)


NO_FIX = Fixing((), 0)


def fixing_of(record: Record, through: Lens) -> Fixing:
    """Costs questions only where a row of the options may mend the record."""
    if through.kind != "invoices" or not asks_for_lists(record):
        return NO_FIX
    connection = through.connection.id
    told = options.options(connection)
    lists = organisation.organisation(connection)
    return Fixing(fix_cards(record, through, told.settings, lists), told.version)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose, and what they saw: the record's version and that of the options."""

    option: str
    key: tuple[str, ...]
    value: str
    version: int | None = None
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card of the record and the value that somebody chose on it."""

    card: FixCard
    value: str

    @property
    def row(self) -> RowForm:
        target = self.card.target
        return {"option": target.option, "key": list(target.key), "value": self.value}


def carry_out(connection: str, found: Record, fixing: Fixing, wish: Wish) -> str:
    """Save the row, then send the record again; what is saved stays saved if that is refused."""
    if wish.version not in (None, found.version):
        raise CommandRefusedError("conflict", messages.CHANGED_MEANWHILE)
    chosen = chosen_of(wish, fixing)
    change = chosen.card.says(chosen.value)
    based_on = fixing.based_on if wish.based_on is None else wish.based_on
    why = f"Fix of {found.row.autotask_id}"
    _demand_saved(audited.save_settings(connection, SettingsWish({}, [chosen.row], based_on, why)))
    try:
        audited.change_document(
            "invoices", "resync", connection, found.row.autotask_id, change, found.version
        )
    except CommandRefusedError as refusal:
        return messages.FIX_NOT_QUEUED.format(change=change, why=refusal.message)
    except (UnavailableError, RemoteCallError) as trouble:
        log.warning("A record was not sent again after its fix: %s", trouble)
        return messages.FIX_QUEUE_UNKNOWN.format(change=change)
    return messages.FIX_SAVED.format(change=change)


def chosen_of(wish: Wish, fixing: Fixing) -> Chosen:
    """The card that is meant; refused where the record has no such card or it no such value."""
    card = fixing.card(wish.option, wish.key)
    if card is None:
        raise CommandRefusedError("conflict", messages.FIX_WRONG_ROW)
    if not card.takes(wish.value):
        text = messages.FIX_NOT_OFFERED.format(value=wish.value[:100])
        raise CommandRefusedError("invalid", text)
    return Chosen(card, wish.value)


def _demand_saved(saved: Saved) -> None:
    if saved.conflicts:
        other = saved.conflicts[0]
        raise CommandRefusedError(
            "conflict", messages.FIX_CONFLICT.format(by=other.by, theirs=other.theirs or "nothing")
        )
    if not saved.is_saved:
        why = next((each.message for each in saved.problems if each.blocks), "")
        raise CommandRefusedError("invalid", messages.FIX_REFUSED.format(why=why).strip())
