"""An invoice that was read aside, as its page shows it: what the rules said, and its preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain.status import Status
from core.store.views.rows import DocumentRow
from gateway.messages import trail as messages
from gateway.presenters.document_rows import Lens
from gateway.presenters.preview import PreviewCard, card_of
from gateway.presenters.times import Moment, day, moment
from gateway.previews import read_preview


@dataclass(frozen=True, slots=True)
class SimulatedCard:
    """`verdict` is what would become of it at the door, `reason` why in the rules' own words."""

    preview: PreviewCard
    date: str
    read: Moment
    verdict: str
    reason: str
    comes_in: bool


def simulated_card(answer: Mapping[str, Any], through: Lens) -> SimulatedCard:
    about, verdict = answer["invoice"], answer["verdict"]
    row = row_of(about)
    return SimulatedCard(
        preview=card_of(read_preview(answer), row, {}, through),
        date=day(row.dated_on),
        read=moment(row.updated_at, through.now, through.zone),
        verdict=messages.VERDICTS.get(verdict["outcome"], verdict["outcome"]),
        reason=str(verdict.get("message") or ""),
        comes_in=verdict["outcome"] == "come_in",
    )


def row_of(about: Mapping[str, Any]) -> DocumentRow:
    """As a list would have it, had it come in when it was read."""
    return DocumentRow(
        autotask_id=int(about["autotask_id"]),
        number=about["number"] or None,
        party=about["company"],
        dated_on=about["issued_on"],
        due_on=None,
        currency=about["currency"],
        subtotal=None,
        tax=None,
        total=Decimal(about["total"]),
        status=Status.PENDING_SYNC,
        hold=None,
        fault=None,
        skip=None,
        notice=None,
        checking_since=None,
        xero_kind=None,
        xero_id=None,
        xero_number=None,
        updated_at=datetime.fromisoformat(about["read_at"]),
    )
