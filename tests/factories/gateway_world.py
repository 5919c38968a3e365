"""A connection as screens meet it: every status, holds, causes, odd names; the same every time."""

from tests.factories.world.connections import connection, people_and_tokens
from tests.factories.world.invoices import (
    complete,
    fault,
    faults_again,
    invoice,
    keep_paper,
    many_lines,
    purchase_order,
    rename_client,
)
from tests.factories.world.jobs import preflight
from tests.factories.world.logs import logs
from tests.factories.world.names import HOSTILE_NAME, PASSWORD, PEOPLE, TOKENS
from tests.factories.world.rpc import StubRpc, keeps_page, resync_in_store, switch_in_store
from tests.factories.world.scenes import full, shut_out, specials, telling

__all__ = [
    "HOSTILE_NAME",
    "PASSWORD",
    "PEOPLE",
    "TOKENS",
    "StubRpc",
    "complete",
    "connection",
    "fault",
    "faults_again",
    "full",
    "invoice",
    "keep_paper",
    "keeps_page",
    "logs",
    "many_lines",
    "people_and_tokens",
    "preflight",
    "purchase_order",
    "rename_client",
    "resync_in_store",
    "shut_out",
    "specials",
    "switch_in_store",
    "telling",
]
