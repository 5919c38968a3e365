"""Documents by entity and id, in memory and written through to SQLite: kill -9 loses nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sandbox.door.jsontext import Document, dumps, loads

Key = int | str
_VALUES = "_values"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    entity TEXT NOT NULL, id NOT NULL, document TEXT NOT NULL, UNIQUE (entity, id)
)
"""
_UPSERT = """
INSERT INTO documents (entity, id, document) VALUES (?, ?, ?)
ON CONFLICT (entity, id) DO UPDATE SET document = excluded.document
"""


class Store:
    """One lock around everything: who is inside `transaction()` is alone; all happens or nothing.

    Documents that come out are the stored ones, not copies: replace them with `put`, never change
    them in place.
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = RLock()
        self._depth = 0
        self._undo: list[tuple[str, Key, Document | None]] = []
        self._touched: dict[tuple[str, Key], None] = {}
        self._entities: dict[str, dict[Key, Document]] = {}
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # Process death is what we survive, not power failure: no need to wait for the disk.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(_SCHEMA)
        self._load()

    def _load(self) -> None:
        rows = self._connection.execute("SELECT entity, id, document FROM documents ORDER BY rowid")
        for entity, key, text in rows:
            self._entities.setdefault(entity, {})[key] = loads(text)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Alone in the store until the end; an exception takes every change back. Nests."""
        with self._lock:
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    self._flush()
            except BaseException:
                if self._depth == 1:
                    self._revert()
                raise
            finally:
                self._depth -= 1

    def get(self, entity: str, key: Key) -> Document | None:
        """The document, or None."""
        with self._lock:
            return self._entities.get(entity, {}).get(key)

    def all(self, entity: str) -> list[Document]:
        """Every document of an entity in the order of their first arrival."""
        with self._lock:
            return list(self._entities.get(entity, {}).values())

    def entities(self) -> list[str]:
        """The names of the entities that have documents."""
        with self._lock:
            return [name for name, rows in self._entities.items() if rows and name != _VALUES]

    def put(self, entity: str, key: Key, document: Document) -> None:
        """Add or replace a document."""
        with self.transaction():
            rows = self._entities.setdefault(entity, {})
            self._undo.append((entity, key, rows.get(key)))
            self._touched[entity, key] = None
            rows[key] = document

    def delete(self, entity: str, key: Key) -> None:
        """Forget a document, if it is there."""
        with self.transaction():
            old = self._entities.get(entity, {}).pop(key, None)
            if old is not None:
                self._undo.append((entity, key, old))
                self._touched[entity, key] = None

    def clear(self, entity: str | None = None) -> None:
        """Forget every document of one entity, or everything."""
        with self.transaction():
            for name in [entity] if entity else list(self._entities):
                for key in list(self._entities.get(name, {})):
                    self.delete(name, key)

    def value(self, name: str, default: Any = None) -> Any:
        """A single named value, kept beside the documents."""
        document = self.get(_VALUES, name)
        return default if document is None else document["value"]

    def set_value(self, name: str, value: Any) -> None:
        """Remember a named value; it must have a JSON form."""
        self.put(_VALUES, name, {"value": value})

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _flush(self) -> None:
        touched, self._touched = list(self._touched), {}
        self._undo = []
        if not touched:
            return
        kept, gone = [], []
        for entity, key in touched:
            document = self._entities.get(entity, {}).get(key)
            if document is None:
                gone.append((entity, key))
            else:
                kept.append((entity, key, dumps(document)))
        self._connection.execute("BEGIN")
        self._connection.executemany("DELETE FROM documents WHERE entity = ? AND id = ?", gone)
        self._connection.executemany(_UPSERT, kept)
        self._connection.execute("COMMIT")

    def _revert(self) -> None:
        for entity, key, old in reversed(self._undo):
            rows = self._entities.setdefault(entity, {})
            if old is None:
                rows.pop(key, None)
            else:
                rows[key] = old
        self._undo, self._touched = [], {}
