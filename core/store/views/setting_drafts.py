"""A draft of options, as its page shows it."""

from core.store import setting_drafts
from core.store.setting_drafts import Draft
from core.store.views.reading import read


@read
def draft(connection: str, draft_id: str) -> Draft | None:
    """None for one of another connection, and for one that was forgotten."""
    return setting_drafts.get(connection, draft_id)
