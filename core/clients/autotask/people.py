"""The active contacts of companies: what is asked of Autotask, and what a row of the answer means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from core.clients.autotask.fields import Row, TranslationError
from core.clients.autotask.query import Filter, Udf, any_of, where
from core.domain.errors import RejectedError
from core.domain.person import Person

_FIELDS = (
    *("id", "companyID", "firstName", "lastName", "emailAddress", "phone", "mobilePhone"),
    *("faxNumber", "billingContact", "primaryContact"),
)
# Contacts.isActive is a whole number, unlike every other flag (Contacts entity).
_ACTIVE = (where("eq", "isActive", 1),)

_MARKED = (where("eq", "billingContact", True), where("eq", "primaryContact", True))

# Reads the rows of these companies with these fields and conditions.
Read = Callable[[Sequence[int], Sequence[str], Sequence[Filter]], Iterator[dict[str, Any]]]
IsSettled = Callable[[Sequence[Person]], bool]


def read_people(
    read: Read, company_ids: Sequence[int], role_field: str, is_settled: IsSettled | None = None
) -> dict[int, list[Person]]:
    """By company; `role_field` is the user-defined field that says what somebody is there.

    Those with a mark come first, everybody only where they leave it open; without `is_settled`
    everybody at once.
    """
    asking = _Asking(read, role_field)
    if is_settled is None:
        return asking.people(company_ids, only_marked=False)
    found = asking.people(company_ids, only_marked=True)
    open_ids = [company_id for company_id, people in found.items() if not is_settled(people)]
    return found | asking.people(open_ids, only_marked=False) if open_ids else found


class _Asking:
    """Questions for people; remembers that the tenant lacks the field for their role."""

    def __init__(self, read: Read, role_field: str) -> None:
        self._read = read
        self._role = Udf(role_field)

    def people(self, company_ids: Sequence[int], *, only_marked: bool) -> dict[int, list[Person]]:
        found: dict[int, list[Person]] = {company_id: [] for company_id in company_ids}
        for raw in self._rows(company_ids, only_marked=only_marked):
            # One who cannot be read is left out; bad data of a person stops no invoice.
            with suppress(TranslationError):
                company_id = Row("Contacts", raw).whole("companyID")
                found.setdefault(company_id, []).append(translate_person(raw, self._role))
        return found

    def _rows(self, company_ids: Sequence[int], *, only_marked: bool) -> list[dict[str, Any]]:
        """Autotask refuses a query for a field that the tenant does not have; nobody has a role."""
        try:
            return list(self._read(company_ids, self._fields, self._conditions(only_marked)))
        except RejectedError as error:
            if not self._role or self._role.casefold() not in str(error).casefold():
                raise
        self._role = Udf("")
        return list(self._read(company_ids, self._fields, self._conditions(only_marked)))

    @property
    def _fields(self) -> tuple[str, ...]:
        return (*_FIELDS, self._role) if self._role else _FIELDS

    def _conditions(self, only_marked: bool) -> tuple[Filter, ...]:
        if not only_marked:
            return _ACTIVE
        has_role = (where("exist", self._role, udf=True),) if self._role else ()
        return (*_ACTIVE, any_of(*_MARKED, *has_role))


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
    if not wanted:
        return ""
    for field in row.rows("userDefinedFields"):
        if str(field.get("name", "")).casefold() == wanted:
            return str(field.get("value") or "").strip()
    return ""
