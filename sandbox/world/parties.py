"""Companies in Autotask's shape."""

from datetime import date
from typing import Final

from sandbox.world.calendar import Month, at, days_after, instant
from sandbox.world.companies import Company, account_number
from sandbox.world.model import Record
from sandbox.world.structure import (
    CUSTOMER,
    LOWER_NORTH,
    company_type,
    template,
    territory,
)

COUNTRY_IDS: Final = {"New Zealand": 160, "Australia": 15, "United States": 237}
OWNER: Final = 29682885
OWN_COMPANY: Final = "Kauri Managed IT Limited"
NO_SYNC_FIELD: Final = "XeroNoSync"
CONTACT_FIELD: Final = "Xero Contact"
ORGANISATION_FIELD: Final = "XeroOrganisation"


def own_company() -> Record:
    """Autotask keeps the tenant's own company under id 0."""
    return {
        "id": 0,
        "address1": "27 Tory Street",
        "city": "Wellington",
        "companyName": OWN_COMPANY,
        "companyNumber": "",
        "companyType": CUSTOMER,
        "countryID": COUNTRY_IDS["New Zealand"],
        "createDate": "2018-11-05T20:13:09.000Z",
        "currencyID": 1,
        "isActive": True,
        "isTaxExempt": False,
        "ownerResourceID": OWNER,
        "phone": "+64 4 555 0100",
        "postalCode": "6011",
        "state": "Wellington",
        "taxRegionID": 1,
        "territoryID": LOWER_NORTH,
        "webAddress": "https://kauri-it.example",
        "userDefinedFields": udfs(None, None, None),
    }


def udfs(no_sync: str | None, contact: str | None, organisation: str | None) -> list[Record]:
    return [
        {"name": CONTACT_FIELD, "value": contact},
        {"name": NO_SYNC_FIELD, "value": no_sync},
        {"name": ORGANISATION_FIELD, "value": organisation},
    ]


def company_record(company: Company, today: date) -> Record:
    country = COUNTRY_IDS[company.country]
    joined = at(Month.of(today).plus(-(14 + company.id % 60)).first, 21, company.id % 60)
    domain = company.email.partition("@")[2]
    return {
        "id": company.id,
        "address1": company.address1,
        "address2": "",
        "billToAddressToUse": 2,
        "billingAddress1": company.address1,
        "billingAddress2": "",
        "billToAttention": f"{company.contact_first_name} {company.contact_last_name}",
        "billToCity": company.city,
        "billToCountryID": country,
        "billToState": company.state,
        "billToZipCode": company.postal_code,
        "city": company.city,
        "companyName": company.name,
        "companyNumber": account_number(company.id),
        "companyType": company_type(company),
        "countryID": country,
        "createDate": instant(joined),
        "createdByResourceID": OWNER,
        "currencyID": company.currency_id,
        "invoiceMethod": 3,
        "invoiceNonContractItemsToParentCompany": False,
        "invoiceTemplateID": template(company),
        "isActive": True,
        "isClientPortalActive": False,
        "isEnabledForComanaged": False,
        "isTaskFireActive": False,
        "isTaxExempt": False,
        "lastActivityDate": instant(at(days_after(today, -(company.id % 40) - 1), 3, 12)),
        "lastTrackedModifiedDateTime": instant(at(days_after(today, -(company.id % 200) - 2), 1)),
        "ownerResourceID": OWNER,
        "phone": company.phone,
        "postalCode": company.postal_code,
        "state": company.state,
        "taxID": company.tax_id or "",
        "taxRegionID": company.tax_region_id,
        "territoryID": territory(company),
        "webAddress": f"https://{domain}",
        "userDefinedFields": udfs(_no_sync_value(company), None, _organisation(company)),
    }


def _no_sync_value(company: Company) -> str | None:
    """Bookkeepers clear the field in more than one way."""
    return "true" if company.no_sync else (None, "false", "")[company.id % 3]


def _organisation(company: Company) -> str | None:
    """Which of the group's Xero organisations is to bill it; nobody has decided on the Americans."""
    return {"New Zealand": "Kauri NZ", "Australia": "Kauri AU"}.get(company.country)
