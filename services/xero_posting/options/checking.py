"""Checks a connection's options before they are saved: by themselves, and against Xero's lists."""

from dataclasses import asdict
from typing import Any

from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.organisation_lists import ListKind
from core.domain.settings_check import check_settings
from core.runtime.answers import Answer, done, problem
from core.store import connections, organisation_lists, reference_data


def check(connection_id: str, settings: dict[str, Any]) -> Answer:
    """Say what Xero would refuse; a list that was never read objects to nothing.

    `not_read` names those lists, so that the screen can offer to read them.
    """
    if connections.get(connection_id) is None:
        return problem("not_found", f"There is no connection {connection_id}.")
    try:
        wanted = ConnectionSettings.model_validate(settings)
    except ValidationError as error:
        return done(problems=_invalid(error), not_read=[])
    lists = organisation_lists.load(reference_data, connection_id, tuple(ListKind))
    was_read = reference_data.read_at(connection_id, tuple(ListKind))
    found = check_settings(wanted, lists, _currencies(connection_id))
    return done(
        problems=[asdict(each) for each in found],
        not_read=[kind.value for kind in ListKind if kind.value not in was_read],
    )


def _invalid(error: ValidationError) -> list[dict[str, Any]]:
    """Pydantic's findings in the form of ours."""
    return [
        {
            "option": str(each["loc"][0]) if each["loc"] else "",
            "value": str(each["input"])[:200],
            "message": each["msg"].removeprefix("Value error, "),
            "blocks": True,
        }
        for each in error.errors()
    ]


def _currencies(connection_id: str) -> set[str]:
    """Those in which companies seen so far are billed; the tenant's own is the organisation's."""
    codes = reference_data.load(connection_id, "currency")
    companies = reference_data.load(connection_id, "company")
    used = {str(company.get("currency_id")) for company in companies.values()}
    return {value["name"] for key, value in codes.items() if key in used}
