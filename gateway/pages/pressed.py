"""What a press on one record carries, and how it is answered."""

from flask import Response, flash, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.filters import is_id
from gateway.gate import wants_json


def reason() -> str:
    return request.form.get("reason") or ""


def version_seen() -> int | None:
    """The version of the record that the person looked at; None for a form that does not say."""
    given = request.form.get("version") or ""
    return int(given) if is_id(given) else None


def answer(message: str, page: str, **more: object) -> AnyResponse:
    """A plain form is led to `page`, where the message stands; a script gets the message itself."""
    if wants_json():
        told: Response = jsonify(message=message, next=page, **more)
        return told
    flash(message)
    return redirect(page, 303)
