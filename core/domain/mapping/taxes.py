"""Moves single cents of tax between lines: a TaxAmount that Xero takes, at Autotask's total."""

from collections.abc import Sequence
from decimal import Decimal

from core.domain.errors import MappingError
from core.domain.mapping.context import MappingContext
from core.domain.mapping.portions import Portion
from core.domain.mapping.tax import percent_of
from core.domain.money import CENT
from core.domain.xero_rounding import tax_of


def override_taxes(
    portions: Sequence[Portion],
    nets: Sequence[Decimal],
    taxes: Sequence[Decimal],
    missing: Decimal,
    context: MappingContext,
) -> tuple[Decimal, ...]:
    """Put the cents that the header's tax has and its lines have not on taxed lines.

    Each line takes one cent at most, the largest first, and only where the tax guard would let it
    pass. Xero takes a TaxAmount beside its own arithmetic (developer.xero.com, "Line items").
    """
    moved = list(taxes)
    step = CENT if missing > 0 else -CENT
    for index in sorted(range(len(nets)), key=lambda each: (-abs(taxes[each]), each)):
        if not missing:
            break
        wanted = taxes[index] + step
        is_borne = taxes[index] != 0 and abs(wanted) <= abs(nets[index])
        if is_borne and _passes(abs(wanted), portions[index], context):
            moved[index] = wanted
            missing -= step
    return tuple(moved)


def _passes(tax: Decimal, portion: Portion, context: MappingContext) -> bool:
    settings = context.settings
    if not settings.tax_guard:
        return True
    first = portion.first
    percent = percent_of(first.tax_type, first.account_code, context.lists)
    lines = [coded.line for coded in portion.lines]
    each = (line.tax if percent is None else tax_of(line.net, percent) for line in lines)
    expected = abs(sum(each, Decimal(0)))
    return abs(tax - expected) <= settings.tax_guard_tolerance * len(portion.lines)


def fit_taxes(
    nets: Sequence[Decimal], taxes: Sequence[Decimal], tax_types: Sequence[str]
) -> tuple[Decimal, ...]:
    """Move a cent of rounding from a line too small to bear it to the largest of its tax type.

    Xero refuses a line whose tax is larger than its amount, and a tax where the type has none. More
    than a cent is no rounding: that tax is wrong in Autotask.
    """
    fitted = list(taxes)
    for index, (net, tax) in enumerate(zip(nets, taxes, strict=True)):
        excess = abs(tax) - abs(net)
        if excess <= 0:
            continue
        moved = excess if tax > 0 else -excess
        fitted[index] -= moved
        alike = [each for each, kind in enumerate(tax_types) if kind == tax_types[index]]
        taker = max(alike, key=lambda each: abs(nets[each]) - abs(fitted[each]))
        fitted[taker] += moved
        if excess > CENT or abs(fitted[taker]) > abs(nets[taker]):
            raise MappingError(f"tax {tax} on {net}", code="TAX_TOO_LARGE", tax=str(tax))
    return tuple(fitted)
