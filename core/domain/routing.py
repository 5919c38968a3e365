"""Which of the connections that share an Autotask tenant gets an invoice (product.md I10).

The tenant's owner holds the rule: a field of the company, or the line of business of the lines,
names a row of its table, and the row a connection. Nobody is guessed at: what no row names stops.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.domain.company import Company, fold_name
from core.domain.connection_settings import ConnectionSettings
from core.domain.line_item import LineItem
from core.domain.setting_choices import RouteBy

# The names under which a line of business may stand in the table, by its id, the fullest first.
LinesOfBusiness = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unroutable:
    """`value` is what Autotask says, `why` ends the sentence "The rule does not say, because"."""

    value: str
    why: str


def route(
    lines: Collection[LineItem],
    company: Company,
    settings: ConnectionSettings,
    known_connections: Collection[str],
    lines_of_business: LinesOfBusiness,
) -> str | Unroutable:
    """The connection of an invoice of these lines by the rule of `settings`, one of those known.

    Without a rule (`RouteBy.NONE`) only the default route speaks.
    """
    match settings.route_by:
        case RouteBy.COMPANY_FIELD:
            wanted = _by_company(company, settings)
        case RouteBy.LINE_OF_BUSINESS:
            wanted = _by_lines(lines, settings, lines_of_business)
        case RouteBy.NONE:
            wanted = settings.default_route or Unroutable("", "no rule is chosen")
    if isinstance(wanted, str) and wanted not in known_connections:
        return Unroutable(wanted, f"there is no connection {wanted} that shares this Autotask")
    return wanted


def fold_value(value: str) -> str:
    """The form under which a value and a row are the same; "A/B" and "A / B" are."""
    return "/".join(part.strip() for part in fold_name(value).split("/"))


def _by_company(company: Company, settings: ConnectionSettings) -> str | Unroutable:
    field = settings.route_field.strip()
    value = _field_of(company, field)
    if found := _row([value], settings) if value else None:
        return found
    if settings.default_route:
        return settings.default_route
    if not value:
        return Unroutable("", f"company {company.name} has nothing in its field {field}")
    return Unroutable(value, f"no route is set for {value}, the {field} of {company.name}")


def _field_of(company: Company, field: str) -> str:
    wanted = fold_name(field)
    values = (value for name, value in company.udfs.items() if fold_name(name) == wanted)
    return next(values, "").strip()


def _by_lines(
    lines: Collection[LineItem], settings: ConnectionSettings, lines_of_business: LinesOfBusiness
) -> str | Unroutable:
    """One route for all lines; a line without a line of business goes with the others."""
    ids = {each.line_of_business_id for each in lines} - {None}
    names = {each: _names(each, lines_of_business) for each in sorted(filter(None, ids))}
    if not names:
        return settings.default_route or Unroutable("", "none of its lines has a line of business")
    routes = {each: _row(names[each], settings) or settings.default_route for each in names}
    if missing := [names[each][0] for each, wanted in routes.items() if wanted is None]:
        return Unroutable(", ".join(missing), f"no route is set for {' and '.join(missing)}")
    chosen = {wanted for wanted in routes.values() if wanted}
    if len(chosen) > 1:
        told = [f"{names[each][0]} (to {wanted})" for each, wanted in routes.items()]
        value = ", ".join(names[each][0] for each in names)
        return Unroutable(value, f"its lines belong to several routes: {', '.join(told)}")
    return chosen.pop()


def _names(line_of_business_id: int, lines_of_business: LinesOfBusiness) -> tuple[str, ...]:
    """A row may go by the number too, which needs no list."""
    found = lines_of_business.get(line_of_business_id, ())
    return (*found, str(line_of_business_id))


def _row(names: Iterable[str], settings: ConnectionSettings) -> str | None:
    rows = {fold_value(key): connection for key, connection in settings.routes.items()}
    return next((rows[each] for each in map(fold_value, names) if each in rows), None)
