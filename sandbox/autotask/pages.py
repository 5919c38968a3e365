"""Answers queries page by page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from sandbox.autotask.query.paging import Cursor, page_details, page_url
from sandbox.autotask.query.reading import Included, Query, projection
from sandbox.autotask.schema import Entity
from sandbox.autotask.tenant import Tenant
from sandbox.door.jsontext import Document, dumps


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of a query live: the entity's URL, and the search when it came by GET."""

    base: str
    search: str | None


@dataclass(frozen=True, slots=True)
class Writer:
    """What is shown of a record, and the JSON of several."""

    shown: Callable[[Document], Document]
    texts: Callable[[Iterable[Document]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """The records of one page, whether there are more, and the first one beyond it."""

    records: list[Document]
    more: bool
    beyond: Document | None = None

    def shortened(self) -> "Page":
        """The page as it is when the vendor stops early: fewer records, the rest on the next one."""
        kept = self.records[: max(1, len(self.records) // 2)]
        beyond = self.records[len(kept)] if len(kept) < len(self.records) else self.beyond
        return Page(kept, self.more or len(kept) < len(self.records), beyond)

    def cut(self) -> "Page":
        """The page as it is when the vendor loses the rest."""
        return Page(self.shortened().records, more=False)


def candidates(tenant: Tenant, entity: Entity, query: Query, start: int) -> Iterable[Document]:
    """The records that are worth looking at, by ascending id; none that the user may not see."""
    found = _narrowed(tenant, entity, query, start)
    sees = tenant.sees(entity.name)
    return found if sees is None else filter(sees, found)


def _narrowed(tenant: Tenant, entity: Entity, query: Query, start: int) -> list[Document]:
    narrow = query.narrowing
    first = max(start, narrow.above)
    if narrow.ids is not None:
        return tenant.some(entity.name, narrow.ids, first)
    if narrow.invoice_ids is not None:
        return tenant.items_of(narrow.invoice_ids, first)
    return tenant.after(entity.name, first)


def page(tenant: Tenant, entity: Entity, query: Query, cursor: Cursor) -> Page:
    matching = filter(query.matches, candidates(tenant, entity, query, cursor.start))
    found = list(islice(matching, cursor.page_size + 1))
    more = len(found) > cursor.page_size and query.leads_on
    return Page(found[: cursor.page_size], more, found[-1] if more else None)


def count(tenant: Tenant, entity: Entity, query: Query) -> int:
    return sum(1 for record in candidates(tenant, entity, query, -1) if query.matches(record))


def page_text(texts: Iterable[str], found: Page, cursor: Cursor, address: Address) -> str:
    """The JSON of a page whose records have these texts."""
    following = cursor.after(int(found.records[-1]["id"])) if found.more else None
    urls = (
        page_url(address.base, cursor.before(), address.search),
        page_url(address.base, following, address.search),
    )
    details = dumps(page_details(len(found.records), cursor, urls))
    return f'{{"items":[{",".join(texts)}],"pageDetails":{details}}}'


def writer(tenant: Tenant, entity: Entity, included: Included | None = None) -> Writer:
    """How a record of the entity is answered when so many of its fields are asked for."""
    cut = projection(included)
    whole = tenant.shown(entity.name)
    if cut is None:
        return Writer(whole, partial(map, partial(tenant.text, entity.name)))
    return Writer(
        lambda record: cut(whole(record)),
        # All at once, as a list that loses its brackets.
        lambda records: [dumps([cut(whole(record)) for record in records])[1:-1]],
    )
