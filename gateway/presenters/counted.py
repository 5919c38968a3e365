"""How many there are, as text; where counting stopped there are more."""

from core.store.views.documents import Counted


def counted(number: Counted | int) -> str:
    """ "1,200", "10,000+"."""
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number.n:,}{'+' if number.is_more else ''}"


def added(*numbers: Counted) -> Counted:
    return Counted(sum(number.n for number in numbers), any(number.is_more for number in numbers))


def plural_of(number: Counted, one: str, many: str = "") -> str:
    """ "1 invoice", "10,000+ invoices"."""
    is_one = number.n == 1 and not number.is_more
    return f"{counted(number)} {one if is_one else many or one + 's'}"
