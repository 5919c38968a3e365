"""What an RPC answers: JSON, either ok or a problem that a person can be told."""

from typing import Any

Answer = dict[str, Any]


def done(**values: Any) -> Answer:
    return {"ok": True, **values}


def problem(code: str, message: str) -> Answer:
    """`code` is one of not_found, conflict, invalid, unavailable, unauthorized."""
    return {"ok": False, "problem": {"code": code, "message": message}}
