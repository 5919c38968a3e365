"""Questions that are asked in one go with another: each way there and back takes longer than they do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mongoengine import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Beside(Generic[T]):
    """What is asked of a collection, and how what is found there is read."""

    document: type[Document]
    steps: Sequence[Mapping[str, Any]]
    read: Callable[[list[dict[str, Any]]], T]

    def united(self, name: str) -> dict[str, Any]:
        """As a step of a larger question; what it finds says where it belongs."""
        collection = self.document._get_collection_name()
        steps = [*self.steps, {"$set": {"part": name}}]
        return {"$unionWith": {"coll": collection, "pipeline": steps}}
