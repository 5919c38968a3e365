"""Autotask's printed forms of an invoice for programs: the cleaned page and the PDF."""

from flask import Blueprint, abort, render_template
from spectree import Response
from werkzeug.wrappers import Response as AnyResponse

from core.domain.papers import Form
from core.store.views import record as records
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.papers import Shown, age_headers, paper_of, pdf_file
from gateway.roles import admit
from gateway.security import shut_in

blueprint = Blueprint("papers", __name__)

_TAGS = ("Documents",)
_INVOICE = "/connections/<connection>/invoices/<int:autotask_id>"


@blueprint.get(f"{_INVOICE}/preview.html")
@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=_TAGS)
def preview(connection: str, autotask_id: int) -> AnyResponse:
    """Autotask's own rendering, cleaned, under a policy that lets it do nothing.

    One that may be outdated says so at its top.
    """
    shown = _find(connection, autotask_id, Form.HTML)
    note = ""
    if shown.trouble:
        fetched = f"{shown.fetched_at:%Y-%m-%d %H:%M} UTC"
        note = render_template("record/paper_note.html", fetched=fetched, trouble=shown.trouble)
    page = AnyResponse(note + shown.html, content_type="text/html; charset=utf-8")
    page.headers.extend(dict(age_headers(shown)))
    return shut_in(page)


@blueprint.get(f"{_INVOICE}/autotask.pdf")
@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=_TAGS)
def pdf(connection: str, autotask_id: int) -> AnyResponse:
    """Autotask's PDF of the invoice."""
    return pdf_file(_find(connection, autotask_id, Form.PDF), autotask_id)


def _find(connection: str, autotask_id: int, form: Form) -> Shown:
    lens_of(connection)
    if records.record("invoices", connection, autotask_id) is None:
        abort(404, f"There is no record {autotask_id} in this connection.")
    return paper_of(connection, autotask_id, form)
