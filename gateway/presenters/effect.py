"""What a change of options would have done to the last invoices, in a line."""

from gateway.answers import Effect
from gateway.messages.frame import plural


def effect_line(effect: Effect) -> str:
    """ "Of the last 50 invoices this changes 3. 1 fault would end."; a problem comes first."""
    blocking = [each.message for each in effect.problems if each.blocks and not each.is_standing]
    if blocking:
        return f"Xero would not take it: {blocking[0]}"
    if not effect.invoices:
        return "There is no invoice yet that it could change."
    changed = sum(each.is_changed for each in effect.invoices)
    what = f"this changes {changed}" if changed else "this changes none"
    looked_at = plural(len(effect.invoices), "invoice")
    first = f"Of the last {looked_at} {what}."
    return " ".join((first, *effect.summary))
