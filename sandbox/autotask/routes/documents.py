"""The printed forms of an invoice."""

from base64 import b64encode
from typing import Any, Final

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from sandbox.autotask.answers import success
from sandbox.autotask.bad_data import concerns
from sandbox.autotask.context import Context
from sandbox.autotask.documents.hostile import hostile
from sandbox.autotask.documents.pdf import pdf
from sandbox.autotask.documents.printed import Printed, printed
from sandbox.autotask.problems import not_found
from sandbox.door.call import call_of
from sandbox.door.faults import Fault

LARGE: Final = 8_000_000


def documents(context: Context) -> Blueprint:
    """HTML and PDF of one invoice."""
    blueprint = Blueprint("documents", __name__, url_prefix="/v1.0/invoices/<int:invoice_id>")

    def paper(invoice_id: int) -> Printed:
        invoice = context.tenant.seen("Invoices", invoice_id)
        if invoice is None:
            raise not_found()
        return printed(context.parts, invoice)

    @blueprint.get("/invoicemarkuphtml")
    def markup(invoice_id: int) -> Response:
        plain = render_template("invoice.html", paper=paper(invoice_id))
        bad = _struck("hostile_html", invoice_id)
        return success({"invoiceMarkup": hostile(plain) if bad else plain})

    @blueprint.get("/invoicepdf")
    def document(invoice_id: int) -> Response:
        content = paper(invoice_id)
        large = _struck("large_pdf", invoice_id)
        printed_form = pdf(content, int(large.number("size", LARGE)) if large else 0)
        shape = str(context.parts.switches.position("pdf_data"))
        body = _file(invoice_id, f"Invoice {content.number}.pdf", printed_form, shape)
        return success({"item": body} if shape == "item" else body)

    return blueprint


def _struck(name: str, invoice_id: int) -> Fault | None:
    """The standing fault that means this invoice's paper, if there is one."""
    call = call_of(request.environ)
    for fault in call.standing if call else ():
        if call and fault.effect == name and concerns(fault, invoice_id):
            call.struck.append(fault)
            return fault
    return None


def _file(invoice_id: int, name: str, content: bytes, shape: str) -> dict[str, Any]:
    data = list(content) if shape == "bytes" else b64encode(content).decode()
    return {
        "id": invoice_id,
        "contentType": "application/pdf",
        "fileName": name,
        "fileSize": len(content),
        "data": data,
    }
