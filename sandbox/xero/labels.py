"""How calls to this sandbox are named at the inspection door."""

API = "/api.xro/2.0/"
_IDENTITY = "/identity/"
# Files have calls of their own; nobody who arms a fault for invoices means them.
_FILES = "Attachments"


def label(method: str, path: str) -> str:
    """`PUT Invoices`, `PUT Attachments`, `POST connect/token`, `GET connections`."""
    if path.startswith(API):
        resource, *below = path.removeprefix(API).split("/")
        is_file = len(below) > 1 and below[1].lower() == _FILES.lower()
        return f"{method} {_FILES if is_file else resource}"
    if path.startswith(_IDENTITY):
        return f"{method} {path.removeprefix(_IDENTITY)}"
    return f"{method} {path.strip('/').split('/')[0]}"
