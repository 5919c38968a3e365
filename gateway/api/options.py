"""Options of a connection: refused with every problem at once, or saved."""

from collections.abc import Iterable
from typing import Any

from flask import abort
from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from gateway import audited
from gateway.commands import OptionProblem
from gateway.problems import problem


def save(connection: str, changes: dict[str, Any]) -> None:
    """By themselves first, then against the organisation's lists; a problem ends the request."""
    try:
        ConnectionSettings.model_validate(changes)
    except ValidationError as error:
        _refuse(_told(error))
    saved = audited.save_settings(connection, changes)
    if not saved.is_saved:
        _refuse(saved.problems)


def _told(error: ValidationError) -> list[OptionProblem]:
    return [
        OptionProblem(".".join(str(part) for part in one["loc"]), one["msg"])
        for one in error.errors()
    ]


def _refuse(problems: Iterable[OptionProblem]) -> None:
    errors = [{"field": f"settings.{each.option}", "message": each.message} for each in problems]
    told = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    abort(problem(422, told or "The options were refused.", code="invalid", errors=errors))
