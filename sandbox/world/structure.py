"""How the MSP divides its business: territories, departments, lines of business, invoice templates."""

from typing import Final

from sandbox.world.catalog import BillingCode
from sandbox.world.companies import Company
from sandbox.world.model import Record

# As on the pick list of Companies.territoryID.
UPPER_NORTH: Final = 1
LOWER_NORTH: Final = 2
SOUTH: Final = 3
AUSTRALIA: Final = 4
NORTH_AMERICA: Final = 5
_TERRITORIES: Final = {
    "Auckland": UPPER_NORTH,
    "Waikato": UPPER_NORTH,
    "Bay of Plenty": UPPER_NORTH,
    "Hawke's Bay": LOWER_NORTH,
    "Taranaki": LOWER_NORTH,
    "Manawatū-Whanganui": LOWER_NORTH,
    "Wellington": LOWER_NORTH,
    "Nelson": SOUTH,
    "Canterbury": SOUTH,
    "Otago": SOUTH,
    "Southland": SOUTH,
}

CUSTOMER: Final = 1
CANCELLATION: Final = 6
VENDOR: Final = 7
PARTNER: Final = 8

SERVICE_DESK: Final = 29683400
FIELD_SERVICE: Final = 29683401
_DEPARTMENTS: Final = (
    (SERVICE_DESK, "Service Desk", "10"),
    (FIELD_SERVICE, "Field Service", "20"),
    (29683402, "Projects", "30"),
    (29683403, "Administration", "90"),
)

_DIVISIONS: Final = ("North Island", "South Island")
_LINES: Final = ("Managed services", "Projects", "Products")
_LINE_OF_CODE: Final = {
    "Managed Services": 1,
    "Software Licences": 1,
    "Cloud Backup": 1,
    "Service Adjustment": 1,
    "Legacy Hosting": 1,
    "Onsite Labour": 2,
    "Project Milestone": 2,
    "Travel": 2,
    "Hardware": 3,
    "Equipment Deposit": 3,
}

STANDARD_TEMPLATE: Final = 102
OVERSEAS_TEMPLATE: Final = 103
_TEMPLATES: Final = (
    (101, "Summary, one line a group", 2),
    (STANDARD_TEMPLATE, "Standard, every item", 1),
    (OVERSEAS_TEMPLATE, "Overseas customers", 1),
)
_YES: Final = (
    "displayFixedPriceContractLabor",
    "displayRecurringServiceContractLabor",
    "displayZeroAmountRecurringServicesAndBundles",
    "itemizeServicesAndBundles",
    "showGridHeader",
)
_NO: Final = (
    "displaySeparateLineItemForEachTax",
    "displayTaxCategory",
    "displayTaxCategorySuperscripts",
    "showVerticalGridLines",
)
_FIRST_CHOICE: Final = ("itemizeItemsInEachGroup", "numberFormat", "pageLayout", "sortBy")
_SECOND_CHOICE: Final = ("dateFormat", "pageNumberFormat", "timeFormat")


def structure() -> dict[str, list[Record]]:
    """The entities that are the same in every world."""
    return {
        "Departments": [
            {"id": number, "name": name, "number": code, "primaryLocationID": 10}
            for number, name, code in _DEPARTMENTS
        ],
        "OrganizationalLevel1s": _named(_DIVISIONS),
        "OrganizationalLevel2s": _named(_LINES),
        "OrganizationalLevelAssociations": [
            {
                "id": association(division, line),
                "isActive": True,
                "organizationalLevel1ID": division,
                "organizationalLevel2ID": line,
            }
            for division in range(1, len(_DIVISIONS) + 1)
            for line in range(1, len(_LINES) + 1)
        ],
        "InvoiceTemplates": [_template(*row) for row in _TEMPLATES],
    }


def association(division: int, line: int) -> int:
    """What billing items name: the pair of a division and a line of business."""
    return (division - 1) * len(_LINES) + line


def line_of_business(company: Company, code: BillingCode) -> int | None:
    """None for the work of the desk, which belongs to no line; then the company's own counts."""
    line = _LINE_OF_CODE.get(code.name)
    division = 2 if territory(company) == SOUTH else 1
    return None if line is None else association(division, line)


def territory(company: Company) -> int | None:
    """Some companies were never given one."""
    if company.id % 19 == 0:
        return None
    abroad = {"Australia": AUSTRALIA, "United States": NORTH_AMERICA}
    return abroad.get(company.country) or _TERRITORIES.get(company.state)


def company_type(company: Company) -> int:
    if company.kind == "supplier":
        return VENDOR
    return {4: PARTNER, 13: CANCELLATION}.get(company.id % 40, CUSTOMER)


def template(company: Company) -> int:
    return STANDARD_TEMPLATE if company.currency == "NZD" else OVERSEAS_TEMPLATE


def _named(names: tuple[str, ...]) -> list[Record]:
    return [
        {"id": number, "description": "", "isActive": True, "name": name}
        for number, name in enumerate(names, start=1)
    ]


def _template(number: int, name: str, grouping: int) -> Record:
    return {
        "id": number,
        "coveredByBlockRetainerContractLabel": "Covered by contract",
        "currencyNegativeFormat": "-$X",
        "currencyPositiveFormat": "$X",
        "groupBy": grouping,
        "name": name,
        "nonBillableLaborLabel": "Not billable",
        "paymentTerms": 1,
        "rateCostExpression": "Rate",
        **dict.fromkeys(_YES, True),
        **dict.fromkeys(_NO, False),
        **dict.fromkeys(_FIRST_CHOICE, 1),
        **dict.fromkeys(_SECOND_CHOICE, 2),
    }
