"""The line that brings a document to Autotask's total when its own lines cannot (product.md X10)."""

from decimal import Decimal

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.mapping.accounts import check_account
from core.domain.mapping.amounts import Amounts
from core.domain.mapping.context import MappingContext
from core.domain.organisation_lists import tax_fault
from core.domain.setting_choices import TaxMode
from core.domain.xero_document import DraftLine

_TEXT = "Rounding"


def bridge(amounts: Amounts, context: MappingContext) -> tuple[DraftLine, Decision] | None:
    """The rounding line; None when nothing is missing or the total is Xero's own affair.

    Raises `MappingError` when a difference may not be bridged.
    """
    settings, rest = context.settings, amounts.rest
    reached = amounts.total - rest
    # Xero: no document is below zero, and the kind was chosen by Autotask's own lines.
    comes_to = reached if is_xeros_affair(context) else amounts.total
    if comes_to < 0:
        raise _out_of_reach(amounts)
    if not rest or is_xeros_affair(context):
        return None
    account = settings.rounding_account
    if not account or abs(rest) > settings.rounding_cap:
        raise _out_of_reach(amounts)
    check_account(account, context)
    tax_type = _untaxed_type(account, context)
    if fault := tax_fault(tax_type, account, context.lists):
        raise MappingError(
            f"{tax_type} on {account}", code=fault, tax_type=tax_type, account=account
        )
    line = DraftLine(
        description=_TEXT,
        quantity=Decimal(1),
        unit_amount=rest,
        account_code=account,
        tax_type=tax_type,
        net=rest,
        tax=Decimal(0),
    )
    reason = f"The lines come to {reached}, Autotask's invoice to {amounts.total}."
    return line, Decision(Subject.ROUNDING, f"{rest} to {account}", reason)


def _out_of_reach(amounts: Amounts) -> MappingError:
    return MappingError(
        f"{amounts.rest} is missing",
        code="TOTAL_NOT_REACHED",
        total=str(amounts.total),
        xero_total=str(amounts.total - amounts.rest),
    )


def is_xeros_affair(context: MappingContext) -> bool:
    """Tax left to Xero and not guarded: then Xero's total stands, whatever it is."""
    return context.settings.tax_mode is TaxMode.XERO and not context.settings.tax_guard


def _untaxed_type(account_code: str, context: MappingContext) -> str:
    account = context.lists.account(account_code)
    rate = context.lists.rate(account.default_tax_type) if account else None
    if account and rate and rate.rate == 0:
        return account.default_tax_type
    return context.settings.untaxed_tax_type
