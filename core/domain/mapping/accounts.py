"""Billing code -> Xero account (product.md X7)."""

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.line_item import LineItem
from core.domain.mapping.context import MappingContext
from core.domain.organisation_lists import account_fault


def decide_account(line: LineItem, context: MappingContext) -> Decision:
    """The account of a line; raises `MappingError` when nothing says or Xero would not take it."""
    code, reason = _choose(line, context)
    check_account(code, context)
    return Decision(Subject.ACCOUNT, code, reason, line.autotask_id)


def check_account(code: str, context: MappingContext) -> None:
    """Stop what the organisation's own list already refuses."""
    if fault := account_fault(code, context.lists):
        raise MappingError(f"account {code} cannot be used", code=fault, account=code)


def _choose(line: LineItem, context: MappingContext) -> tuple[str, str]:
    settings = context.settings
    name = context.billing_codes.get(line.billing_code_id or 0)
    if name is not None and (code := settings.accounts.get(name)):
        return code, f"Billing code {name} → {code} by the mapping table."
    if settings.default_account:
        what = f"No row for billing code {name}" if name else _nameless(line)
        return settings.default_account, f"{what}; default {settings.default_account} is allowed."
    label = name or (f"number {line.billing_code_id}" if line.billing_code_id else "(none)")
    raise MappingError(
        f"no account for billing code {label}", code="ACCOUNT_UNMAPPED", billing_code=label
    )


def _nameless(line: LineItem) -> str:
    if line.billing_code_id is None:
        return "The line has no billing code"
    return f"Autotask's list has no billing code {line.billing_code_id}"
