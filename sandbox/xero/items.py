"""/Items: what is sold and bought again and again; a line may name one instead of its details."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from sandbox.xero.batches import Batches
from sandbox.xero.books import ZERO_ID, Books, Record, fresh_id
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.reference import Listed
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError, RejectedElementError
from sandbox.xero.resource import Sent

_TEXTS = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000}
# The doubled quotes are Xero's.
_TAKEN = "Price List Item with Code ''{}'' already exists"
_NO_CODE = "Item Code must be specified"


class Items(Listed):
    """The price list."""

    def __init__(self, books: Books, envelope: Envelope, batches: Batches) -> None:
        super().__init__(books, envelope, "Items", "Item")
        self._batches = batches

    def read_one(self, sent: Sent, key: str) -> Response:
        """One by its id or code."""
        by_code = next(iter(self._books.find("Items", "Code", key)), None)
        return super().read_one(sent, str(by_code["ItemID"]) if by_code else key)

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT creates; POST creates or changes, by id or code."""
        if method not in ("PUT", "POST") or (method == "PUT" and key):
            raise NotImplementedHereError
        elements = elements_of(sent.body, "Items", "Item")

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            old = None if method == "PUT" else self._meant(element, key)
            return self._written(element, old), ()

        return self._batches.answer(sent, "Items", elements, write, dict)

    def _meant(self, sent: Element, key: str | None) -> Record | None:
        item_id = key or sent.guid("ItemID")
        if item_id:
            found = self._books.get("Items", item_id.lower())
            if found is None:
                raise NotFoundError
            return found
        return next(iter(self._books.find("Items", "Code", sent.text("Code") or "")), None)

    def _written(self, sent: Element, old: Record | None) -> Record:
        texts = {name: sent.text(name) for name in _TEXTS if sent.has(name)}
        details = {
            name: dict(sent.sent[name])
            for name in ("SalesDetails", "PurchaseDetails")
            if sent.child(name)
        }
        item: Record = {**(old or _blank()), **texts, **details}
        problems = [
            f"{name} must be {longest} characters or less."
            for name, longest in _TEXTS.items()
            if len(str(item.get(name, ""))) > longest
        ]
        code = str(item.get("Code") or "")
        others = self._books.find("Items", "Code", code) if code else []
        if not code:
            problems.append(_NO_CODE)
        elif any(other["ItemID"] != item["ItemID"] for other in others):
            problems.append(_TAKEN.format(code))
        if problems:
            raise RejectedElementError(problems, item)
        if old is None:
            item["ItemID"] = fresh_id()
        return self._books.save("Items", item)


def _blank() -> Record:
    return {
        "ItemID": ZERO_ID,
        "IsTrackedAsInventory": False,
        "IsSold": True,
        "IsPurchased": True,
    }
