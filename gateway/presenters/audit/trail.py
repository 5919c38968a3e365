"""A deed of the trail in words, with a link to what it was done to."""

import re
from dataclasses import dataclass

from core.store.views.audit_trail import TrailRow
from gateway.messages import trail as messages
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment

_RECORD = re.compile(r"(invoices|purchase_orders)/(\d+)")
_BULK = re.compile(r"(?:[a-z-]+/)?bulk/([0-9a-zA-Z-]+)")


@dataclass(frozen=True, slots=True)
class Deed:
    """`url` leads to the record or action that the subject names; it may be empty."""

    at: Moment
    who: str
    action: str
    subject: str
    url: str
    reason: str


def deed(row: TrailRow, through: Lens) -> Deed:
    origin = row.detail.get("from")
    return Deed(
        at=moment(row.at, through.now, through.zone),
        who=row.who.replace("token:", "API token ", 1),
        action=_action(row),
        subject=_subject(row) or (f"from {origin}" if origin else ""),
        url=_url(row, through),
        reason=row.reason,
    )


_NOUNS = {"invoices": "Invoice", "purchase_orders": "Purchase order"}


def _subject(row: TrailRow) -> str:
    if found := _RECORD.fullmatch(row.subject):
        return f"{_NOUNS[found[1]]} {found[2]}"
    if found := _BULK.match(row.subject):
        return row.subject[found.end() :].removeprefix(": ") or row.subject
    return row.subject


def _action(row: TrailRow) -> str:
    words = messages.ACTIONS.get(row.action, row.action.replace("_", " ").capitalize())
    return f"{words} ({messages.NO_ANSWER})" if row.is_unknown else words


def _url(row: TrailRow, through: Lens) -> str:
    here = f"/c/{through.connection.id}"
    if found := _RECORD.fullmatch(row.subject):
        return f"{here}/sync/{found[1].replace('_', '-')}/{found[2]}"
    if found := _BULK.match(row.subject):
        return f"{here}/sync/bulk/{found[1]}"
    return f"{here}/configuration/changes" if row.action == "settings" else ""
