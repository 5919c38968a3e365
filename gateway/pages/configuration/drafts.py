"""A draft: what would be changed, what speaks against it, what it would have done; then apply it."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.errors import UnavailableError
from core.domain.setting_merge import Clash, clashes
from core.domain.setting_rows import row_form
from core.store import setting_drafts
from core.store.setting_drafts import Draft
from gateway import audited
from gateway.answers import Effect, Saved
from gateway.commands.settings import SettingsWish
from gateway.messages import configuration as messages
from gateway.pages.configuration import drafting
from gateway.pages.configuration.desk import Desk, desk_of
from gateway.pages.configuration.door import HERE, blueprint
from gateway.pages.frame import frame_of, render
from gateway.presenters.configuration.changes import MOST_SHOWN, change_views, clash_views
from gateway.presenters.configuration.effect import effect_view
from gateway.presenters.configuration.sections import BY_NAME
from gateway.presenters.times import moment
from gateway.problems import CommandRefusedError
from gateway.roles import admit

_LONGEST_REASON = 500
_SIDES = ("mine", "theirs")


@blueprint.get(f"{HERE}/changes/<draft>")
@admit("admin")
def draft(connection: str, draft: str) -> str:
    """What would be changed; and where nobody else wants those rows, what of the last 50 invoices."""
    desk = desk_of(connection)
    found = find(connection, draft)
    through = desk.frame.lens
    between = _clashes(desk, found)
    looked = _effect(found) if not between else Looked()
    return render(
        "configuration/draft.html",
        desk.frame,
        draft=found,
        section=BY_NAME.get(found.section),
        started=moment(found.created_at, through.now, through.zone),
        changes=change_views(found.changes[:MOST_SHOWN], desk.entries),
        more=max(0, len(found.changes) - MOST_SHOWN),
        clashes=clash_views(between, found.changes, desk.entries, through),
        shown_version=desk.options.version,
        effect=effect_view(looked.effect) if looked.effect else None,
        away=looked.away,
    )


@blueprint.post(f"{HERE}/changes/<draft>/settle")
@admit("admin")
def settle(connection: str, draft: str) -> Response:
    """Of rows that somebody else has changed meanwhile: mine or theirs, one by one."""
    desk = desk_of(connection)
    found = find(connection, draft)
    answers = [
        (each.mine, request.form.get(f"row.{found.changes.index(each.mine)}"))
        for each in _clashes(desk, found)
    ]
    # A clash that nobody was shown is nobody's choice.
    is_shown = request.form.get("shown_version") == str(desk.options.version)
    if not is_shown or any(answer not in _SIDES for _, answer in answers):
        flash(messages.SETTLED_MEANWHILE, "bad")
        return _to_draft(found)
    theirs = [mine for mine, answer in answers if answer == "theirs"]
    kept = [each for each in found.changes if each not in theirs]
    if not kept:
        setting_drafts.discard(found)
        flash(messages.DISCARDED)
        return _to_section(found)
    if not setting_drafts.settle(found, kept, desk.options.version):
        flash(messages.SETTLED_MEANWHILE, "bad")
    return _to_draft(found)


@blueprint.post(f"{HERE}/changes/<draft>/apply")
@admit("admin")
def apply(connection: str, draft: str) -> Response:
    """Save it; where the organisation's lists or another person object, the draft says so again."""
    frame_of(connection)
    found = find(connection, draft)
    reason = (request.form.get("reason") or "").strip()[:_LONGEST_REASON]
    rows = [row_form(each.row) for each in found.changes]
    wish = SettingsWish(rows=rows, based_on=found.based_on, reason=reason)
    try:
        saved = audited.save_settings(connection, wish, found.id)
    except CommandRefusedError as trouble:
        flash(messages.NOT_SAVED.format(why=trouble), "bad")
        return _to_draft(found)
    except UnavailableError as trouble:
        flash(messages.PERHAPS_SAVED.format(why=trouble), "bad")
        return _to_draft(found)
    if not saved.is_saved:
        flash(_why_not(saved), "bad")
        return _to_draft(found)
    setting_drafts.discard(found)
    flash(messages.saved(len(found.changes)) if saved.changed else messages.NOTHING_CHANGED)
    return _to_section(found)


@blueprint.post(f"{HERE}/changes/<draft>/discard")
@admit("admin")
def discard(connection: str, draft: str) -> Response:
    frame_of(connection)
    found = find(connection, draft)
    setting_drafts.discard(found)
    flash(messages.DISCARDED)
    return _to_section(found)


def find(connection: str, draft_id: str) -> Draft:
    return setting_drafts.get(connection, draft_id) or abort(404, messages.NO_SUCH_DRAFT)


def _clashes(desk: Desk, found: Draft) -> tuple[Clash, ...]:
    return clashes(found.changes, drafting.since(desk, found.based_on))


@dataclass(frozen=True, slots=True)
class Looked:
    """What the actor showed, or why it could not."""

    effect: Effect | None = None
    away: str = ""


def _effect(found: Draft) -> Looked:
    """A draft can be applied without it; saving checks everything again."""
    rows = [row_form(each.row) for each in found.changes]
    try:
        return Looked(audited.commands().compare(found.connection, rows=rows))
    except (CommandRefusedError, UnavailableError) as trouble:
        return Looked(away=messages.EFFECT_AWAY.format(why=trouble))


def _why_not(saved: Saved) -> str:
    if saved.conflicts:
        return messages.CONFLICT
    told = [each.message for each in saved.problems if each.blocks and not each.is_standing]
    return messages.NOT_SAVED.format(why=" ".join(told))


def _to_draft(found: Draft) -> Response:
    there = url_for("configuration.draft", connection=found.connection, draft=found.id)
    return redirect(there, 303)


def _to_section(found: Draft) -> Response:
    section = found.section if found.section in BY_NAME else "accounts"
    there = url_for("configuration.section", connection=found.connection, section=section)
    return redirect(there, 303)
