"""What any invoice of Autotask's would become: read aside if it is not in the ledger, kept nowhere else."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core.store.views import record as records
from gateway import audited
from gateway.filters import is_id, refuse
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.frame import frame_of, render
from gateway.paper_limit import count_one
from gateway.presenters.audit.simulated import simulated_card
from gateway.problems import CommandRefusedError
from gateway.roles import admit


@blueprint.get(f"{HERE}/simulate")
@admit("viewer")
def find(connection: str) -> Response:
    """The form's address leads to the one that names the invoice."""
    frame_of(connection)
    given = (request.args.get("autotask_id") or "").strip()
    if not is_id(given):
        raise refuse(
            "autotask_id", given[:40], "the number that Autotask shows as the invoice's id"
        )
    return redirect(url_for("audit.simulated", connection=connection, autotask_id=int(given)), 303)


@blueprint.get(f"{HERE}/invoices/<int:autotask_id>")
@admit("viewer")
def simulated(connection: str, autotask_id: int) -> str | Response:
    """An invoice in the ledger has its own preview."""
    frame = frame_of(connection)
    if records.record("invoices", connection, autotask_id) is not None:
        preview = url_for("preflight.preview", connection=connection, autotask_id=autotask_id)
        return redirect(preview, 303)
    card = simulated_card(simulate(connection, autotask_id), frame.lens)
    return render("audit/simulated.html", frame, s=card, p=card.preview)


@blueprint.post(f"{HERE}/invoices/<int:autotask_id>")
@admit("viewer")
def read_again(connection: str, autotask_id: int) -> Response:
    frame_of(connection)
    read(connection, autotask_id)
    flash(f"Invoice {autotask_id} was read from Autotask again.")
    here = url_for("audit.simulated", connection=connection, autotask_id=autotask_id)
    return redirect(here, 303)


def simulate(connection: str, autotask_id: int) -> dict[str, Any]:
    """What was read of it within the hour counts; else it is read, which costs calls."""
    try:
        return audited.commands().simulate_reading(connection, autotask_id)
    except CommandRefusedError as refusal:
        if refusal.code != "not_found":
            raise
    read(connection, autotask_id)
    return audited.commands().simulate_reading(connection, autotask_id)


def read(connection: str, autotask_id: int) -> None:
    count_one()
    audited.read_aside(connection, autotask_id)
