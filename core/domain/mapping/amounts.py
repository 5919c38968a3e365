"""Brings the portions to cents so that Xero comes out with Autotask's total (product.md X10).

1. Net and tax are two columns; each is rounded so that its sum is kept (`money.apportion`).
2. Where Autotask's header stands a cent or two beside its own lines, the header counts: it is what
   the customer has on paper. The columns go there as far as rounding alone allows.
3. A cent of the header's own tax that rounding does not reach is put on taxed lines (`taxes.py`).
4. Where tax is left to Xero, its own arithmetic is foreseen.
5. What is still missing becomes a rounding line, if the connection has an account for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.admission import reconciles
from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice
from core.domain.mapping.context import MappingContext
from core.domain.mapping.portions import Portion
from core.domain.mapping.tax import percent_of
from core.domain.mapping.taxes import fit_taxes, override_taxes
from core.domain.money import apportion, to_cents
from core.domain.setting_choices import HeaderTotal, TaxMode
from core.domain.xero_rounding import tax_of

_NOTHING = Decimal(0)


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
    # What no net can take by rounding, a tax that has fractions of its own may.
    tax_wanted = tax_total + net_total - sum(nets, _NOTHING)
    taxes = apportion([sign * portion.tax for portion in portions], tax_wanted)
    is_foreseen = True
    if context.settings.tax_mode is TaxMode.XERO:
        foreseen = _foresee(portions, nets, context)
        taxes, is_foreseen = foreseen or taxes, foreseen is not None
    else:
        missing = _part_of(tax_wanted - sum(taxes, _NOTHING), sign * extra_tax)
        taxes = override_taxes(portions, nets, taxes, missing, context)
        taxes = fit_taxes(nets, taxes, [portion.first.tax_type for portion in portions])
    total = net_total + tax_total
    rest = total - sum(nets, _NOTHING) - sum(taxes, _NOTHING)
    return Amounts(nets, taxes, rest, total, is_foreseen)


def header_difference(invoice: Invoice, settings: ConnectionSettings) -> tuple[Decimal, Decimal]:
    """By how many cents the header differs from the lines, in net and in tax.

    Autotask does not say whether `invoiceTotal` is net or gross (autotask-api section 9): what the
    option says counts, else the reading that is nearer. Beyond the tolerance it is no rounding, and
    a guard's matter.
    The header has cents, the lines may have fractions: each is rounded before they are compared.
    """
    if not reconciles(invoice, settings.tolerance, settings.header_total):
        return _NOTHING, _NOTHING
    net, tax = invoice.net, invoice.tax
    beside_net = invoice.header_total - net
    beside_gross = beside_net - tax
    of_tax = _header_tax_difference(invoice.header_tax, tax, settings)
    cents_beside_net = to_cents(invoice.header_total) - to_cents(net)
    nearer = HeaderTotal.NET if abs(beside_gross) > abs(beside_net) else HeaderTotal.GROSS
    is_chosen = settings.header_total is not HeaderTotal.DETECT
    if (settings.header_total if is_chosen else nearer) is HeaderTotal.NET:
        return cents_beside_net, of_tax
    cents_beside = cents_beside_net - to_cents(tax)
    of_tax = _part_of(cents_beside, of_tax)
    return cents_beside - of_tax, of_tax


def _header_tax_difference(
    header_tax: Decimal, tax: Decimal, settings: ConnectionSettings
) -> Decimal:
    if not header_tax or abs(header_tax - tax) > settings.tolerance:
        return _NOTHING
    return to_cents(header_tax) - to_cents(tax)


def _part_of(whole: Decimal, wanted: Decimal) -> Decimal:
    """As much of `wanted` as lies between nothing and `whole`."""
    return min(max(wanted, min(whole, _NOTHING)), max(whole, _NOTHING))


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
