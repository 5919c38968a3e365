"""The fix on the spot: one row of the options, chosen where the fault is read, then the record again."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from gateway import audited
from gateway.filters import Arguments, is_id
from gateway.pages.fixing import Wish, carry_out, chosen_of, fixing_of
from gateway.pages.pressed import answer, version_seen
from gateway.pages.shown_record import conflicted, find, show
from gateway.presenters.effect import effect_line
from gateway.presenters.record.alike import named_by
from gateway.problems import CommandRefusedError
from gateway.roles import admit

blueprint = Blueprint("fix", __name__)

_FIX = "/c/<connection>/sync/invoices/<int:autotask_id>/fix"


@blueprint.get(_FIX)
@admit("admin")
def ask(connection: str, autotask_id: int) -> str:
    """The record with what the choice would have changed, for a browser without scripts."""
    frame, found = find(connection, "invoices", autotask_id)
    wish = _wish(request.args)
    chosen = chosen_of(wish, fixing_of(found, frame.lens))
    told = effect_line(audited.commands().compare(connection, rows=[chosen.row]))
    return show(frame, "invoices", found, wish=wish, effect=told)


@blueprint.get(f"{_FIX}/effect")
@admit("admin")
def effect(connection: str, autotask_id: int) -> str:
    """The same in a line."""
    frame, found = find(connection, "invoices", autotask_id)
    chosen = chosen_of(_wish(request.args), fixing_of(found, frame.lens))
    return effect_line(audited.commands().compare(connection, rows=[chosen.row]))


@blueprint.post(_FIX)
@admit("admin")
def fix(connection: str, autotask_id: int) -> Response:
    frame, found = find(connection, "invoices", autotask_id)
    wish, fixing = _wish(request.form), fixing_of(found, frame.lens)
    try:
        message = carry_out(connection, found, fixing, wish)
    except CommandRefusedError as refusal:
        return conflicted(connection, "invoices", autotask_id, refusal, wish=wish)
    code = found.row.fault.code if found.row.fault else None
    page = url_for(
        "record.record",
        connection=connection,
        shelf="invoices",
        autotask_id=autotask_id,
        fixed=code,
        named=named_by(found, chosen_of(wish, fixing).card.target),
    )
    return answer(message, page)


def _wish(told: Arguments) -> Wish:
    based_on = told.get("based_on") or ""
    return Wish(
        option=told.get("option") or "",
        key=tuple(told.getlist("key")),
        value=(told.get("value") or "").strip(),
        version=version_seen(),
        based_on=int(based_on) if is_id(based_on) else None,
    )
