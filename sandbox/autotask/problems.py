"""Autotask's errors: most of them are a 500 with a list of sentences."""

from typing import Final

MISSING_FILTER: Final = "Value cannot be null.\r\nParameter name: filters"
TOO_MANY_ORS: Final = "Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions."
BAD_PAGE_SIZE: Final = "maxCountOfRecordsToReturn must be between 1 and 500"
ONE_UDF: Final = "Invalid query syntax. Only one user defined field is allowed in a query."
NO_MATCH: Final = (
    "No message. No matching records found. "
    "The logged in Resource may not have the required permissions to update the data."
)


class ApiError(Exception):
    """An answer with the vendor's error body; `errors` None leaves the body empty."""

    def __init__(self, status: int, errors: list[str] | None) -> None:
        super().__init__(f"{status} {errors}")
        self.status = status
        self.errors = errors


class WrongVerbError(Exception):
    """405: the body has another key than all the others."""

    def __init__(self, method: str) -> None:
        super().__init__(method)
        self.message = f"The requested resource does not support http method '{method}'."


def invalid(sentence: str) -> ApiError:
    """Validation is a 500, not a 400."""
    return ApiError(500, [sentence])


def unknown_field(field: str, entity: str) -> ApiError:
    return invalid(f"Unable to find {field} in the {entity} Entity.")


def not_queryable(field: str, entity: str) -> ApiError:
    return invalid(f"The field {field} of the {entity} Entity cannot be queried.")


def read_only(field: str, entity: str) -> ApiError:
    return invalid(f"The field {field} of the {entity} Entity is read only.")


def unreadable(kind: str, value: object) -> ApiError:
    return invalid(f"Could not convert value '{value}' to {kind}.")


def not_found() -> ApiError:
    return ApiError(404, None)
