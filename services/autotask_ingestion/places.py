"""Where each of the invoices that a look found lives, among the connections that share the tenant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.store import ingested_invoices, routes
from core.store.ingested_invoices import Known
from core.store.moves import Stand, standing
from core.store.routes import Route


@dataclass(frozen=True, slots=True)
class Place:
    """An invoice as it was found, its route, and what each connection has of it.

    `known` is its open record where it lives; None when it is new, or when a move broke off.
    """

    found: RawInvoice
    route: Route | None
    stands: Sequence[Stand]
    known: Known | None = None

    @property
    def autotask_id(self) -> int:
        return self.found.autotask_id

    @property
    def raw(self) -> Mapping[str, Any]:
        return self.found.raw

    @property
    def company_id(self) -> int | None:
        company_id = self.raw.get("companyID")
        return company_id if type(company_id) is int else None

    @property
    def settled_at(self) -> str | None:
        """The connection that it can't leave: it is at Xero from there, or with a person."""
        fixed = [
            each.connection_id for each in self.stands if not each.is_closed and not each.is_free
        ]
        if self.route and self.route.connection_id in fixed:
            return self.route.connection_id
        return next(iter(fixed), None)

    @property
    def home(self) -> str | None:
        """Where it lives; None for a new one. Before the tenant was shared nothing had a route."""
        if self.route:
            return self.route.connection_id
        open_at = [each.connection_id for each in self.stands if not each.is_closed]
        return self.settled_at or next(iter(open_at), None)

    @property
    def is_unfinished(self) -> bool:
        """Tell whether a move broke off before the invoice stood where its route leads."""
        return any(each.is_closed and each.look_again for each in self.stands)

    def stand_at(self, connection_id: str) -> Stand | None:
        at = (each for each in self.stands if each.connection_id == connection_id)
        return next(at, None)


def find_places(
    key: str, connection_ids: Collection[str], found: Sequence[RawInvoice]
) -> list[Place]:
    """In the order of `found`."""
    ids = [each.autotask_id for each in found]
    known_routes = routes.load(key, ids)
    # A route may lead to a connection that shares the tenant no longer.
    asked = {*connection_ids, *(each.connection_id for each in known_routes.values())}
    stands = standing(asked, ids)
    places = [
        Place(each, known_routes.get(each.autotask_id), stands.get(each.autotask_id, ()))
        for each in found
    ]
    return _with_records(places)


def _with_records(places: Sequence[Place]) -> list[Place]:
    living: dict[str, list[int]] = {}
    for place in places:
        stand = place.stand_at(place.home) if place.home else None
        if stand is not None and not stand.is_closed:
            living.setdefault(stand.connection_id, []).append(place.autotask_id)
    known = {
        autotask_id: record
        for connection_id, ids in living.items()
        for autotask_id, record in ingested_invoices.known(connection_id, ids).items()
    }
    return [
        Place(each.found, each.route, each.stands, known.get(each.autotask_id)) for each in places
    ]
