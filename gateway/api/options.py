"""Options of a connection: refused with every problem at once, or saved with what is to be known."""

from collections.abc import Iterable
from typing import Any

from flask import abort
from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from gateway import audited
from gateway.answers import OptionProblem, Saved
from gateway.commands.settings import SettingsWish
from gateway.problems import problem


def save(connection: str, changes: dict[str, Any]) -> Saved:
    """By themselves first, then against the organisation's lists; what blocks ends the request."""
    try:
        ConnectionSettings.model_validate(changes)
    except ValidationError as error:
        _refuse(_told(error))
    saved = audited.save_settings(connection, SettingsWish(changes))
    if not saved.is_saved:
        _refuse(saved.problems, saved.not_read)
    return saved


def _told(error: ValidationError) -> list[OptionProblem]:
    return [
        OptionProblem(".".join(str(part) for part in one["loc"]), one["msg"])
        for one in error.errors()
    ]


def _refuse(problems: Iterable[OptionProblem], not_read: Iterable[str] = ()) -> None:
    """`errors` is what keeps them from being saved, `warnings` the rest."""
    told = list(problems)
    errors = [_named(each) for each in told if each.blocks and not each.is_standing]
    detail = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    more: dict[str, Any] = {"errors": errors}
    if rest := [_named(each) for each in told if not each.blocks or each.is_standing]:
        more["warnings"] = rest
    if lists := list(not_read):
        more["not_read"] = lists
    abort(problem(422, detail or "The options were refused.", code="invalid", **more))


def _named(each: OptionProblem) -> dict[str, str]:
    return {"field": f"settings.{each.option}", "message": each.message}
