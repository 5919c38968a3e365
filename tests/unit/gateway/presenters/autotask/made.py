"""The Autotask side as the store gives it, for presenters."""

from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.store.views.autotask import AutotaskSide, JobRow, Sharer
from core.store.views.autotask_waiting import Waiting

OWNER = Sharer("kauri", "Kauri")


def make_side(**changes: Any) -> AutotaskSide:
    options = ConnectionSettings.model_validate(changes.pop("options", {}))
    values: dict[str, Any] = {
        "owner": OWNER, "sharers": (), "options": options, "own_options": options, "lists": (),
        "lines_of_business": {}, "look": JobRow(), "sweep": JobRow(), "waiting": Waiting(),
    }  # fmt: skip
    return AutotaskSide(**{**values, **changes})
