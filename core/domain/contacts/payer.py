"""Whom an invoice is billed to: the company on it, or its parent (product.md X6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.company import Company
from core.domain.setting_choices import ParentBilling


@dataclass(frozen=True, slots=True)
class Payer:
    """`reason` is a whole sentence, empty when the company on the invoice simply pays itself."""

    company_id: int
    reason: str = ""


def find_payer(company_id: int, companies: Mapping[int, Company], rule: ParentBilling) -> Payer:
    """Go up the parents as far as the rule says.

    `always` goes to the top; `without_contact` to the first company in which Autotask has an active
    contact. A circle, a parent that Autotask does not show and a family without any contact leave
    the company itself.
    """
    company = companies.get(company_id)
    if rule is ParentBilling.NEVER or company is None or company.parent_id is None:
        return Payer(company_id)
    if rule is ParentBilling.WITHOUT_CONTACT and company.people:
        return Payer(company_id, f"{company.name} has contacts of its own and is billed itself.")
    line = _ancestors(company, companies)
    if line is None:
        return Payer(company_id, f"The parents of {company.name} run in a circle; it pays itself.")
    if rule is ParentBilling.WITHOUT_CONTACT:
        line = [each for each in line if each.people][:1]
    if not line:
        return Payer(company_id, f"No parent of {company.name} can be billed; it pays itself.")
    return Payer(line[-1].autotask_id, f"{line[-1].name} is billed: parent of {company.name}.")


def _ancestors(company: Company, companies: Mapping[int, Company]) -> list[Company] | None:
    """The parents from the nearest up, as far as they are known; None when they run in a circle."""
    line: list[Company] = []
    seen, parent_id = {company.autotask_id}, company.parent_id
    while parent_id is not None:
        if parent_id in seen:
            return None
        seen.add(parent_id)
        parent = companies.get(parent_id)
        if parent is None:
            break
        line.append(parent)
        parent_id = parent.parent_id
    return line
