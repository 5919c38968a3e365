"""How calls to this sandbox are named at the inspection door."""

API = "/api.xro/2.0/"
_IDENTITY = "/identity/"


def label(method: str, path: str) -> str:
    """`PUT Invoices`, `POST connect/token`, `GET connections`."""
    if path.startswith(API):
        return f"{method} {path.removeprefix(API).split('/')[0]}"
    if path.startswith(_IDENTITY):
        return f"{method} {path.removeprefix(_IDENTITY)}"
    return f"{method} {path.strip('/').split('/')[0]}"
