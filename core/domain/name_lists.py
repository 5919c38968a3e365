"""Which of Autotask's lists a connection's rules lean on; the others are never asked for."""

from collections.abc import Iterable
from enum import StrEnum

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_choices import RouteBy, TrackingSource


class NameList(StrEnum):
    """A list of names by the kind under which it is stored."""

    TERRITORIES = "territory"
    DEPARTMENTS = "department"
    LINES_OF_BUSINESS = "line_of_business"
    TAX_CATEGORIES = "tax_category"
    TEMPLATES = "invoice_template"
    COMPANY_TYPES = "company_type"
    INVOICE_STATUSES = "invoice_status"


_OF_SOURCE = {
    TrackingSource.TERRITORY: NameList.TERRITORIES,
    TrackingSource.DEPARTMENT: NameList.DEPARTMENTS,
    TrackingSource.LINE_OF_BUSINESS: NameList.LINES_OF_BUSINESS,
}


def wanted_names(settings: ConnectionSettings) -> frozenset[NameList]:
    """Rows that go by a number need no name, so they cost no call."""
    wanted = {_OF_SOURCE[rule.source] for rule in settings.tracking if rule.source in _OF_SOURCE}
    if goes_by_names(settings.branding_themes):
        wanted.add(NameList.TEMPLATES)
    if any(goes_by_names(rows) for rows in settings.tax_types_by_category.values()):
        wanted.add(NameList.TAX_CATEGORIES)
    if goes_by_names(settings.skip_company_types):
        wanted.add(NameList.COMPANY_TYPES)
    if settings.route_by is RouteBy.LINE_OF_BUSINESS:
        # Also when all rows go by numbers: what has no row is told by its name.
        wanted.add(NameList.LINES_OF_BUSINESS)
    return frozenset(wanted)


def goes_by_names(rows: Iterable[str]) -> bool:
    """Tell whether a row of a table that takes names and numbers goes by a name."""
    return any(not key.isdecimal() for key in rows)
