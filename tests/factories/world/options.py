"""A connection whose options lack some rows: lists of both vendors, use, faults, and a history."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bson import Decimal128

from core.domain.reference_data import (
    Account,
    BrandingTheme,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from core.domain.setting_merge import SettingChange
from core.domain.setting_rows import Change
from core.runtime.clock import utc_now
from core.runtime.journal import Journal
from core.store import organisation_lists, reference_data, setting_changes, setting_drafts
from core.store.documents import FigureMarksDocument, InvoiceDocument, MappingUseDocument
from services.xero_posting.options.save import SaveSettings, Wish
from tests.factories.world import connections, invoices
from tests.factories.world.names import LONG_NAMES

SETTINGS: dict[str, Any] = {
    "poll_seconds": 60,
    "accounts": {"Managed Services": "210", "Legacy Hosting": "204"},
    "tax_types": {"New Zealand GST": "OUTPUT2"},
    "tracking": [
        {"category": "Region", "source": "territory", "options": {"Auckland": "North"},
         "default": None},
    ],
    "branding_themes": {"Standard": "Standard"},
    "due_days": 14,
}  # fmt: skip
COMPARED: list[dict[str, Any]] = [
    {"autotask_id": 54_001, "number": "INV-54001", "company": "Beacon Engineering",
     "currency": "NZD", "total": "1150.00", "before": {}, "after": {},
     "changes": [{"field": "account", "before": "", "after": "220"}]},
    {"autotask_id": 54_002, "number": "INV-54002", "company": LONG_NAMES[0], "currency": "AUD",
     "total": "-10.00", "before": {}, "after": {},
     "changes": [{"field": "outcome", "before": "stop", "after": "send"},
                 {"field": "account", "before": "", "after": "220"}]},
    {"autotask_id": 54_009, "number": "INV-54009", "company": "Tasman Dental",
     "currency": "NZD", "total": "10.00", "before": {}, "after": {}, "changes": []},
]  # fmt: skip
_CHART = (
    Account("200", "Sales", "ACTIVE", "REVENUE"),
    Account("210", "Managed Services", "ACTIVE", "REVENUE"),
    Account("220", "Hardware", "ACTIVE", "REVENUE"),
    Account("230", "Travel Income", "ACTIVE", "REVENUE"),
    Account("204", "Legacy Hosting", "ARCHIVED", "REVENUE"),
)
_CODES = {
    "1": "Managed Services", "2": "Hardware", "3": "Travel", "4": "Backup", "5": "Freight",
    "6": "=HYPERLINK(1)", "7": LONG_NAMES[0],
}  # fmt: skip


def options(now: datetime, connection_id: str = "rimu", **changes: Any) -> None:
    """Hardware and Travel are used and lead nowhere; Legacy Hosting leads to an archived account."""
    values: dict[str, Any] = {"name": "Rimu IT", "settings": SETTINGS, "settings_version": 2}
    connections.connection(now, connection_id, **{**values, **changes})
    lists_of(now, connection_id)
    _use(now, connection_id)
    _history(now, connection_id)
    for number, name in enumerate(("Hardware", "Hardware", "Legacy Hosting"), 54_001):
        invoices.fault(number, now, connection_id=connection_id)
        InvoiceDocument._get_collection().update_one(
            {"_id": f"{connection_id}/{number}"},
            {"$set": {"fault.code": "ACCOUNT_UNMAPPED", "fault.values": {"billing_code": name}}},
        )


def lists_of(now: datetime, connection_id: str) -> None:
    organisation_lists.save_accounts(connection_id, _CHART, now)
    rate = frozenset({"REVENUE"})
    rates = (
        TaxRate("OUTPUT2", "15% GST on Income", Decimal(15), "ACTIVE", rate),
        TaxRate("ZERORATED", "Zero Rated", Decimal(0), "ACTIVE", rate),
    )
    organisation_lists.save_tax_rates(connection_id, rates, now)
    region = tuple(TrackingOption(f"o-{name}", name) for name in ("North", "South", "Wellington"))
    categories = (
        TrackingCategory("t-1", "Region", True, region),
        TrackingCategory("t-2", "Team", True, (TrackingOption("o-4", "Projects"),)),
    )
    organisation_lists.save_tracking(connection_id, categories, now)
    themes = (BrandingTheme("b-1", "Standard"), BrandingTheme("b-2", "Very orange invoice"))
    organisation_lists.save_themes(connection_id, themes, now)
    named: dict[str, dict[str, Any]] = {
        "billing_code": {number: {"name": name} for number, name in _CODES.items()},
        "tax_region": {"1": {"name": "New Zealand GST"}, "2": {"name": "Overseas"}},
        "tax": {"1": {"rate": "0", "region_id": 2, "category_id": 1}},
        "territory": {"1": {"name": "Auckland"}, "2": {"name": "Wellington"}},
        "invoice_template": {"1": {"name": "Standard"}, "2": {"name": "Very orange"}},
    }
    for kind, rows in named.items():
        reference_data.replace(connection_id, kind, rows, now)


def saves_options(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the posting actor does when it is told to save, over the lists that are stored."""
    wish = Wish(
        by=arguments["by"],
        changes=arguments.get("changes") or {},
        rows=arguments.get("rows") or (),
        based_on=arguments.get("based_on"),
        reason=arguments.get("reason") or "",
    )
    saving = SaveSettings(
        lambda own_id: Journal(lambda _lines: None, own_id, "xero_posting", "run", utc_now),
        lambda _event, _payload: None,
        utc_now,
        lambda *_asked: frozenset(),
    )
    return saving.save(arguments["connection_id"], wish)


def _use(now: datetime, connection_id: str) -> None:
    def used(name: str, n: int, net: str, currency: str = "NZD") -> dict[str, Any]:
        return {"name": name, "currency": currency, "n": n, "net": Decimal128(net)}

    MappingUseDocument(
        id=f"{connection_id}/{now:%Y-%m}",
        connection=connection_id,
        month=f"{now:%Y-%m}",
        billing_codes=[
            used("Managed Services", 410, "91250.00"),
            used("Hardware", 38, "12300.50"),
            used("Hardware", 2, "900.00", "AUD"),
            used("Travel", 7, "310.00"),
            used("Legacy Hosting", 3, "75.00"),
        ],
        tax_regions=[used("New Zealand GST", 450, "104000.00"), used("Overseas", 4, "835.50")],
        regions_categories=[
            {"region": "New Zealand GST", **used("Books", 12, "480.00")},
            {"region": "New Zealand GST", **used("Books", 1, "35.50", "AUD")},
        ],
        territories=[used("Auckland", 300, "80000.00"), used("Wellington", 20, "4000.00")],
        templates=[used("Standard", 120, "100000.00")],
        counted_at=now,
    ).save(force_insert=True)
    FigureMarksDocument(id=connection_id, use_at=now - timedelta(minutes=4)).save()


def _history(now: datetime, connection_id: str) -> None:
    saves = (
        SettingChange(1, "ada@kauri.example", now - timedelta(days=9),
                      (Change(("due_days",), 20, 14),), "Terms of the new contract"),
        SettingChange(2, "ben@kauri.example", now - timedelta(hours=3),
                      (Change(("accounts", "Managed Services"), "200", "210"),)),
    )  # fmt: skip
    for each in saves:
        setting_changes.keep(connection_id, each)


def draft(now: datetime, connection_id: str, draft_id: str) -> None:
    """Hardware and Travel get accounts, if somebody applies it."""
    changes = (
        Change(("accounts", "Hardware"), None, "220"),
        Change(("accounts", "Travel"), None, "230"),
        Change(("due_days",), 14, 30),
    )
    setting_drafts.create(
        setting_drafts.Draft(
            draft_id, connection_id, "ada@example.test", "accounts", "form", changes, 2, now
        )
    )
