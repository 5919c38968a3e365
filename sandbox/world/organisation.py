"""The Xero organisation of the demo world: its books as they are before the product posts anything."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from sandbox.world.calendar import lock_date
from sandbox.world.chart_of_accounts import ACCOUNTS, EVERYWHERE, TAX_RATES, Record
from sandbox.world.companies import Company, account_number, companies, suppliers

Name = Callable[[str], str]

_PROFILE: Final[Record] = {
    "Name": "Kauri Managed IT Limited",
    "LegalName": "Kauri Managed IT Limited",
    "PaysTax": True,
    "Version": "NZ",
    "OrganisationType": "COMPANY",
    "BaseCurrency": "NZD",
    "CountryCode": "NZ",
    "IsDemoCompany": False,
    "OrganisationStatus": "ACTIVE",
    "TaxNumber": "101-2-303",
    "FinancialYearEndDay": 31,
    "FinancialYearEndMonth": 3,
    "SalesTaxBasis": "PAYMENTS",
    "SalesTaxPeriod": "TWOMONTHS",
    "DefaultSalesTax": "Remember previous",
    "DefaultPurchasesTax": "Remember previous",
    "OrganisationEntityType": "COMPANY",
    "Timezone": "NEWZEALANDSTANDARDTIME",
}

_ADDRESS: Final[Record] = {
    "AddressType": "STREET",
    "AddressLine1": "18 Tory Street",
    "City": "Wellington",
    "Region": "",
    "PostalCode": "6011",
    "Country": "New Zealand",
}

# The same for every seed, so that a connected app stays connected when the world is built anew.
ORGANISATION_ID: Final = str(uuid5(NAMESPACE_URL, "counterfoil-sandbox/organisation"))

_CURRENCIES: Final = (
    ("NZD", "New Zealand Dollar"),
    ("AUD", "Australian Dollar"),
    ("USD", "United States Dollar"),
)

_TRACKING: Final = (
    ("Region", ("North Island", "South Island", "Australia", "United States")),
    ("Business line", ("Managed services", "Projects", "Products")),
)

_TWENTIETH: Final[Record] = {"Day": 20, "Type": "OFFOLLOWINGMONTH"}
_SEVEN_DAYS: Final[Record] = {"Day": 7, "Type": "DAYSAFTERBILLDATE"}
# Every so many customers have terms of their own.
_OWN_TERMS_EVERY: Final = 9

# (code, name, price sold, account sold, price bought)
_ITEMS: Final = (
    ("LAB-STD", "Standard labour, an hour", "165.00", "220", None),
    ("FW-60", "Firewall, small office", "1240.00", "230", "890.00"),
)

_ADDRESS_TYPES: Final = ("STREET", "POBOX")
_PHONE_TYPES: Final = ("DDI", "DEFAULT", "FAX", "MOBILE")


def organisation(seed: int, today: date, *, with_contacts: bool) -> dict[str, list[Record]]:
    """Every record by entity; days and moments are dates, for the sandbox to write its own way."""

    def name(what: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"counterfoil-sandbox/{seed}/{what}"))

    opened = datetime.combine(date(today.year - 3, 4, 1), time(9), UTC)
    customers = [*companies(seed), *suppliers(seed)] if with_contacts else []
    return {
        "Organisation": [_organisation(today, opened)],
        "Accounts": [_account(name, opened, row) for row in ACCOUNTS],
        "TaxRates": [_tax_rate(row) for row in TAX_RATES],
        "TrackingCategories": [_tracking(name, category) for category in _TRACKING],
        "BrandingThemes": list(_themes(name, opened)),
        "Currencies": [{"Code": code, "Description": text} for code, text in _CURRENCIES],
        "Items": [_item(name, opened, row) for row in _ITEMS],
        "Contacts": [_contact(name, opened, each) for each in customers if each.in_xero],
    }


def _organisation(today: date, opened: datetime) -> Record:
    return {
        **_PROFILE,
        "PeriodLockDate": lock_date(today),
        "CreatedDateUTC": opened,
        "ShortCode": "!k4Ur1",
        "OrganisationID": ORGANISATION_ID,
        "Edition": "BUSINESS",
        "Class": "STANDARD",
        "Addresses": [_ADDRESS],
        "Phones": [{"PhoneType": "OFFICE", "PhoneNumber": "555 0142", "PhoneAreaCode": "04"}],
        "ExternalLinks": [],
        "PaymentTerms": dict.fromkeys(("Bills", "Sales"), _TWENTIETH),
    }


def _account(name: Name, opened: datetime, row: tuple[str, str, str, str, str, Record]) -> Record:
    code, title, kind, account_class, tax_type, more = row
    bank = {"BankAccountNumber": "0105150123456000", "CurrencyCode": "NZD"}
    return {
        "AccountID": name(f"account/{code}"),
        "Code": code,
        "Name": title,
        "Status": "ACTIVE",
        "Type": kind,
        "TaxType": tax_type,
        "Class": account_class,
        "EnablePaymentsToAccount": False,
        "ShowInExpenseClaims": False,
        **(bank if kind == "BANK" else {}),
        "ReportingCode": account_class[:3],
        "ReportingCodeName": account_class.title(),
        "HasAttachments": False,
        "UpdatedDateUTC": opened,
        "AddToWatchlist": False,
        **more,
    }


def _tax_rate(row: tuple[str, str, str, str, tuple[str, ...], str]) -> Record:
    tax_type, title, report_type, percent, places, status = row
    rate = Decimal(percent)
    component = {"Name": "GST", "Rate": rate, "IsCompound": False, "IsNonRecoverable": False}
    return {
        "Name": title,
        "TaxType": tax_type,
        "ReportTaxType": report_type,
        **{f"CanApplyTo{place}": place in places for place in EVERYWHERE},
        "DisplayTaxRate": rate,
        "EffectiveRate": rate,
        "Status": status,
        "TaxComponents": [component],
    }


def _tracking(name: Name, category: tuple[str, tuple[str, ...]]) -> Record:
    title, options = category
    return {
        "Name": title,
        "Status": "ACTIVE",
        "TrackingCategoryID": name(f"tracking/{title}"),
        "Options": [
            {
                "TrackingOptionID": name(f"tracking/{title}/{option}"),
                "Name": option,
                "Status": "ACTIVE",
                "HasValidationErrors": False,
                "IsDeleted": False,
                "IsArchived": False,
                "IsActive": True,
            }
            for option in options
        ],
    }


def _themes(name: Name, opened: datetime) -> Iterator[Record]:
    for order, title in enumerate(("Standard", "Kauri blue")):
        yield {
            "BrandingThemeID": name(f"theme/{title}"),
            "Name": title,
            "LogoUrl": "https://in.example/logo/kauri.png",
            "Type": "INVOICE",
            "SortOrder": order,
            "CreatedDateUTC": opened,
        }


def _item(name: Name, opened: datetime, row: tuple[str, str, str, str, str | None]) -> Record:
    code, title, sold, account, bought = row
    sales = {"UnitPrice": Decimal(sold), "AccountCode": account, "TaxType": "OUTPUT2"}
    purchase = {"UnitPrice": Decimal(bought or 0), "AccountCode": "300", "TaxType": "INPUT2"}
    return {
        "ItemID": name(f"item/{code}"),
        "Code": code,
        "Description": title,
        "PurchaseDescription": title,
        "UpdatedDateUTC": opened,
        "PurchaseDetails": purchase if bought else {},
        "SalesDetails": sales,
        "Name": title,
        "IsTrackedAsInventory": False,
        "IsSold": True,
        "IsPurchased": bought is not None,
    }


def _contact(name: Name, opened: datetime, company: Company) -> Record:
    street = {
        "AddressLine1": company.address1,
        "City": company.city,
        "Region": company.state,
        "PostalCode": company.postal_code,
        "Country": company.country,
    }
    return {
        "ContactID": name(f"contact/{company.id}"),
        "ContactStatus": "ARCHIVED" if company.xero_archived else "ACTIVE",
        "Name": company.xero_name,
        # The bookkeeper who archived this one had given it the client's number.
        **({"AccountNumber": account_number(company.id)} if company.xero_archived else {}),
        "FirstName": company.contact_first_name,
        "LastName": company.contact_last_name,
        "EmailAddress": company.email,
        "BankAccountDetails": "",
        **({"TaxNumber": company.tax_id} if company.tax_id else {}),
        "Addresses": [
            {"AddressType": kind, **(street if kind == "STREET" else dict.fromkeys(street, ""))}
            for kind in _ADDRESS_TYPES
        ],
        "Phones": [
            {
                "PhoneType": kind,
                "PhoneNumber": company.phone if kind == "DEFAULT" else "",
                "PhoneAreaCode": "",
                "PhoneCountryCode": "",
            }
            for kind in _PHONE_TYPES
        ],
        "UpdatedDateUTC": opened,
        "ContactGroups": [],
        "IsSupplier": company.kind == "supplier",
        "IsCustomer": company.kind == "customer",
        "DefaultCurrency": company.currency,
        **({"PaymentTerms": {"Sales": _SEVEN_DAYS}} if company.id % _OWN_TERMS_EVERY == 0 else {}),
        "ContactPersons": [],
        "HasAttachments": False,
        "HasValidationErrors": False,
    }
