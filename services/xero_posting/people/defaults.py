"""What goes by a default instead of by a table, as notices of preview and preflight."""

from collections.abc import Iterable, Mapping

from core.domain.connection_settings import ConnectionSettings
from core.domain.decision import Decision, Subject
from core.domain.faults import Fault, make_fault
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.mapping import MappedInvoice


def defaults_used(
    invoice: Invoice,
    mapped: MappedInvoice,
    settings: ConnectionSettings,
    billing_codes: Mapping[int, str],
) -> tuple[Fault, ...]:
    """Each notice once, however many lines it is about."""
    lines = {line.autotask_id: line for line in invoice.lines}
    found: dict[str, Fault] = {}
    for decision in mapped.decisions:
        line = lines.get(decision.line or 0)
        if line and (notice := _of_line(decision, line, invoice, settings, billing_codes)):
            found.setdefault(notice.message, notice)
    if any(not line.net and line.account_code for line in mapped.draft.lines):
        notice = make_fault("ZERO_LINE_ACCOUNT")
        found[notice.message] = notice
    return tuple(found.values())


def _of_line(
    decision: Decision,
    line: LineItem,
    invoice: Invoice,
    settings: ConnectionSettings,
    billing_codes: Mapping[int, str],
) -> Fault | None:
    match decision.subject:
        case Subject.ACCOUNT:
            name = billing_codes.get(line.billing_code_id or 0, "")
            if not settings.accounts.get(name):
                account = decision.value
                return make_fault("ACCOUNT_BY_DEFAULT", billing_code=name, account=account)
        case Subject.TAX if line.net and not line.tax:
            is_default = decision.value == settings.untaxed_tax_type
            if is_default and decision.value not in _by_table(invoice.tax_region, settings):
                return make_fault("TAX_BY_DEFAULT", tax_type=decision.value)
    return None


def _by_table(region: str | None, settings: ConnectionSettings) -> Iterable[str]:
    """Every tax type that the tables have for a region."""
    if region is None:
        return ()
    present = settings.tax_region_aliases.get(region, region)
    by_category = settings.tax_types_by_category.get(present, {})
    return (settings.tax_types.get(present, ""), *by_category.values())
