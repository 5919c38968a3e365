"""Answers queries page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sandbox.autotask.query.paging import Cursor, page_details, page_url
from sandbox.autotask.query.reading import Query, projection
from sandbox.autotask.schema import Entity
from sandbox.autotask.tenant import Tenant
from sandbox.door.jsontext import Document, dumps


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of a query live: the entity's URL, and the search when it came by GET."""

    base: str
    search: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """The records of one page and whether there are more."""

    records: list[Document]
    more: bool

    def shortened(self) -> "Page":
        """The page as it is when the vendor stops early: fewer records, the rest on the next one."""
        kept = self.records[: max(1, len(self.records) // 2)]
        return Page(kept, self.more or len(kept) < len(self.records))


def candidates(tenant: Tenant, entity: Entity, query: Query, start: int) -> list[Document]:
    """The records that are worth looking at, by ascending id."""
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
    return Page(found[: cursor.page_size], len(found) > cursor.page_size)


def count(tenant: Tenant, entity: Entity, query: Query) -> int:
    return sum(1 for record in candidates(tenant, entity, query, -1) if query.matches(record))


def page_text(
    texts: Callable[[Document], str], found: Page, cursor: Cursor, address: Address
) -> str:
    """The JSON of a page."""
    following = cursor.after(int(found.records[-1]["id"])) if found.more else None
    urls = (
        page_url(address.base, cursor.before(), address.search),
        page_url(address.base, following, address.search),
    )
    details = dumps(page_details(len(found.records), cursor, urls))
    return f'{{"items":[{",".join(map(texts, found.records))}],"pageDetails":{details}}}'


def texts(tenant: Tenant, entity: Entity, query: Query) -> Callable[[Document], str]:
    """How each record of a page is written."""
    cut = projection(query.included)
    if cut is None:
        return lambda record: tenant.text(entity.name, record)
    return lambda record: dumps(cut(record))
