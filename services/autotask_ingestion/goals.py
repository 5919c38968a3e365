"""Which connection an invoice belongs to, by the rule of the tenant's owner and what it leans on."""

from collections.abc import Collection, Sequence
from typing import Any

from core.clients.autotask.fields import TranslationError
from core.clients.autotask.translate import translate_invoice
from core.domain.company import Company
from core.domain.line_item import LineItem
from core.domain.name_lists import NameList
from core.domain.records import Connection
from core.domain.routing import LinesOfBusiness, Unroutable, route
from core.domain.setting_choices import RouteBy
from core.runtime.autotask_lists import Lists
from core.store import reference_data
from core.store.ingested_form import UNROUTABLE
from core.store.invoices import REFRESHING
from services.autotask_ingestion.places import Place

Lines = Sequence[dict[str, Any]]


class Goals:
    """The rule at work for what one look found; `tenant` begins with its owner."""

    def __init__(self, tenant: Sequence[Connection], lists: Lists) -> None:
        self._owner = tenant[0]
        self._known = frozenset(each.id for each in tenant)
        self._lists = lists
        self._companies: dict[int, Company] = {}
        self._lines_of_business: LinesOfBusiness = {}

    @property
    def goes_by_company(self) -> bool:
        return self._rule is RouteBy.COMPANY_FIELD

    @property
    def _rule(self) -> RouteBy:
        return self._owner.settings.route_by

    def learn(self, places: Sequence[Place], wanted: Collection[int], *, fresh: bool) -> None:
        """Have there what the rule leans on, for these and for all that are `wanted` anyway.

        Companies are read anew where that may be what an invoice waits for, and where it decides
        for good where a new one goes.
        """
        ids = {
            each.company_id
            for each in places
            if each.autotask_id in wanted or each.settled_at is None
        }
        anew = {each.company_id for each in places if fresh or self._wants_anew(each)}
        known = self._lists.companies(_numbers(anew), fresh=True) if anew else {}
        self._companies = {**known, **self._lists.companies(_numbers(ids - anew))}
        if self._rule is RouteBy.LINE_OF_BUSINESS:
            self._lines_of_business = _lines_of_business(self._owner.autotask_key)

    def _wants_anew(self, place: Place) -> bool:
        known = place.known
        if known is None:
            return self.goes_by_company
        is_stopped = known.fault_code == UNROUTABLE and self.goes_by_company
        return is_stopped or known.hold_code == REFRESHING

    def of(self, place: Place, lines: Lines) -> tuple[str, Unroutable | None]:
        """Where it belongs, and why it stops there if the rule does not say."""
        if place.settled_at:
            return place.settled_at, None
        here = place.home if place.home in self._known else None
        if self._rule is RouteBy.NONE:
            default = self._owner.settings.default_route
            return here or (default if default in self._known else None) or self._owner.id, None
        company = self._companies.get(place.company_id or 0)
        items = self._items(place, lines)
        if company is None or items is None or place.raw.get("isVoided") is True:
            # There is nothing to go by, and the judge has something to say to each of these.
            return here or self._owner.id, None
        names = self._lines_of_business
        wanted = route(items, company, self._owner.settings, self._known, names)
        return (self._owner.id, wanted) if isinstance(wanted, Unroutable) else (wanted, None)

    def _items(self, place: Place, lines: Lines) -> Collection[LineItem] | None:
        """The lines, as far as the rule goes by them; None when there are none to go by yet."""
        if self._rule is not RouteBy.LINE_OF_BUSINESS:
            return ()
        try:
            return translate_invoice(place.raw, lines).lines or None
        except TranslationError:
            return None


def _lines_of_business(key: str) -> LinesOfBusiness:
    stored = reference_data.load(key, NameList.LINES_OF_BUSINESS.value)
    return {
        int(number): (f"{row['division']} / {row['name']}", row["name"], row["division"])
        for number, row in stored.items()
    }


def _numbers(ids: Collection[int | None]) -> set[int]:
    return {each for each in ids if each is not None}
