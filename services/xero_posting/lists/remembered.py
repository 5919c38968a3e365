"""Autotask's and Xero's lists, each read once a round however many records ask for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.xero_posting.ports import Lists


class RememberedLists:
    """Satisfies the port `Lists` over another one. What is not in a list is remembered too."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._whole: dict[str, Mapping[str, Any]] = {}
        self._some: dict[str, dict[str, Any]] = {}

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        if kind not in self._whole:
            self._whole[kind] = self._lists.load(connection_id, kind)
        return self._whole[kind]

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        known = self._some.setdefault(kind, {})
        wanted = list(keys)
        if missing := [key for key in wanted if key not in known]:
            found = self._lists.load_some(connection_id, kind, missing)
            known |= {key: found.get(key) for key in missing}
        return {key: known[key] for key in wanted if known[key] is not None}
