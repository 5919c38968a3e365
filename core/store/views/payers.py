"""Who is billed for a company, as a screen needs it to link the right one to a contact."""

from typing import Any

from core.domain.company import Company, company_from
from core.domain.contacts.payer import find_payer
from core.store import connections
from core.store.documents import InvoiceDocument
from core.store.reference_data import load_some
from core.store.views.reading import collection, read


@read
def payer_of(connection: str, autotask_id: int) -> tuple[int, str] | None:
    """Id and name of the company that is billed for an invoice; None for an unknown invoice."""
    stored = collection(InvoiceDocument).find_one(
        {"_id": f"{connection}/{autotask_id}"}, {"company_id": 1, "company": 1}
    )
    known = connections.get(connection)
    if stored is None or known is None:
        return None
    company_id = int(stored["company_id"])
    family = _family(known.autotask_key, company_id)
    payer = find_payer(company_id, family, known.settings.parent_billing)
    named = family.get(payer.company_id)
    return payer.company_id, named.name if named else str(stored.get("company") or "")


def _family(autotask_key: str, company_id: int) -> dict[int, Company]:
    """The company and its parents, as far as they are known."""
    family: dict[int, Company] = {}
    wanted: int | None = company_id
    while wanted is not None and wanted not in family:
        found: dict[str, Any] = load_some(autotask_key, "company", [str(wanted)])
        if not found:
            break
        family[wanted] = company_from(found[str(wanted)])
        wanted = family[wanted].parent_id
    return family
