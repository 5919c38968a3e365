"""Which of Autotask's lists a connection's rules lean on; the others are never asked for."""

from enum import StrEnum

from core.domain.connection_settings import ConnectionSettings, TrackingSource


class NameList(StrEnum):
    """A list of names by the kind under which it is stored."""

    TERRITORIES = "territory"
    DEPARTMENTS = "department"
    LINES_OF_BUSINESS = "line_of_business"
    TAX_CATEGORIES = "tax_category"
    TEMPLATES = "invoice_template"


_OF_SOURCE = {
    TrackingSource.TERRITORY: NameList.TERRITORIES,
    TrackingSource.DEPARTMENT: NameList.DEPARTMENTS,
    TrackingSource.LINE_OF_BUSINESS: NameList.LINES_OF_BUSINESS,
}


def wanted_names(settings: ConnectionSettings) -> frozenset[NameList]:
    """Rows that go by a number need no name, so they cost no call."""
    wanted = {_OF_SOURCE[rule.source] for rule in settings.tracking if rule.source in _OF_SOURCE}
    if any(not key.isdecimal() for key in settings.branding_themes):
        wanted.add(NameList.TEMPLATES)
    categories = (key for rows in settings.tax_types_by_category.values() for key in rows)
    if any(not key.isdecimal() for key in categories):
        wanted.add(NameList.TAX_CATEGORIES)
    return frozenset(wanted)
