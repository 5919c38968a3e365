"""What the Autotask client takes and returns where the domain has no word for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class AutotaskCredentials:
    """An API user. Secrets hold symbols such as `#` and `~` and travel verbatim."""

    user: str
    secret: str = field(repr=False)
    integration_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a tenant lives: `url` ends in `/atservicesrest/`; `web_url` is "" when not trusted."""

    url: str
    web_url: str
    name: str


@dataclass(frozen=True, slots=True)
class RawInvoice:
    """An invoice as Autotask sent it; money in it is Decimal."""

    autotask_id: int
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class InvoiceWindow:
    """Which invoices a look asks for; one that fits any of these is in it.

    New is what was created since, or has an id above the highest one known: ids grow, whatever the
    clocks on both sides say. `ids_between` (above the first, up to the second) narrows what was
    created since, and nothing else.
    """

    created_from: datetime
    voided_from: datetime
    known_ids: Sequence[int] = ()
    above_id: int | None = None
    ids_between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A page in order of id. Ask on with `after_id=last_id` until `is_last`, even if it is empty.

    `unusable` is what came without an id by which it could be told from others.
    """

    invoices: tuple[RawInvoice, ...]
    is_last: bool
    last_id: int
    unusable: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RawPurchaseOrder:
    """A purchase order as Autotask sent it."""

    autotask_id: int
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PurchaseOrderPage:
    """A page in order of id, as `InvoicePage`."""

    orders: tuple[RawPurchaseOrder, ...]
    is_last: bool
    last_id: int


@dataclass(frozen=True, slots=True)
class TaxRegion:
    """Where a company is taxed; invoices carry the region's name as text."""

    autotask_id: int
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """What is taxed; billing codes carry it."""

    autotask_id: int
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of a region and a category. Whether 15 or 0.15 means 15 % is not documented."""

    autotask_id: int
    name: str
    rate: Decimal
    region_id: int
    category_id: int
    is_compounded: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """The tenant's calls, of all integrations together: `used` of `limit` in `minutes`."""

    limit: int
    minutes: int
    used: int


@dataclass(frozen=True, slots=True)
class InvoicePdf:
    """An invoice as Autotask prints it."""

    content_type: str
    file_name: str
    data: bytes = field(repr=False)
