"""Builds a whole world from its seed, its size and its day."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sandbox.world import lines
from sandbox.world.companies import Company, companies, sized_companies, suppliers
from sandbox.world.drafts import Draft, Role, morning_before, tax_rate, terms_of
from sandbox.world.invoices import Ids, add
from sandbox.world.model import Record, World
from sandbox.world.parties import company_record, own_company
from sandbox.world.people import contact_records, with_roles
from sandbox.world.plan import drafts
from sandbox.world.purchasing import purchase_orders
from sandbox.world.reference import reference_data
from sandbox.world.user_fields import definitions

ENTITIES = (
    "BillingCodes", "BillingItems", "Companies", "Contacts", "Currencies", "Departments",
    "InvoiceTemplates", "Invoices", "OrganizationalLevel1s", "OrganizationalLevel2s",
    "OrganizationalLevelAssociations", "PaymentTerms", "PurchaseOrderItems", "PurchaseOrders",
    "Resources", "TaxCategories", "TaxRegions", "Taxes", "UserDefinedFieldDefinitions",
)  # fmt: skip


def empty() -> World:
    """Reference data and the tenant's own company, nobody billed."""
    records: dict[str, list[Record]] = {entity: [] for entity in ENTITIES}
    records |= reference_data() | {"UserDefinedFieldDefinitions": definitions()}
    records["Companies"].append(own_company())
    return World(records)


def demo(seed: int, today: date) -> World:
    """Kauri Managed IT with its customers, suppliers and twelve months of billing."""
    world = empty()
    customers, vendors = companies(seed), suppliers(seed)
    _add_parties(world, [*customers, *vendors], seed, today)
    world.records["Contacts"] = with_roles(world.records["Contacts"], customers, seed)
    orders, items = purchase_orders(vendors, customers, today, seed)
    world.records["PurchaseOrders"] += orders
    world.records["PurchaseOrderItems"] += items
    add(world, drafts(customers, today, seed), _ids(seed))
    return world


def sized(seed: int, today: date, counts: tuple[int, int, int]) -> World:
    """So many companies, invoices, and lines on each: nothing odd, all of it to be completed."""
    company_count, invoice_count, line_count = counts
    world = empty()
    customers = sized_companies(company_count, seed)
    _add_parties(world, customers, seed, today)
    rng = random.Random(f"sized-{seed}")  # noqa: S311 - a demo world, not a secret
    planned = [
        _plain_draft(customers[index % company_count], line_count, today, rng)
        for index in range(invoice_count)
    ]
    add(world, sorted(planned, key=lambda draft: draft.created), _ids(seed))
    return world


def _plain_draft(company: Company, line_count: int, today: date, rng: random.Random) -> Draft:
    day = today - timedelta(days=rng.randint(0, 27))
    made = [lines.labor(rng) if index % 3 else lines.recurring(rng) for index in range(line_count)]
    return Draft(
        company=company,
        role=Role.ORDINARY,
        day=day,
        created=morning_before(day, rng),
        lines=tuple(lines.taxed(made, tax_rate(company))),
        terms=terms_of(company),
    )


def _add_parties(world: World, parties: Sequence[Company], seed: int, today: date) -> None:
    world.records["Companies"] += [company_record(company, today) for company in parties]
    world.records["Contacts"] += contact_records(parties, seed)


def _ids(seed: int) -> Ids:
    return Ids(random.Random(f"ids-{seed}"))  # noqa: S311 - a demo world, not a secret
