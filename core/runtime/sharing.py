"""May a connection read the Autotask that it is told to read, and do its routes lead anywhere?"""

from dataclasses import asdict
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.records import Connection
from core.domain.route_check import check_routes, refuse_credentials, refuse_sharing
from core.domain.tenant_change import doubt_own_tenant, refuse_other_user
from core.store import connections

_CREDENTIALS = frozenset({"user", "secret", "integration_code"})
_SAME_AS = frozenset({"same_as"})


def check_access(
    connection_id: str, autotask: dict[str, str], *, is_same_tenant: bool = False
) -> str:
    """What to look at with this Autotask, mostly nothing.

    Raises `ValueError` with the reason when this connection may not have it. `is_same_tenant` is the
    word of a person that another user leads to the tenant that the invoices came from.
    """
    if set(autotask) not in (_CREDENTIALS, _SAME_AS):
        raise ValueError('"autotask" takes user, secret and integration_code, or same_as alone')
    present = connections.present()
    if "same_as" in autotask:
        refusal = refuse_sharing(autotask["same_as"], connection_id, present)
    else:
        user = autotask["user"]
        refusal = refuse_credentials(user, connection_id, present)
        if not refusal and not is_same_tenant:
            refusal = refuse_other_user(user, connection_id, present)
    if refusal:
        raise ValueError(refusal)
    doubted = "same_as" not in autotask and not is_same_tenant
    return (doubted and doubt_own_tenant(autotask["user"], connection_id, present)) or ""


def check_described(described: dict[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the routes of a connection, there or not, in the form of `check_settings`."""
    connection_id, owner = described["id"], described["autotask"].get("same_as")
    settings = ConnectionSettings.model_validate(described["settings"])
    connection = Connection(
        connection_id, "", is_active=False, settings=settings, autotask_of=owner
    )
    sharing = {connection_id, *(each.id for each in connections.sharing(connection.autotask_key))}
    stored = connections.get(connection_id)
    before = check_routes(stored.settings, stored, sharing) if stored else []
    found = check_routes(settings, connection, sharing)
    return [asdict(each) | {"standing": each in before} for each in found]
