"""Reference data of the tenant: what exists before anybody is billed."""

from decimal import Decimal
from typing import Final

from sandbox.world.catalog import BILLING_CODES, BillingCode
from sandbox.world.model import Record
from sandbox.world.structure import FIELD_SERVICE, SERVICE_DESK, structure

REGION_NAMES: Final = {1: "New Zealand GST", 2: "Zero-rated exports"}
EXCHANGE_RATES: Final = {"NZD": Decimal(1), "AUD": Decimal("1.0915"), "USD": Decimal("1.6842")}
LEDGER_LABELS: Final = {
    "204": "204 - Hosting (retired)",
    "210": "210 - Managed Services",
    "220": "220 - Labour",
    "221": "221 - After Hours Labour",
    "230": "230 - Hardware",
    "240": "240 - Software",
    "241": "241 - Cloud Backup",
    "250": "250 - Projects",
    "260": "260 - Travel",
    "270": "270 - Adjustments",
    "835": "835 - Customer deposits",
}
PAYMENT_TERMS: Final = (
    (1, "Net 30 days", 30),
    (2, "Net 45 days", 45),
    (3, "Net 60 days", 60),
    (4, "Due upon receipt", 0),
    (5, "Net 14 days", 14),
)
STAFF: Final = (
    (29682885, "Hinemoa", "Paki", "Accounts administrator"),
    (29682886, "Josh", "Renner", "Service desk engineer"),
    (29682887, "Anaïs", "Fournier", "Systems engineer"),
    (29682888, "Wiremu", "Tākao", "Field engineer"),
    (29682889, "Shanthi", "Rao", "Project engineer"),
    (29682897, "Counterfoil", "API", "Integration user"),
)


def reference_data() -> dict[str, list[Record]]:
    """The entities that are the same in every world."""
    return {
        "BillingCodes": _billing_codes(),
        "Currencies": _currencies(),
        "PaymentTerms": _payment_terms(),
        "Resources": _resources(),
        "TaxCategories": [
            {
                "id": 1,
                "name": "Standard",
                "description": "Taxed at the standard rate",
                "isActive": True,
            }
        ],
        "TaxRegions": [
            {"id": region, "name": name, "isActive": True} for region, name in REGION_NAMES.items()
        ],
        "Taxes": [
            _tax(1, 1, "GST 15%", Decimal(15)),
            _tax(2, 2, "Zero-rated", Decimal(0)),
        ],
        **structure(),
    }


def _billing_codes() -> list[Record]:
    accounts = sorted(LEDGER_LABELS)
    return [
        {
            "id": code.id,
            "billingCodeType": 0,
            "department": _department(code),
            "description": "",
            "externalNumber": code.ledger,
            "generalLedgerAccount": accounts.index(code.ledger) + 1,
            "isActive": True,
            "isExcludedFromNewContracts": code.name == "Legacy Hosting",
            "name": code.name,
            "taxCategoryID": 1,
            "unitCost": Decimal(0),
            "unitPrice": Decimal(0),
            "useType": code.use_type,
        }
        for code in BILLING_CODES
    ]


def _department(code: BillingCode) -> int | None:
    """Work types belong to a department; what is sold does not."""
    if code.use_type != 1:
        return None
    return FIELD_SERVICE if code.name == "Onsite Labour" else SERVICE_DESK


def _currencies() -> list[Record]:
    return [
        _currency(1, "NZD", "New Zealand Dollar", "NZ$"),
        _currency(2, "AUD", "Australian Dollar", "A$"),
        _currency(3, "USD", "US Dollar", "US$"),
    ]


def _currency(currency_id: int, name: str, description: str, symbol: str) -> Record:
    return {
        "id": currency_id,
        "currencyNegativeFormat": f"-{symbol}X",
        "currencyPositiveFormat": f"{symbol}X",
        "description": description,
        "displaySymbol": currency_id,
        "exchangeRate": EXCHANGE_RATES[name],
        "isActive": True,
        "isInternalCurrency": name == "NZD",
        "lastModifiedDateTime": "2025-03-31T21:04:11.417Z",
        "name": name,
        "updateResourceId": STAFF[0][0],
    }


def _payment_terms() -> list[Record]:
    return [
        {"id": term, "description": "", "isActive": True, "name": name, "paymentDueInDays": days}
        for term, name, days in PAYMENT_TERMS
    ]


def _resources() -> list[Record]:
    return [
        {
            "id": resource,
            "email": f"{first.lower()}@kauri-it.example".replace("ï", "i"),
            "emailTypeCode": "PRIMARY",
            "firstName": first,
            "hireDate": "2019-02-04T00:00:00.000Z",
            "isActive": True,
            "lastName": last,
            "licenseType": 7 if last == "API" else 1,
            "locationID": 10,
            "numberFormat": "X,XXX.XX",
            "payrollType": 1,
            "resourceType": "Employee",
            "title": title,
            "userName": f"{first}.{last}".lower(),
            "userType": 17 if last == "API" else 10,
        }
        for resource, first, last, title in STAFF
    ]


def _tax(tax_id: int, region: int, name: str, rate: Decimal) -> Record:
    return {
        "id": tax_id,
        "isCompounded": False,
        "taxCategoryID": 1,
        "taxName": name,
        "taxRate": rate,
        "taxRegionID": region,
    }
