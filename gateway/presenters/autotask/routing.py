"""Which of the connections that share an Autotask tenant gets an invoice, by which rule."""

from dataclasses import dataclass
from urllib.parse import quote

from core.domain.setting_choices import RouteBy
from core.store.views.autotask import AutotaskSide, Sharer

UNROUTABLE = "UNROUTABLE"


@dataclass(frozen=True, slots=True)
class RouteRow:
    """`value` is what Autotask says; `to` is a connection, without a name if it does not exist."""

    value: str
    to: Sharer
    is_known: bool


@dataclass(frozen=True, slots=True)
class RoutingView:
    """`unroutable` counts what stands at a fault for want of a route; `link` leads to it."""

    rule: str
    head: str
    rows: tuple[RouteRow, ...]
    default: RouteRow | None
    sharers: tuple[Sharer, ...]
    unroutable: int
    link: str


def routing_view(side: AutotaskSide) -> RoutingView | None:
    """None where the tenant belongs to one connection and nothing is routed."""
    options = side.options
    if not side.sharers and options.route_by is RouteBy.NONE and not side.waiting.unroutable:
        return None
    by_company = options.route_by is RouteBy.COMPANY_FIELD
    owner = quote(side.owner.id, safe="")
    return RoutingView(
        rule=_rule(side),
        head=options.route_field if by_company else "Line of business",
        rows=tuple(
            _row(side, value if by_company else _named(value, side), to)
            for value, to in sorted(options.routes.items())
        )
        if options.route_by is not RouteBy.NONE
        else (),
        default=_row(side, "", options.default_route) if options.default_route else None,
        sharers=side.sharers,
        unroutable=side.waiting.unroutable,
        link=f"/c/{owner}/sync/invoices?status=fault&cause={UNROUTABLE}",
    )


def _rule(side: AutotaskSide) -> str:
    match side.options.route_by:
        case RouteBy.COMPANY_FIELD:
            return f"The company’s field {side.options.route_field} names the connection."
        case RouteBy.LINE_OF_BUSINESS:
            return "The line of business of an invoice’s lines names the connection."
        case RouteBy.NONE:
            return "No rule is chosen (option route_by); only the default route speaks."


def _row(side: AutotaskSide, value: str, connection_id: str) -> RouteRow:
    known = {each.id: each for each in side.sharers or (side.owner,)}
    found = known.get(connection_id)
    return RouteRow(value, found or Sharer(connection_id, ""), found is not None)


def _named(value: str, side: AutotaskSide) -> str:
    """A line of business that goes by its number, with its name."""
    name = side.lines_of_business.get(value.strip())
    return f"{name} ({value})" if name else value
