"""Names of territories, departments, templates ...: read once a day, and only if a rule leans on them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.domain.errors import RejectedError, UnauthorizedError
from core.domain.name_lists import NameList
from core.runtime.clock import Clock
from core.store import reference_data

_KEPT_FOR = timedelta(days=1)


def ensure_names(
    connection_id: str, wanted: frozenset[NameList], autotask: AutotaskClient, now: Clock
) -> list[str]:
    """Have these lists there for posting; returns a sentence for each that Autotask refuses.

    What was known of a list that the API user may no longer read goes on counting, and it is asked
    for again a day later. A document that needs a name beyond that stops (NAME_UNKNOWN).
    """
    if not wanted:
        return []
    read_at = reference_data.read_at(connection_id, wanted)
    refusals: list[str] = []
    for kind in sorted(wanted):
        if kind in read_at and now() - read_at[kind] <= _KEPT_FOR:
            continue
        try:
            values = {str(each.autotask_id): asdict(each) for each in _questions(autotask)[kind]()}
        except (RejectedError, UnauthorizedError) as error:
            refusals.append(f"Autotask does not show its list {kind}: {error}")
            reference_data.count_as_read(connection_id, kind, now())
            continue
        reference_data.replace(connection_id, kind, values, now())
    return refusals


def _questions(autotask: AutotaskClient) -> dict[NameList, Callable[[], Sequence[Any]]]:
    return {
        NameList.TERRITORIES: autotask.territories,
        NameList.DEPARTMENTS: autotask.departments,
        NameList.LINES_OF_BUSINESS: autotask.lines_of_business,
        NameList.TAX_CATEGORIES: autotask.tax_categories,
        NameList.TEMPLATES: autotask.invoice_templates,
    }
