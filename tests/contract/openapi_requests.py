"""Holds a recorded request of our client against Xero's OpenAPI file: path, parameters, body."""

from collections.abc import Mapping
from typing import Any

from openapi_schema_validator import OAS30WriteValidator

from core.clients.exact_json import load
from core.clients.http import HttpRequest

Spec = dict[str, Any]
LONGEST_KEY = 128

# What the file gets wrong or leaves out, each with the page that says so.
KNOWN_ERRORS: Mapping[tuple[str, str], str] = {
    ("query", "summarizeerrors"): (
        "The file has it on lists only; the page on requests and responses has it on every PUT and "
        "POST, and recorded answers to POST /Invoices/{id} follow it."
    ),
    ("header", "xero-tenant-id"): (
        "The file leaves it to the security scheme; the OAuth 2.0 pages demand it on every call."
    ),
}
# The file wants a date-time with a zone; the page on requests and responses shows one without.
WITHOUT_FORMAT = frozenset({"if-modified-since"})
OURS = frozenset({"if-modified-since", "idempotency-key", "xero-tenant-id"})


def resolved(spec: Spec, node: Spec) -> Spec:
    """Follow a reference into the file."""
    while "$ref" in node:
        target: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def operation_of(spec: Spec, request: HttpRequest) -> Spec:
    """Find the operation that a request is, by its path's parts."""
    parts = request.url.split("/api.xro/2.0")[1].split("/")
    for path, operations in spec["paths"].items():
        pattern = path.split("/")
        fits = len(pattern) == len(parts) and all(
            ours == theirs or theirs.startswith("{")
            for ours, theirs in zip(parts, pattern, strict=True)
        )
        if fits and request.method.lower() in operations:
            operation: Spec = operations[request.method.lower()]
            shared = operations.get("parameters", [])
            return operation | {"parameters": [*operation.get("parameters", []), *shared]}
    raise AssertionError(f"Xero has no {request.method} {'/'.join(parts)}")


def parameter_complaints(spec: Spec, request: HttpRequest) -> list[str]:
    """Every query parameter and header that the operation does not have, or of a wrong type."""
    known = {
        (parameter["in"], parameter["name"].casefold()): parameter
        for parameter in (
            resolved(spec, node) for node in operation_of(spec, request)["parameters"]
        )
    }
    sent = [("query", name, value) for name, value in request.query]
    sent += [
        ("header", name, value)
        for name, value in request.headers.items()
        if name.casefold() in OURS
    ]
    found = []
    for place, name, value in sent:
        key = (place, name.casefold())
        if key in known:
            found += _value_complaints(spec, known[key], value)
        elif key not in KNOWN_ERRORS:
            found.append(f"{place} {name} is not known")
    return found


def _value_complaints(spec: Spec, parameter: Spec, value: str) -> list[str]:
    schema = dict(resolved(spec, parameter["schema"]))
    name = parameter["name"]
    if name.casefold() in WITHOUT_FORMAT:
        schema.pop("format", None)
    typed: Any = value
    if schema.get("type") == "integer":
        typed = int(value) if value.isdecimal() else value
    elif schema.get("type") == "boolean":
        typed = {"true": True, "false": False}.get(value, value)
    elif schema.get("type") == "array":
        typed = value.split(",")
    validator = OAS30WriteValidator({**schema, "components": spec["components"]})
    return [f"{name}: {error.message}" for error in validator.iter_errors(typed)]


def body_complaints(spec: Spec, request: HttpRequest) -> list[str]:
    """What of a body breaks its schema: types, enums, required fields, and fields unknown to it."""
    body = operation_of(spec, request)["requestBody"]
    schema = resolved(spec, body["content"]["application/json"]["schema"])
    validator = OAS30WriteValidator({**schema, "components": spec["components"]})
    sent = load(request.body or b"")
    wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(sent)]
    return wrong + unknown_fields(spec, schema, sent)


def unknown_fields(spec: Spec, schema: Spec, value: Any, place: str = "") -> list[str]:
    """Name every field that the schema does not list or says is read-only: it allows anything."""
    schema = resolved(spec, schema)
    if isinstance(value, list):
        items = schema["items"]
        return [bad for item in value for bad in unknown_fields(spec, items, item, f"{place}[]")]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for key, item in value.items():
        known = schema["properties"].get(key)
        if known is None or known.get("readOnly"):
            found.append(f"{place}.{key}")
        else:
            found += unknown_fields(spec, known, item, f"{place}.{key}")
    return found


def header_complaints(request: HttpRequest) -> list[str]:
    """The headers that every call needs, and the key of a write."""
    headers = {name.casefold(): value for name, value in request.headers.items()}
    found = []
    if headers.get("accept") != "application/json":
        found.append("Accept is not application/json")
    if not headers.get("authorization", "").startswith("Bearer "):
        found.append("Authorization is no bearer token")
    if not headers.get("xero-tenant-id"):
        found.append("Xero-Tenant-Id is missing")
    if request.method != "GET":
        if not 1 <= len(headers.get("idempotency-key", "")) <= LONGEST_KEY:
            found.append("Idempotency-Key is missing or too long")
        if not headers.get("content-type", "").startswith("application/json"):
            found.append("Content-Type is not JSON")
    return found
