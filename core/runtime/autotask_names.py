"""Names of territories, departments, templates ...: read once a day, and only if a rule leans on them."""

from datetime import timedelta

from core.clients.autotask.client import AutotaskClient
from core.domain.name_lists import NameList
from core.runtime.autotask_reading import read_list
from core.runtime.clock import Clock
from core.store import reference_data

_KEPT_FOR = timedelta(days=1)


def ensure_names(
    autotask_key: str, wanted: frozenset[NameList], autotask: AutotaskClient, now: Clock
) -> list[str]:
    """Have these lists there for posting; returns a sentence for each that Autotask refuses.

    A document that needs a name beyond what is known stops (NAME_UNKNOWN).
    """
    if not wanted:
        return []
    read_at = reference_data.read_at(autotask_key, wanted)
    due = [
        kind for kind in sorted(wanted) if kind not in read_at or now() - read_at[kind] > _KEPT_FOR
    ]
    said = [read_list(autotask_key, kind, autotask, now) for kind in due]
    return [refusal for refusal in said if refusal]
