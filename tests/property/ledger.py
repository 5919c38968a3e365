"""The Xero sandbox as the properties use it: what we froze goes in, what Xero made comes out."""

from decimal import Decimal
from typing import Any

from core.clients.exact_json import load
from core.clients.xero import translate
from core.clients.xero.fields import Element
from core.clients.xero.payloads import freeze_documents, path_of
from core.domain.organisation_lists import OrganisationLists
from core.domain.xero_document import XeroDraft
from tests.unit.sandbox.xero.conftest import Bookkeeper

_QUERY = {"summarizeErrors": "false", "unitdp": "4"}


class SandboxLedger:
    """Posts drafts one by one, each under a number of its own."""

    def __init__(self, bookkeeper: Bookkeeper) -> None:
        self._bookkeeper = bookkeeper
        self.contact_id = bookkeeper.contact_id()
        self.lists = self._read_lists()
        self._last_id = 0

    def next_id(self) -> int:
        """An Autotask id that no document here has yet."""
        self._last_id += 1
        return self._last_id

    def post(self, draft: XeroDraft) -> dict[str, Any]:
        """Xero's document; a refusal fails the test with Xero's words."""
        path = path_of(draft.kind)
        answer = self._bookkeeper.call(
            "PUT", path, query_string=_QUERY, data=freeze_documents([draft])
        )
        assert answer.status_code == 200, answer.text
        [made] = load(answer.data)[path]
        assert made["StatusAttributeString"] == "OK", made.get("ValidationErrors")
        return dict(made)

    def tracked(self, made: dict[str, Any]) -> list[list[tuple[str, str]]]:
        """Category and option of each line, as Xero understood them."""
        return [
            [(pair["Name"], pair["Option"]) for pair in line["Tracking"]]
            for line in made["LineItems"]
        ]

    def _read_lists(self) -> OrganisationLists:
        accounts = [translate.translate_account(row) for row in self._rows("Accounts")]
        rates = [translate.translate_tax_rate(row) for row in self._rows("TaxRates")]
        categories = map(translate.translate_tracking_category, self._rows("TrackingCategories"))
        themes = map(translate.translate_branding_theme, self._rows("BrandingThemes"))
        (organisation,) = self._rows("Organisation", "Organisations")
        return OrganisationLists(
            accounts={each.code: each for each in accounts},
            tax_rates={each.tax_type: each for each in rates},
            currencies=frozenset(row.text("Code") for row in self._rows("Currencies")),
            tracking=tuple(categories),
            themes=tuple(themes),
            organisation=translate.translate_organisation(organisation),
        )

    def _rows(self, path: str, key: str = "") -> list[Element]:
        answer = self._bookkeeper.get(path)
        return [Element(row) for row in load(answer.data)[key or path]]


def total_of(made: dict[str, Any]) -> Decimal:
    return Decimal(made["Total"])
