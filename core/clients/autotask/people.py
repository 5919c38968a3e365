"""The active contacts of companies: what is asked of Autotask, and what a row of the answer means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.clients.autotask.fields import Row
from core.clients.autotask.query import Filter, where
from core.domain.errors import RejectedError
from core.domain.person import Person

_FIELDS = (
    *("id", "companyID", "firstName", "lastName", "emailAddress", "phone", "mobilePhone"),
    *("faxNumber", "billingContact", "primaryContact"),
)
# Contacts.isActive is a whole number, unlike every other flag (Contacts entity).
_ACTIVE = (where("eq", "isActive", 1),)

# Reads the rows of these companies with these fields and conditions.
Read = Callable[[Sequence[int], Sequence[str], Sequence[Filter]], Iterator[dict[str, Any]]]


def read_people(read: Read, company_ids: Sequence[int], role_field: str) -> dict[int, list[Person]]:
    """By company; `role_field` is the user-defined field that says what somebody is there.

    Autotask refuses a query for a field that the tenant does not have; then nobody has a role.
    """
    fields = (*_FIELDS, role_field) if role_field else _FIELDS
    try:
        rows = list(read(company_ids, fields, _ACTIVE))
    except RejectedError as error:
        if not role_field or role_field.casefold() not in str(error).casefold():
            raise
        rows = list(read(company_ids, _FIELDS, _ACTIVE))
    found: dict[int, list[Person]] = {company_id: [] for company_id in company_ids}
    for raw in rows:
        company_id = Row("Contacts", raw).whole("companyID")
        found.setdefault(company_id, []).append(translate_person(raw, role_field))
    return found


def translate_person(raw: Mapping[str, Any], role_field: str) -> Person:
    row = Row("Contacts", raw)
    return Person(
        autotask_id=row.id,
        first_name=row.text("firstName"),
        last_name=row.text("lastName"),
        email=row.text("emailAddress"),
        phone=row.text("phone"),
        mobile=row.text("mobilePhone"),
        fax=row.text("faxNumber"),
        is_billing=row.flag("billingContact"),
        is_primary=row.flag("primaryContact"),
        role=_role(row, role_field),
    )


def _role(row: Row, role_field: str) -> str:
    wanted = role_field.casefold()
    for field in row.rows("userDefinedFields"):
        if str(field.get("name", "")).casefold() == wanted:
            return str(field.get("value") or "").strip()
    return ""
