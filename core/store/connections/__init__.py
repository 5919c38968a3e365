"""Connections: what they are told, their credentials, the health of both sides."""

from core.store.connections.autotask import (
    autotask_credentials,
    doubt_zone,
    forget_zone,
    refused_zone,
    save_credentials,
    set_zone,
)
from core.store.connections.health import (
    report_health,
    side_is_ok,
    unwarn,
    warn,
)
from core.store.connections.reading import (
    autotask_key,
    every,
    get,
    owners,
    present,
    sharing,
)
from core.store.connections.saving import (
    ensure,
    set_state,
    set_token_set,
    set_xero,
    touch,
)

__all__ = [
    "autotask_credentials",
    "autotask_key",
    "doubt_zone",
    "ensure",
    "every",
    "forget_zone",
    "get",
    "owners",
    "present",
    "refused_zone",
    "report_health",
    "save_credentials",
    "set_state",
    "set_token_set",
    "set_xero",
    "set_zone",
    "sharing",
    "side_is_ok",
    "touch",
    "unwarn",
    "warn",
]
