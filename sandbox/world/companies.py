"""The customers and suppliers of Kauri Managed IT, and how Xero knows each of them."""

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from sandbox.world import names

NZ_GST: Final = 1
ZERO_RATED: Final = 2
CURRENCY_IDS: Final = {"NZD": 1, "AUD": 2, "USD": 3}
FIRST_CUSTOMER_ID: Final = 201
FIRST_SUPPLIER_ID: Final = 901
CUSTOMERS: Final = 150
KNOWN_TO_XERO: Final = 110
TWIN_NAME: Final = "Tasman Freight Limited"
NO_SYNC_NAME: Final = "Waterfront Charitable Trust"
ARCHIVED_NAME: Final = "Old Mill Antiques Limited"

Kind = Literal["customer", "supplier"]


@dataclass(frozen=True, slots=True)
class Company:
    """`name` is Autotask's spelling; `xero_name` is the bookkeeper's, None when Xero has no contact."""

    id: int
    name: str
    kind: Kind
    currency: str
    currency_id: int
    tax_region_id: int
    in_xero: bool
    xero_name: str | None
    xero_archived: bool
    no_sync: bool
    billed: bool
    address1: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str
    email: str
    contact_first_name: str
    contact_last_name: str
    tax_id: str | None


def account_number(company_id: int) -> str:
    """What Autotask calls the company's number, and Xero a contact's account number."""
    return f"C{company_id:05d}"


def companies(seed: int) -> list[Company]:
    """The 150 customers by id; exactly one is archived in Xero, one is `no_sync`, two are twins."""
    rng = random.Random(f"companies-{seed}")  # noqa: S311 - a demo world, not a secret
    spellings = list(_customer_names(rng))
    rng.shuffle(spellings)
    known = _known_to_xero(spellings, rng)
    return [
        _company(FIRST_CUSTOMER_ID + index, spelling, "customer", spelling in known, rng)
        for index, spelling in enumerate(spellings)
    ]


def suppliers(seed: int) -> list[Company]:
    """The vendors of the purchase orders; the first five are contacts in Xero already."""
    rng = random.Random(f"suppliers-{seed}")  # noqa: S311 - a demo world, not a secret
    return [
        _company(FIRST_SUPPLIER_ID + index, spelling, "supplier", index < 5, rng)
        for index, spelling in enumerate(names.SUPPLIERS)
    ]


def sized_companies(count: int, seed: int) -> list[Company]:
    """So many domestic customers that Xero does not know yet."""
    rng = random.Random(f"sized-companies-{seed}")  # noqa: S311 - a demo world, not a secret
    return [
        _company(FIRST_CUSTOMER_ID + index, f"{_plain_name(index)} Limited", "customer", False, rng)
        for index in range(count)
    ]


def _plain_name(index: int) -> str:
    turn, rest = divmod(index, len(names.BRANDS) * len(names.TRADES))
    trade, brand = divmod(rest, len(names.BRANDS))
    return f"{names.BRANDS[brand]} {names.TRADES[trade]}" + (f" {turn + 1}" if turn else "")


def _customer_names(rng: random.Random) -> Iterator[str]:
    yield from (TWIN_NAME, TWIN_NAME.upper(), NO_SYNC_NAME, ARCHIVED_NAME)
    yield from names.AUSTRALIANS
    yield from names.AMERICANS
    yield from (f"{name} Limited" for name in names.PARTNERSHIPS)
    missing = CUSTOMERS - 4 - len(names.AUSTRALIANS + names.AMERICANS + names.PARTNERSHIPS)
    pairs = [f"{b} {t}" for b, t in product(names.BRANDS, names.TRADES)]
    pairs.remove(TWIN_NAME.removesuffix(" Limited"))
    for pair in rng.sample(pairs, missing):
        ending = rng.choices((" Limited", " Ltd", " Group Limited", ""), (70, 10, 10, 10))[0]
        yield pair + ending


def _known_to_xero(spellings: Sequence[str], rng: random.Random) -> set[str]:
    """The twins stay unknown: creating both in one batch is what Xero refuses."""
    free = [s for s in spellings if s.casefold() != TWIN_NAME.casefold() and s != ARCHIVED_NAME]
    return {ARCHIVED_NAME, *rng.sample(free, KNOWN_TO_XERO - 1)}


def _company(
    company_id: int, spelling: str, kind: Kind, known: bool, rng: random.Random
) -> Company:
    currency, country, places, dialing = _home(spelling)
    city, state, postal_code, area = rng.choice(places)
    return Company(
        id=company_id,
        name=_as_typed(spelling, rng) if known else spelling,
        kind=kind,
        currency=currency,
        currency_id=CURRENCY_IDS[currency],
        tax_region_id=NZ_GST if currency == "NZD" else ZERO_RATED,
        in_xero=known,
        xero_name=spelling if known else None,
        xero_archived=spelling == ARCHIVED_NAME,
        no_sync=spelling == NO_SYNC_NAME,
        billed=kind == "customer" and spelling != ARCHIVED_NAME,
        address1=f"{rng.randint(1, 480)} {rng.choice(names.STREETS)}",
        city=city,
        state=state,
        postal_code=postal_code,
        country=country,
        phone=f"+{dialing} {area} 555 {rng.randint(100, 9999):04d}",
        email=f"accounts@{_domain(spelling, company_id)}",
        contact_first_name=rng.choice(names.FIRST_NAMES),
        contact_last_name=rng.choice(names.LAST_NAMES),
        tax_id=_gst_number(rng) if currency == "NZD" else None,
    )


def _home(spelling: str) -> tuple[str, str, Sequence[tuple[str, str, str, str]], str]:
    if spelling.endswith("Pty Ltd"):
        return "AUD", "Australia", names.AUSTRALIA, "61"
    if spelling.endswith(("Inc.", "LLC")):
        return "USD", "United States", names.UNITED_STATES, "1"
    return "NZD", "New Zealand", names.NEW_ZEALAND, "64"


def _as_typed(spelling: str, rng: random.Random) -> str:
    """People type names twice: every fifth differs from Xero's by blanks or letter case."""
    habit = rng.randrange(20)
    if habit == 0:
        return f"{spelling} "
    if habit == 1:
        return spelling.replace(" ", "  ", 1)
    if habit == 2:
        return spelling.upper()
    return f" {spelling}" if habit == 3 else spelling


def _domain(spelling: str, company_id: int) -> str:
    plain = unicodedata.normalize("NFKD", spelling.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"\b(limited|ltd|pty|inc|llc|group)\b", "", plain)
    return f"{re.sub(r'[^a-z0-9]', '', words)}{company_id}.example"


def _gst_number(rng: random.Random) -> str:
    digits = f"{rng.randint(10_000_000, 139_999_999):09d}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
