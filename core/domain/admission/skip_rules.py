"""Rules that keep an invoice out of Xero, each with a reason of its own (product.md I5)."""

from core.domain.admission.circumstances import Circumstances
from core.domain.admission.company_types import is_named, label_of
from core.domain.admission.verdicts import Skipped
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice

_YES = frozenset({"1", "true", "yes", "y", "x"})
_NO = frozenset({"0", "false", "no", "n"})
_AGAIN = "A Resync asks the rules again."


def skip_voided(invoice: Invoice) -> Skipped | None:
    return Skipped("VOIDED", "Voided in Autotask.") if invoice.is_voided else None


def skip_by_company(
    company: Company | None, settings: ConnectionSettings, around: Circumstances
) -> Skipped | None:
    """By the company's own field, or by its type. Of an unknown company neither is known."""
    if company is None:
        return None
    return _skip_marked(company, settings) or _skip_type(company, settings, around)


def _skip_marked(company: Company, settings: ConnectionSettings) -> Skipped | None:
    name = settings.no_sync_udf.strip()
    if not name:
        return None
    found = {field.strip().casefold(): value for field, value in company.udfs.items()}
    value = found.get(name.casefold(), "").strip()
    if value.casefold() in _YES:
        return _skipped("NO_SYNC", f"{company.name} is marked {name} in Autotask.")
    if settings.no_sync_when_empty and value.casefold() not in _NO:
        said = f"says “{value}” and not No" if value else "is empty, which counts as marked"
        return _skipped("NO_SYNC", f"{name} of {company.name} {said}.")
    return None


def _skip_type(
    company: Company, settings: ConnectionSettings, around: Circumstances
) -> Skipped | None:
    if company.type_id is None:
        return None
    label = label_of(company.type_id, around.company_types)
    if not is_named(company.type_id, label, settings.skip_company_types):
        return None
    kind = f"of the type {label}" if label else f"of type {company.type_id}"
    return _skipped(
        "COMPANY_TYPE", f"{company.name} is {kind}, and this connection skips companies of it."
    )


def skip_by_date(invoice: Invoice, settings: ConnectionSettings) -> Skipped | None:
    if not settings.start_on or invoice.issued_on >= settings.start_on:
        return None
    return _skipped(
        "BEFORE_START",
        f"Dated {invoice.issued_on}, before the start of this connection ({settings.start_on}).",
    )


def skip_exported(
    invoice: Invoice, settings: ConnectionSettings, around: Circumstances
) -> Skipped | None:
    """Another tool has it. We mark only what Xero has, so the mark of anything else is another's."""
    if not settings.skip_exported or invoice.exported_at is None or around.was_in_xero:
        return None
    return _skipped(
        "EXPORTED_ELSEWHERE",
        f"Another tool marked it as exported on {invoice.exported_at:%Y-%m-%d %H:%M} UTC.",
    )


def skip_by_value(invoice: Invoice, settings: ConnectionSettings) -> Skipped | None:
    """Credit notes are never too small."""
    total = invoice.total
    if settings.skip_zero and total == 0:
        return _skipped("ZERO_VALUE", "Its total is 0.00.")
    if settings.minimum_total is not None and 0 < total < settings.minimum_total:
        return _skipped(
            "BELOW_MINIMUM", f"Its total {total} is below the minimum {settings.minimum_total}."
        )
    return None


def _skipped(code: str, reason: str) -> Skipped:
    return Skipped(code, f"{reason} {_AGAIN}")
