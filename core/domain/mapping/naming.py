"""An id of Autotask's whose name nobody knows: no rule that goes by names may guess past it."""

from core.domain.errors import MappingError
from core.domain.name_lists import NameList

NAME_UNKNOWN = "NAME_UNKNOWN"

_WHAT = {
    NameList.TERRITORIES: "territory",
    NameList.DEPARTMENTS: "department",
    NameList.LINES_OF_BUSINESS: "line of business",
    NameList.TAX_CATEGORIES: "tax category",
    NameList.TEMPLATES: "invoice template",
    NameList.COMPANY_TYPES: "company type",
    NameList.INVOICE_STATUSES: "invoice status",
}


class NameUnknownError(MappingError):
    """`kind` is the list of Autotask's that lacks the id: not read yet, refused, or too old."""

    def __init__(self, kind: NameList, number: int) -> None:
        what = _WHAT[kind]
        super().__init__(
            f"no name for {what} {number}", code=NAME_UNKNOWN, what=what, number=str(number)
        )
        self.kind = kind
