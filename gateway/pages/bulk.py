"""Actions on ticked documents or on a whole filter: asked in numbers, begun, watched, stopped."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.faults import CATALOGUE
from core.domain.status import Status
from core.store.views import bulk_actions, documents
from core.store.views.documents import Counted, CurrencySum
from core.store.views.search import DocumentFilter
from gateway import audited
from gateway.chosen import (
    allowed_action,
    chosen_counts,
    figures,
    filter_of_all,
    has_grown,
    ticked,
)
from gateway.commands.bulk import BulkWish
from gateway.filters import arguments_of, kept_query
from gateway.messages import bulk as messages
from gateway.pages.frame import frame_of, is_fragment, render
from gateway.presenters.bulk import bulk_card, question
from gateway.presenters.listing import cause_title
from gateway.presenters.views import in_words
from gateway.problems import CommandRefusedError
from gateway.roles import admit, polled
from gateway.shelves import SHELVES

blueprint = Blueprint("bulk", __name__)

# Only these have actions of people on many at once.
_SHELF = "<any('invoices'):shelf>"


@blueprint.get(f"/c/<connection>/sync/{_SHELF}/bulk")
@admit("operator")
def ask(connection: str, shelf: str) -> str:
    """The question over everything that fits the query string."""
    action = allowed_action(request.args)
    kind = SHELVES[shelf]
    wanted = filter_of_all(request.args)
    counts = chosen_counts(connection, shelf, wanted)
    sums = documents.sums(kind, connection, wanted)
    return _ask(connection, shelf, action, (counts, sums), wanted)


@blueprint.post(f"/c/<connection>/sync/{_SHELF}/bulk/selected")
@admit("operator")
def ask_ticked(connection: str, shelf: str) -> str:
    """The question over what is ticked; a POST only because so many ids fit no address."""
    action = allowed_action(request.form)
    ids = ticked(request.form.getlist("sel"))
    rows = documents.rows_by_id(SHELVES[shelf], connection, ids)
    return _ask(connection, shelf, action, figures(rows), None, [row.autotask_id for row in rows])


@blueprint.post(f"/c/<connection>/sync/{_SHELF}/bulk")
@admit("operator")
def begin(connection: str, shelf: str) -> Response:
    frame_of(connection)
    form = request.form
    action, ids = allowed_action(form), form.getlist("sel")
    if not ids and "query" not in form:
        # Everything by mistake would be a very large mistake.
        raise CommandRefusedError("invalid", messages.NOTHING_CHOSEN)
    wanted = None if ids else filter_of_all(arguments_of(form.get("query") or ""))
    if wanted is not None and has_grown(connection, shelf, action, wanted):
        flash(messages.GROWN, "bad")
        query = urlencode([("action", action), *parse_qsl(form.get("query") or "")])
        return redirect(f"{url_for('bulk.ask', connection=connection, shelf=shelf)}?{query}", 303)
    wish = BulkWish(
        action=action,
        chosen=ticked(ids) if wanted is None else audited.told_filter(wanted),
        include_complete=bool(form.get("complete")),
        reason=form.get("reason") or "",
        key=form.get("key") or "",
    )
    bulk_id, _ = audited.start_bulk(connection, SHELVES[shelf], wish)
    page = url_for("bulk.page", connection=connection, bulk_id=bulk_id, back=form.get("back"))
    return redirect(page, 303)


@blueprint.get("/c/<connection>/sync/bulk/<bulk_id>")
@admit("viewer")
@polled("fragment")
def page(connection: str, bulk_id: str) -> str:
    frame = frame_of(connection)
    found = bulk_actions.bulk_action(connection, bulk_id) or abort(404, messages.NOT_THERE)
    shelf = next(name for name, kind in SHELVES.items() if found.shelf in (name, kind))
    template = "list/bulk_progress.html" if is_fragment() else "list/bulk.html"
    back = kept_query(arguments_of(request.args.get("back") or ""))
    card = bulk_card(found, frame.lens)
    return render(template, frame, tab=shelf, shelf=shelf, b=card, back=back)


@blueprint.post("/c/<connection>/sync/bulk/<bulk_id>/stop")
@admit("operator")
def stop(connection: str, bulk_id: str) -> Response:
    frame_of(connection)
    done = audited.stop_bulk(connection, bulk_id)
    flash(done.message)
    back = request.form.get("back")
    return redirect(url_for("bulk.page", connection=connection, bulk_id=bulk_id, back=back), 303)


def _ask(
    connection: str,
    shelf: str,
    action: str,
    figures: tuple[dict[Status, Counted], tuple[CurrencySum, ...]],
    wanted: DocumentFilter | None,
    ids: Iterable[int] = (),
) -> str:
    frame = frame_of(connection, SHELVES[shelf])
    cause = cause_title(wanted, frame.causes) if wanted else ""
    return render(
        "list/bulk_question.html" if is_fragment() else "list/bulk_ask.html",
        frame,
        tab=shelf,
        shelf=shelf,
        q=question(action, *figures, frame.lens, _doubt(action, wanted)),
        ids=list(ids),
        query=kept_query(request.args) if wanted else "",
        back=kept_query(request.args) if wanted else request.form.get("back") or "",
        words=in_words(wanted, "", cause) if wanted else "",
        key=uuid4().hex,
    )


def _doubt(action: str, wanted: DocumentFilter | None) -> str:
    """Where a retry alone does not help, the cause has to be mended first."""
    kind = CATALOGUE.get(wanted.cause) if wanted and action == "resync" else None
    return "" if kind is None or kind.retry_helps else "First mend the cause: " + kind.next_step
