"""Which records the API user does not get to see, without a word about it."""

from sandbox.autotask.passing import Passing
from sandbox.autotask.rights import Rights
from sandbox.autotask.tenant import BY_INVOICE, Sees, Tenant
from sandbox.door.jsontext import Document


class Sight:
    """Hides lines of business that the user has no right to, and invoices that are still to appear."""

    def __init__(self, tenant: Tenant, rights: Rights, passing: Passing) -> None:
        self._tenant = tenant
        self._rights = rights
        self._passing = passing

    def of(self, entity: str) -> Sees | None:
        """Tells of a record whether it is seen; None when all are."""
        if entity not in ("Invoices", "BillingItems"):
            return None
        hidden, unborn = self._rights.hidden_lines(), self._passing.still_to_appear()
        if not hidden and not unborn:
            return None
        if entity == "BillingItems":
            return lambda item: (
                item["organizationalLevelAssociationID"] not in hidden
                and item["invoiceID"] not in unborn
            )
        gone = {number for number, choice in hidden.items() if choice == "none"}
        return lambda invoice: invoice["id"] not in unborn and not self._is_only(invoice, gone)

    def _is_only(self, invoice: Document, gone: set[int]) -> bool:
        """Whether an invoice has lines, and all of them of lines of business that are gone."""
        if not gone:
            return False
        items = self._tenant.store.find("BillingItems", BY_INVOICE, invoice["id"])
        return bool(items) and all(
            item["organizationalLevelAssociationID"] in gone for item in items
        )
