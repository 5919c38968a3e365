"""The contact report: which Xero contact each company would be billed under."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.domain.contacts.report import LABELS, Verdict
from core.store.views import contact_reports as store
from gateway import audited
from gateway.contact_files import contact_file
from gateway.exports import csv_stream
from gateway.filters import choice
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.frame import context, frame_of, is_fragment, query_string, render
from gateway.presenters.audit.contacts import report_card, row_views
from gateway.roles import admit, polled


@blueprint.get(f"{HERE}/contacts")
@admit("viewer")
@polled("fragment")
def contacts(connection: str) -> str:
    """The latest report, or the one that is named, by what was found."""
    frame = frame_of(connection)
    latest = store.latest(connection)
    named = request.args.get("id")
    shown = next((each for each in latest if each.id == named), None) if named else None
    if named and shown is None:
        abort(404, "There is no such report (any more).")
    shown = shown or next(iter(latest), None)
    verdict = choice(request.args, "verdict", ("", *Verdict))
    after = request.args.get("cursor") or ""
    rows, following = store.rows(shown.id if shown else "", verdict, after=after)
    card = report_card(shown, frame.lens) if shown else None
    values = {
        "r": card,
        "rows": row_views(rows, frame.lens),
        "verdict": verdict,
        "verdict_label": LABELS[Verdict(verdict)] if verdict else "",
        "next_link": query_string(cursor=following) if following else "",
        "is_first_page": not after,
    }
    if is_fragment():
        return render_template("audit/contact_card.html", **values, **context(frame))
    others = [report_card(each, frame.lens) for each in latest if each is not shown]
    return render("audit/contacts.html", frame, others=others, **values)


@blueprint.post(f"{HERE}/contacts")
@admit("operator")
def start_contacts(connection: str) -> Response:
    frame_of(connection)
    started, message = audited.start_contact_report(connection)
    flash(message)
    return redirect(url_for("audit.contacts", connection=connection, id=started or None), 303)


@blueprint.post(f"{HERE}/contacts/<report>/stop")
@admit("operator")
def stop_contacts(connection: str, report: str) -> Response:
    frame_of(connection)
    flash(audited.stop_contact_report(connection, report))
    return redirect(url_for("audit.contacts", connection=connection, id=report), 303)


@blueprint.get(f"{HERE}/contacts/<report>.csv")
@admit("viewer")
def contacts_as_file(connection: str, report: str) -> Response:
    frame = frame_of(connection)
    found = store.report(connection, report) or abort(404)
    return csv_stream.file(contact_file(found), f"contacts_{frame.lens.connection.id}.csv")
