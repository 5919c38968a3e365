"""Checks a connection's options before they are saved: by themselves, and against Xero's lists."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from core.domain.admission.company_types import check_company_types
from core.domain.connection_settings import ConnectionSettings
from core.domain.name_lists import NameList
from core.domain.organisation_lists import wanted_lists
from core.domain.records import Connection
from core.domain.route_check import check_routes
from core.domain.settings_check import Problem, check_settings
from core.runtime.answers import Answer, done, problem
from core.store import connections, organisation_lists, reference_data
from services.xero_posting.lists.live import Freshen

_FRESH = timedelta(minutes=10)
# Younger than this is what this very check has read.
_READ_JUST_NOW = timedelta(seconds=5)


def check(connection_id: str, settings: dict[str, Any], freshen: Freshen) -> Answer:
    """Say what Xero would refuse; a list that was never read objects to nothing.

    Lists that are not minutes old are read before; and all of them before they object to what
    somebody wants to change. `not_read` names those that Xero did not give: what is stored of them
    counted. A problem is `standing` when the options that are saved now have it as well.
    """
    connection = connections.get(connection_id)
    if connection is None:
        return problem("not_found", f"There is no connection {connection_id}.")
    try:
        wanted = ConnectionSettings.model_validate(settings)
    except ValidationError as error:
        return done(problems=invalid(error), not_read=[])
    needed = wanted_lists(wanted)
    not_read = freshen(connection, needed, _FRESH)
    problems = _problems(connection, wanted)
    if blocking(problems) and not not_read:
        not_read = freshen(connection, needed, _READ_JUST_NOW)
        problems = _problems(connection, wanted)
    return done(problems=problems, not_read=sorted(not_read))


def blocking(problems: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that keep options from being saved: not what was so before."""
    return [each for each in problems if each["blocks"] and not each["standing"]]


def _problems(connection: Connection, wanted: ConnectionSettings) -> list[dict[str, Any]]:
    """What the lists say to the wanted options, and whether they say it to the present ones."""
    lists = organisation_lists.load(reference_data, connection.id, wanted_lists(wanted))
    currencies = _currencies(connection.autotask_key)
    types = _company_types(connection.autotask_key)
    sharing = {each.id for each in connections.sharing(connection.autotask_key)}

    def problems_of(settings: ConnectionSettings) -> list[Problem]:
        of_routes = check_routes(settings, connection, sharing)
        of_types = check_company_types(settings.skip_company_types, types)
        return [*check_settings(settings, lists, currencies), *of_routes, *of_types]

    before = problems_of(connection.settings)
    return [asdict(each) | {"standing": each in before} for each in problems_of(wanted)]


def invalid(error: ValidationError) -> list[dict[str, Any]]:
    """Pydantic's findings in the form of ours."""
    return [
        {
            "option": str(each["loc"][0]) if each["loc"] else "",
            "value": str(each["input"])[:200],
            "message": each["msg"].removeprefix("Value error, "),
            "blocks": True,
            "standing": False,
        }
        for each in error.errors()
    ]


def _currencies(autotask_key: str) -> set[str]:
    """Those in which companies seen so far are billed; the tenant's own is the organisation's."""
    codes = reference_data.load(autotask_key, "currency")
    companies = reference_data.load(autotask_key, "company")
    used = {str(company.get("currency_id")) for company in companies.values()}
    return {value["name"] for key, value in codes.items() if key in used}


def _company_types(autotask_key: str) -> dict[int, str]:
    rows = reference_data.load(autotask_key, NameList.COMPANY_TYPES)
    return {int(number): str(row["name"]) for number, row in rows.items()}
