"""The printed forms of an invoice: HTML and PDF."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from core.clients.autotask.entities import InvoicePdf
from core.domain.errors import RejectedError, UnavailableError


def read_html(answer: Mapping[str, Any]) -> str:
    markup = _unwrap(answer).get("invoiceMarkup")
    if not isinstance(markup, str):
        raise RejectedError("Autotask has no preview of this invoice.", status=404)
    return markup


def read_pdf(answer: Mapping[str, Any]) -> InvoicePdf:
    """Read the file however it is packed: base64 or a list of bytes, flat or under `item`.

    The Swagger file types `data` as bytes, client code expects base64; nobody documents it.
    """
    fields = _unwrap(answer)
    return InvoicePdf(
        content_type=str(fields.get("contentType") or "application/pdf"),
        file_name=str(fields.get("fileName") or "invoice.pdf"),
        data=_bytes(fields.get("data")),
    )


def _unwrap(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    if "item" not in answer:
        return answer
    item = answer["item"]
    if not isinstance(item, dict):
        raise RejectedError("Autotask does not know this invoice.", status=404)
    return item


def _bytes(data: Any) -> bytes:
    try:
        if isinstance(data, str):
            # Some encoders break their lines.
            return base64.b64decode("".join(data.split()), validate=True)
        if isinstance(data, list):
            return bytes(data)
    except (binascii.Error, ValueError, TypeError) as error:
        raise UnavailableError("Autotask's file cannot be read.") from error
    raise RejectedError("Autotask has no PDF of this invoice.", status=404)
