"""The people at the companies, as Autotask's Contacts: who is billed, who gets a copy, and nobody."""

import random
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sandbox.world import names
from sandbox.world.companies import TWIN_NAME, Company
from sandbox.world.model import Record
from sandbox.world.parties import COUNTRY_IDS

ROLE_FIELD: Final = "Position"
ACCOUNTS: Final = "Accounts"
INCLUDED: Final = "AccountsIncludedPerson"
FIRST_ID: Final = 30001


def contact_records(companies: Iterable[Company], seed: int) -> list[Record]:
    """A billing contact for each company and a second person for every other one."""
    rng = random.Random(f"contacts-{seed}")  # noqa: S311 - a demo world, not a secret
    records: list[Record] = []
    for company in companies:
        first, last = company.contact_first_name, company.contact_last_name
        billing = _contact(company, len(records), (first, last), company.email)
        records.append(billing | {"title": "Accounts", "billingContact": True})
        if rng.random() < 0.5:
            person = rng.choice(names.FIRST_NAMES), rng.choice(names.LAST_NAMES)
            email = f"{person[0]}@".lower() + company.email.partition("@")[2]
            other = _contact(company, len(records), person, email)
            records.append(other | {"title": "Office manager", "primaryContact": True})
    return records


def with_roles(records: Sequence[Record], companies: Sequence[Company], seed: int) -> list[Record]:
    """What a connector's rules are made for, on top of what each company has.

    Every tenth company marks its accounts person, every seventh has people who get a copy, and one
    that Xero does not know has two people of whom nobody is marked.
    """
    rng = random.Random(f"roles-{seed}")  # noqa: S311 - a demo world, not a secret
    marked = {company.id for company in companies if company.id % 10 == 3}
    unmarked = _unmarked(companies)
    known = [
        record | _role(ACCOUNTS)
        if record["billingContact"] and record["companyID"] in marked
        else record
        for record in records
        if record["companyID"] != unmarked.id
    ]
    extra: list[Record] = []
    for company in companies:
        if company.id == unmarked.id:
            extra += _people(company, 2, len(records) + len(extra), rng)
        elif company.id % 7 == 0:
            count = 1 + company.id % 3
            copies = _people(company, count, len(records) + len(extra), rng)
            extra += [person | _role(INCLUDED) for person in copies]
    return known + extra


def _unmarked(companies: Sequence[Company]) -> Company:
    return next(
        company
        for company in companies
        if company.billed
        and not company.in_xero
        and not company.no_sync
        and company.name.casefold() != TWIN_NAME.casefold()
    )


def _people(company: Company, count: int, first: int, rng: random.Random) -> list[Record]:
    made = []
    for index in range(count):
        person = rng.choice(names.FIRST_NAMES), rng.choice(names.LAST_NAMES)
        email = f"office{index + 1}@" + company.email.partition("@")[2]
        made.append(_contact(company, first + index, person, email))
    return made


def _role(value: str) -> Record:
    return {"userDefinedFields": [{"name": ROLE_FIELD, "value": value}]}


def _contact(company: Company, index: int, person: tuple[str, str], email: str) -> dict[str, Any]:
    return {
        "id": FIRST_ID + index,
        "addressLine": company.address1,
        "city": company.city,
        "companyID": company.id,
        "countryID": COUNTRY_IDS[company.country],
        "emailAddress": email,
        "firstName": person[0],
        "isActive": 1,
        "isOptedOutFromBulkEmail": False,
        "lastName": person[1],
        "phone": company.phone,
        "primaryContact": False,
        "billingContact": False,
        "receivesEmailNotifications": True,
        "state": company.state,
        "zipCode": company.postal_code,
        "userDefinedFields": [{"name": ROLE_FIELD, "value": None}],
    }
