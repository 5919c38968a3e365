"""When a round of posting ends although more is due: the next one begins at once, with fresh eyes."""

from datetime import timedelta

from core.domain.records import Connection

# Options, lists and contacts are read once a round, so nothing in it may act on older ones; a
# backlog of hours is many rounds.
LONGEST_ROUND = timedelta(seconds=120)


def may_go_on(begun: Connection, present: Connection | None, age: timedelta) -> bool:
    """Tell whether a round that began with this connection may take the next batch."""
    if present is None or not present.is_active or age > LONGEST_ROUND:
        return False
    return (begun.settings, begun.tenant_id, begun.token_set_id) == (
        present.settings,
        present.tenant_id,
        present.token_set_id,
    )
