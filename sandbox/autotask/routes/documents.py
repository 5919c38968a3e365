"""The printed forms of an invoice."""

from base64 import b64encode
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from sandbox.autotask.answers import success
from sandbox.autotask.context import Context
from sandbox.autotask.documents.pdf import pdf
from sandbox.autotask.documents.printed import Printed, printed
from sandbox.autotask.problems import not_found


def documents(context: Context) -> Blueprint:
    """HTML and PDF of one invoice."""
    blueprint = Blueprint("documents", __name__, url_prefix="/v1.0/invoices/<int:invoice_id>")

    def paper(invoice_id: int) -> Printed:
        invoice = context.tenant.find("Invoices", invoice_id)
        if invoice is None:
            raise not_found()
        return printed(context.parts, invoice)

    @blueprint.get("/invoicemarkuphtml")
    def markup(invoice_id: int) -> Response:
        return success({"invoiceMarkup": render_template("invoice.html", paper=paper(invoice_id))})

    @blueprint.get("/invoicepdf")
    def document(invoice_id: int) -> Response:
        content = paper(invoice_id)
        shape = context.parts.switches.position("pdf_data")
        body = _file(invoice_id, f"Invoice {content.number}.pdf", pdf(content), shape)
        return success({"item": body} if shape == "item" else body)

    return blueprint


def _file(invoice_id: int, name: str, content: bytes, shape: str) -> dict[str, Any]:
    data = list(content) if shape == "bytes" else b64encode(content).decode()
    return {
        "id": invoice_id,
        "contentType": "application/pdf",
        "fileName": name,
        "fileSize": len(content),
        "data": data,
    }
