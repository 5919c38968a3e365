"""What the pages of the options say themselves."""

NOTHING_CHANGED = "Nothing is different from what counts already."
DISCARDED = "The changes were discarded. Nothing is different."
NO_SUCH_DRAFT = "These changes are not there any more: they were applied, discarded or a day old."
NOT_SAVED = "Nothing was saved: {why}"
PERHAPS_SAVED = (
    "{why} It is not known whether your changes were saved; look at History before you apply them "
    "again."
)
CONFLICT = "Somebody else has changed the same rows meanwhile. Choose which of the two it is to be."
SETTLED_MEANWHILE = "Somebody has saved or chosen something meanwhile, so nothing was changed. Look again and choose."
NO_FILE = "Choose a CSV file first. Nothing was changed."
EFFECT_AWAY = "What it would have done to the last invoices cannot be shown now: {why}"


def saved(rows: int) -> str:
    return f"Saved: {rows:,} {'change' if rows == 1 else 'changes'} made. They count from now on."
