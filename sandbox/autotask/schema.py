"""The entities that the sandbox serves, with the fields that the vendor's metadata gives them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from sandbox.autotask.problems import not_found, unknown_field

METADATA: Final = Path(__file__).parent / "metadata"
UDF_ARRAY: Final = "userDefinedFields"

# Whatever the field flags say, these are the writes that the sandbox's entities take.
WRITABLE: Final[Mapping[str, frozenset[str]]] = {
    "Invoices": frozenset({"invoiceNumber", "paidDate", "webServiceDate"}),
    "BillingItems": frozenset({"webServiceDate"}),
}


@dataclass(frozen=True, slots=True)
class Field:
    """What filters and writes need to know about a field."""

    name: str
    data_type: str
    length: int
    is_queryable: bool


@dataclass(frozen=True)
class Entity:
    """`name` is the plural of the URL, `singular` the name in error texts."""

    name: str
    singular: str
    fields: Mapping[str, Field]
    user_fields: Mapping[str, str]
    carries_user_fields: bool
    metadata: Mapping[str, Any]

    def field(self, name: str) -> Field:
        """By name in any letter case."""
        found = self.fields.get(name.lower())
        if found is None:
            raise unknown_field(name, self.singular)
        return found

    def user_field(self, name: str) -> str:
        """The user-defined field's own spelling."""
        found = self.user_fields.get(name.lower())
        if found is None:
            raise unknown_field(name, self.singular)
        return found

    @property
    def writable(self) -> frozenset[str]:
        return WRITABLE.get(self.name, frozenset())

    def complete(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Every field in the order of the metadata, the empty ones null."""
        whole = {field.name: record.get(field.name) for field in self.fields.values()}
        if self.carries_user_fields:
            whole[UDF_ARRAY] = record.get(UDF_ARRAY, [])
        return whole


@cache
def entities() -> Mapping[str, Entity]:
    """By lower-case name."""
    return {path.stem.lower(): _loaded(path) for path in sorted(METADATA.glob("*.json"))}


def entity(name: str) -> Entity:
    """By name in any letter case; 404 for what the tenant has no REST surface for."""
    found = entities().get(name.lower())
    if found is None:
        raise not_found()
    return found


def _loaded(path: Path) -> Entity:
    metadata = json.loads(path.read_text(encoding="utf-8"))
    fields = (
        Field(row["name"], row["dataType"], row["length"], row["isQueryable"])
        for row in metadata["fields"]
    )
    return Entity(
        name=path.stem,
        singular=metadata["info"]["name"],
        fields={field.name.lower(): field for field in fields},
        user_fields={row["name"].lower(): row["name"] for row in metadata[UDF_ARRAY]},
        carries_user_fields=metadata["carriesUserDefinedFields"],
        metadata=metadata,
    )
