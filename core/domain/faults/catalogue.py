"""The whole catalogue, by code."""

from core.domain.faults import (
    autotask,
    connection_states,
    counterfoil,
    notices,
    xero_contacts,
    xero_documents,
    xero_lines,
)
from core.domain.faults.kind import FaultKind

CATALOGUE: dict[str, FaultKind] = {
    kind.code: kind
    for part in (
        xero_documents,
        xero_lines,
        xero_contacts,
        counterfoil,
        autotask,
        connection_states,
        notices,
    )
    for kind in part.KINDS
}
