"""The text of a line (product.md X10): by a template, cut to what Xero takes."""

from decimal import Decimal

from core.domain.decision import Decision, Subject
from core.domain.invoice import Invoice
from core.domain.mapping.context import MappingContext
from core.domain.mapping.portions import Portion
from core.domain.mapping.reference import document_values
from core.domain.money import Price
from core.domain.placeholders import fill
from core.domain.plain_text import clean, cut

_LONGEST = 4000
_ELLIPSIS = "…"
# What a line without a text is called, when not even its billing code has a name.
_NAMELESS = "Service"


def describe(
    portion: Portion, price: Price, invoice: Invoice, context: MappingContext, *, is_alone: bool
) -> str:
    """The text of a portion; `is_alone` when it is the only line of the document.

    Xero wants a text on every line of an approved invoice, so there always is one.
    """
    if portion.is_summary:
        return _cut(_summary(portion, invoice, context, is_alone=is_alone))
    text = fill(context.settings.description_template, _values(portion, invoice))
    text = clean(text, keep="\n") or clean(portion.first.billing_code) or _NAMELESS
    if price.is_exact or portion.quantity == 1:
        return _cut(text)
    return _cut(text, after=f" ({_plain(portion.quantity)} × {_plain(portion.rate)})")


def decide_price(portion: Portion, price: Price, sign: int) -> Decision | None:
    """Say why Xero gets another quantity or price than Autotask's; None when it does not."""
    theirs = (portion.quantity, sign * portion.rate)
    if portion.is_summary or (price.quantity, price.unit_amount) == theirs:
        return None
    said = f"{_plain(portion.quantity)} × {_plain(portion.rate)}"
    reason = (
        f"{said} is not what was billed, or not by Xero's rounding; this price makes it."
        if price.is_exact
        else f"Xero cannot make what was billed of {said}; it gets the amount itself."
    )
    value = f"{_plain(price.quantity)} × {_plain(price.unit_amount)}"
    return Decision(Subject.PRICE, value, reason, portion.first.line.autotask_id)


def _values(portion: Portion, invoice: Invoice) -> dict[str, str]:
    first = portion.first
    return {
        "description": first.line.description.strip() or first.billing_code or _NAMELESS,
        "billing_code": first.billing_code,
        "quantity": _plain(portion.quantity),
        "rate": _plain(first.line.rate),
        "number": invoice.number or "",
    }


def _summary(portion: Portion, invoice: Invoice, context: MappingContext, *, is_alone: bool) -> str:
    text = clean(fill(context.settings.summary_text, document_values(invoice, context)), keep="\n")
    text = text or _NAMELESS
    if is_alone:
        return text
    names = dict.fromkeys(line.billing_code or _NAMELESS for line in portion.lines)
    return f"{text}: {clean(', '.join(names))}"


def _cut(text: str, after: str = "") -> str:
    return cut(text, _LONGEST - len(after), _ELLIPSIS) + after


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
