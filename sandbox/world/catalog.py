"""What Kauri Managed IT sells: billing codes and the price list behind every line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LABOR: Final = 1
TICKET_COST: Final = 3
EXPENSE: Final = 4
RECURRING: Final = 7
RECURRING_ADJUSTMENT: Final = 8
MILESTONE: Final = 11
CONTRACT_COST: Final = 14

SUB_TYPES: Final = {
    LABOR: 1,
    TICKET_COST: 6,
    EXPENSE: 7,
    RECURRING: 12,
    RECURRING_ADJUSTMENT: 13,
    MILESTONE: 16,
    CONTRACT_COST: 4,
}


@dataclass(frozen=True, slots=True)
class BillingCode:
    """`ledger` is the account number that the bookkeeper of the MSP has in mind."""

    id: int
    name: str
    ledger: str
    use_type: int
    item_type: int


BILLING_CODES: Final = (
    BillingCode(29682801, "Managed Services", "210", 5, RECURRING),
    BillingCode(29682802, "Onsite Labour", "220", 1, LABOR),
    BillingCode(29682803, "Remote Labour", "220", 1, LABOR),
    BillingCode(29682804, "After Hours Labour", "221", 1, LABOR),
    BillingCode(29682805, "Hardware", "230", 7, TICKET_COST),
    BillingCode(29682806, "Software Licences", "240", 5, RECURRING),
    BillingCode(29682807, "Cloud Backup", "241", 5, RECURRING),
    BillingCode(29682808, "Project Milestone", "250", 6, MILESTONE),
    BillingCode(29682809, "Travel", "260", 2, EXPENSE),
    BillingCode(29682810, "Service Adjustment", "270", 5, RECURRING_ADJUSTMENT),
    BillingCode(29682811, "Legacy Hosting", "204", 5, RECURRING),
    BillingCode(29682812, "Equipment Deposit", "835", 4, CONTRACT_COST),
)
BY_NAME: Final = {code.name: code for code in BILLING_CODES}


@dataclass(frozen=True, slots=True)
class Offer:
    """One row of the price list; `most` is the largest quantity that is believable."""

    code: str
    name: str
    rate: Decimal
    most: int = 1


def _offers(code: str, rows: tuple[tuple[str, str, int], ...]) -> tuple[Offer, ...]:
    return tuple(Offer(code, name, Decimal(rate), most) for name, rate, most in rows)


SERVICES: Final = (
    *_offers(
        "Managed Services",
        (
            ("Kauri Care Essentials, per user", "64.50", 45),
            ("Kauri Care Complete, per user", "98.00", 60),
            ("Managed workstation", "41.50", 60),
            ("Managed server", "189.00", 6),
            ("Managed firewall", "85.00", 3),
            ("Network switch monitoring", "14.75", 12),
            ("Wi-Fi access point management", "12.40", 20),
            ("Security awareness training, per user", "5.95", 60),
            ("After-hours cover retainer", "320.00", 1),
        ),
    ),
    *_offers(
        "Software Licences",
        (
            ("Microsoft 365 Business Premium", "38.9000", 60),
            ("Microsoft 365 Business Standard", "22.1000", 40),
            ("Exchange Online Plan 1", "7.3333", 25),
            ("Endpoint detection and response", "9.2500", 60),
            ("Adobe Acrobat Pro", "36.4750", 8),
            ("Password vault, per user", "6.1250", 60),
            ("E-mail filtering, per mailbox", "4.0825", 60),
        ),
    ),
    *_offers(
        "Cloud Backup",
        (
            ("Server image backup", "129.00", 6),
            ("Microsoft 365 backup, per mailbox", "5.25", 60),
        ),
    ),
)

BACKUP_STORAGE: Final = Offer("Cloud Backup", "Cloud backup storage, per GB", Decimal("0.0845"))

WORK: Final = (
    Offer("Remote Labour", "Remote support", Decimal("145.00")),
    Offer("Remote Labour", "Remote support, senior engineer", Decimal("172.50")),
    Offer("Onsite Labour", "Onsite support", Decimal("165.00")),
    Offer("Onsite Labour", "Onsite installation", Decimal("158.75")),
    Offer("After Hours Labour", "After-hours support", Decimal("247.50")),
)

HARDWARE: Final = _offers(
    "Hardware",
    (
        ('Laptop 14" i5/16GB/512GB', "2189.00", 6),
        ('Laptop 13" i7/32GB/1TB', "3459.00", 3),
        ("Small form factor desktop", "1649.00", 5),
        ('27" monitor, USB-C', "489.00", 8),
        ("USB-C dock", "329.95", 8),
        ("Keyboard & mouse set", "79.90", 10),
        ("24-port PoE switch", "1129.00", 2),
        ("Wi-Fi 6 access point", "398.50", 6),
        ("Firewall appliance", "1895.00", 1),
        ("UPS 1500 VA", "689.00", 2),
        ("Cat6 patch lead 2 m", "8.65", 40),
        ("NAS drive 8 TB", "455.25", 4),
        ("Toner cartridge, black", "189.40", 4),
        ("Headset, noise cancelling", "219.00", 12),
    ),
)

TRAVEL: Final = (
    Offer("Travel", "Mileage, per km", Decimal("1.0400"), 180),
    Offer("Travel", "Parking and tolls", Decimal("18.50"), 3),
)

MILESTONES: Final = _offers(
    "Project Milestone",
    (
        ("Office relocation: cabling complete", "6850.00", 1),
        ("Microsoft 365 migration: mailboxes moved", "4200.00", 1),
        ("Server refresh: cut-over", "9750.00", 1),
        ("Phone system: go-live", "3980.00", 1),
        ("Security uplift: report delivered", "2650.00", 1),
    ),
)

PROBLEMS: Final = (
    "Outlook keeps asking for a password", "Printer on level 2 offline", "New starter set-up",
    "Leaver: account closed and mailbox shared", "VPN drops every ten minutes",
    "Slow file share after the update", "Laptop won't wake from sleep", "Shared calendar missing",
    "Replaced 2 x <Cat6> patch leads & tested", "Café Wi-Fi: guest voucher page broken",
    "Xero bank feed file would not import", "Multi-factor reset for Wiremu",
    "Scanner e-mail rejected by provider", "Restored folder “Payroll” from backup",
    "Moved reception PC, re-patched socket R-14", "Phishing mail reported, links checked",
    "Teams room camera not detected", "Server disk 92 % full, cleaned up",
)  # fmt: skip
