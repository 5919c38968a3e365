"""Hangs the API, its description and its documentation page into the application."""

from typing import Any

from flask import Blueprint, Flask, jsonify, render_template

from gateway.api import (
    audit,
    autotask,
    bulk,
    configuration,
    connections,
    contacts,
    documents,
    exports,
    logs,
    mappings,
    papers,
    preflights,
    record,
    views,
)
from gateway.api.description import described
from gateway.api.spec import spec
from gateway.roles import admit


def install(app: Flask) -> None:
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    for part in (
        connections, autotask, contacts, documents, bulk, exports, views, logs, papers, preflights,
        record, configuration, mappings, audit,
    ):  # fmt: skip
        api.register_blueprint(part.blueprint)

    @api.get("/openapi.json")
    @admit("public")
    def openapi() -> Any:
        return jsonify(described(spec.spec))

    app.register_blueprint(api)

    @app.get("/api/docs")
    @admit("viewer")
    def api_docs() -> str:
        return render_template("api_docs.html", paths=_listed(described(spec.spec)))


def _listed(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry for each path and method, parameters ready to list."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary") or operation.get("description") or "",
            "parameters": operation.get("parameters") or [],
            "has_body": "requestBody" in operation,
        }
        for path, methods in sorted(whole["paths"].items())
        for method, operation in methods.items()
    ]
