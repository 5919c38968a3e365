"""What any invoice of Autotask's would become: read aside if it is not in the ledger, kept nowhere else.

To read costs Autotask's calls, so it takes a press: an address alone shows what was read.
"""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core.store.views import record as records
from gateway import audited
from gateway.filters import is_id, refuse
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.frame import frame_of, render
from gateway.paper_limit import count
from gateway.presenters.audit.simulated import simulated_card
from gateway.problems import CommandRefusedError
from gateway.roles import admit

# The invoice, its lines, and the company that it is for.
_CALLS = 3


@blueprint.post(f"{HERE}/simulate")
@admit("viewer")
def find(connection: str) -> Response:
    """Read what nobody has read yet, and lead to the page that shows it."""
    frame_of(connection)
    given = (request.form.get("autotask_id") or "").strip()
    if not is_id(given):
        raise refuse(
            "autotask_id", given[:40], "the number that Autotask shows as the invoice's id"
        )
    if not _is_in_ledger(connection, int(given)) and simulate(connection, int(given)) is None:
        read(connection, int(given))
    return _to_page(connection, int(given))


@blueprint.get(f"{HERE}/invoices/<int:autotask_id>")
@admit("viewer")
def simulated(connection: str, autotask_id: int) -> str | Response:
    """An invoice in the ledger has its own preview; one that was not read can be."""
    frame = frame_of(connection)
    if _is_in_ledger(connection, autotask_id):
        preview = url_for("preflight.preview", connection=connection, autotask_id=autotask_id)
        return redirect(preview, 303)
    told = simulate(connection, autotask_id)
    if told is None:
        return render("audit/not_read.html", frame, autotask_id=autotask_id)
    card = simulated_card(told, frame.lens)
    return render("audit/simulated.html", frame, s=card, p=card.preview)


@blueprint.post(f"{HERE}/invoices/<int:autotask_id>")
@admit("viewer")
def read_again(connection: str, autotask_id: int) -> Response:
    frame_of(connection)
    read(connection, autotask_id)
    flash(f"Invoice {autotask_id} was read from Autotask.")
    return _to_page(connection, autotask_id)


def simulate(connection: str, autotask_id: int) -> dict[str, Any] | None:
    """By what was read of it within the hour; None if nothing was."""
    try:
        return audited.commands().simulate_reading(connection, autotask_id)
    except CommandRefusedError as refusal:
        if refusal.code != "not_found":
            raise
    return None


def read(connection: str, autotask_id: int) -> None:
    count(_CALLS)
    audited.read_aside(connection, autotask_id)


def _is_in_ledger(connection: str, autotask_id: int) -> bool:
    return records.record("invoices", connection, autotask_id) is not None


def _to_page(connection: str, autotask_id: int) -> Response:
    here = url_for("audit.simulated", connection=connection, autotask_id=autotask_id)
    return redirect(here, 303)
