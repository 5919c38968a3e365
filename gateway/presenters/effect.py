"""What a change of options would have done to the last invoices, in a line."""

from gateway.answers import Effect


def effect_line(effect: Effect) -> str:
    """ "Of the last 50 invoices this changes 3. 1 fault would end."; a problem comes first."""
    blocking = [each.message for each in effect.problems if each.blocks and not each.is_standing]
    return f"Xero would not take it: {blocking[0]}" if blocking else " ".join(effect.summary)
