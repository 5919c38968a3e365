"""Endpoints as the door names them: `Invoices`, `PUT Invoices`, `connect/token` or `*`."""


def matches(endpoint: str, label: str) -> bool:
    """Whether a call labelled `PUT Invoices` is meant by what somebody armed."""
    wanted, _, wanted_rest = endpoint.strip().lower().partition(" ")
    method, _, name = label.lower().partition(" ")
    if wanted_rest:
        return wanted == method and wanted_rest in ("*", name)
    return wanted in ("*", name)
