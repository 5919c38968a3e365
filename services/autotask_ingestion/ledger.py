"""The ledger that ingestion writes to, as one thing: modules of `core.store`, unless told otherwise."""

from dataclasses import dataclass

from core.store import checkpoints, connections, ingested_invoices, invoices, line_evidence, moves
from services.autotask_ingestion import ports


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a look and a sweep of a tenant without routes read and write."""

    checkpoints: ports.Checkpoints
    connections: ports.Connections
    ingested: ports.Ingested
    waiting: ports.Waiting
    unrouted: ports.Unrouted
    evidence: ports.Evidence


STORED = Ledger(
    checkpoints=checkpoints,
    connections=connections,
    ingested=ingested_invoices,
    waiting=invoices,
    unrouted=moves,
    evidence=line_evidence,
)
