"""Brings the portions to cents so that Xero comes out with Autotask's total (product.md X10).

1. Net and tax are two columns; each is rounded so that its sum is kept (`money.apportion`).
2. Where Autotask's header stands a cent or two beside its own lines, the header counts: it is what
   the customer has on paper. The columns go there as far as rounding alone allows.
3. Where tax is left to Xero, its own arithmetic is foreseen.
4. What is still missing becomes a rounding line, if the connection has an account for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.connection_settings import ConnectionSettings, TaxMode
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.mapping.context import MappingContext
from core.domain.mapping.portions import Portion
from core.domain.mapping.tax import percent_of
from core.domain.money import CENT, apportion, to_cents
from core.domain.xero_rounding import tax_of


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents of each portion, in order, and what a rounding line has to bring.

    `total` is Autotask's. `is_foreseen` False: tax is left to Xero and its rate is not known.
    """

    nets: tuple[Decimal, ...]
    taxes: tuple[Decimal, ...]
    rest: Decimal
    total: Decimal
    is_foreseen: bool = True


def work_out(
    invoice: Invoice, portions: Sequence[Portion], sign: int, context: MappingContext
) -> Amounts:
    """Amounts in the document's own sign: a credit note's are turned round."""
    extra_net, extra_tax = header_difference(invoice, context.settings)
    net_total = sign * (to_cents(invoice.net) + extra_net)
    tax_total = sign * (to_cents(invoice.tax) + extra_tax)
    nets = apportion([sign * portion.net for portion in portions], net_total)
    taxes = apportion([sign * portion.tax for portion in portions], tax_total)
    is_foreseen = True
    if context.settings.tax_mode is TaxMode.XERO:
        foreseen = _foresee(portions, nets, context)
        taxes, is_foreseen = foreseen or taxes, foreseen is not None
    else:
        taxes = fit_taxes(nets, taxes)
    total = net_total + tax_total
    rest = total - sum(nets, Decimal(0)) - sum(taxes, Decimal(0))
    return Amounts(nets, taxes, rest, total, is_foreseen)


def header_difference(invoice: Invoice, settings: ConnectionSettings) -> tuple[Decimal, Decimal]:
    """By how many cents the header differs from the lines, in net and in tax.

    Autotask does not say whether `invoiceTotal` is net or gross (autotask-api section 9): the
    reading that is nearer counts. Beyond the tolerance it is no rounding, and a guard's matter.
    """
    nothing = Decimal(0)
    beside_net = invoice.header_total - invoice.net
    beside_gross = beside_net - invoice.tax
    if min(abs(beside_net), abs(beside_gross)) > settings.tolerance:
        return nothing, nothing
    if abs(beside_gross) <= abs(beside_net):
        return to_cents(beside_gross), nothing
    beside_tax = invoice.header_tax - invoice.tax
    has_own_tax = invoice.header_tax != 0 and abs(beside_tax) <= settings.tolerance
    return to_cents(beside_net), to_cents(beside_tax) if has_own_tax else nothing


def _foresee(
    portions: Sequence[Portion], nets: Sequence[Decimal], context: MappingContext
) -> tuple[Decimal, ...] | None:
    taxes: list[Decimal] = []
    for portion, net in zip(portions, nets, strict=True):
        percent = percent_of(portion.first.tax_type, portion.first.account_code, context.lists)
        if percent is None:
            return None
        taxes.append(tax_of(net, percent))
    return tuple(taxes)


def fit_taxes(nets: Sequence[Decimal], taxes: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Move a cent of rounding from a line too small to bear it to the largest one.

    Xero refuses a line whose tax is larger than its amount. More than a cent is no rounding: that
    tax is wrong in Autotask.
    """
    fitted = list(taxes)
    for index, (net, tax) in enumerate(zip(nets, taxes, strict=True)):
        excess = abs(tax) - abs(net)
        if excess <= 0:
            continue
        moved = excess if tax > 0 else -excess
        fitted[index] -= moved
        taker = max(range(len(nets)), key=lambda each: abs(nets[each]) - abs(fitted[each]))
        fitted[taker] += moved
        if excess > CENT or abs(fitted[taker]) > abs(nets[taker]):
            raise MappingError(f"tax {tax} on {net}", code="TAX_TOO_LARGE", tax=str(tax))
    return tuple(fitted)
