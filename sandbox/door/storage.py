"""Documents by entity and id, in memory and written through to SQLite: kill -9 loses nothing."""

import sqlite3
from collections.abc import Callable, Collection, Hashable, Iterator
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
IndexKey = Callable[[Document], Hashable | None]


class _Entity:
    """The documents of one entity and its indexes."""

    def __init__(self) -> None:
        self.rows: dict[Key, Document] = {}
        self.indexes: dict[str, tuple[IndexKey, dict[Hashable, dict[Key, None]]]] = {}

    def replace(self, key: Key, document: Document | None) -> Document | None:
        """Put a document in (or None: take it out); answers what was there."""
        old = self.rows.get(key)
        for index_key, index in self.indexes.values():
            if old is not None:
                index.get(index_key(old), {}).pop(key, None)
            if document is not None:
                index.setdefault(index_key(document), {})[key] = None
        if document is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = document
        return old

    def add_index(self, name: str, index_key: IndexKey) -> None:
        """Make documents findable by what `index_key` says of them."""
        index: dict[Hashable, dict[Key, None]] = {}
        for key, document in self.rows.items():
            index.setdefault(index_key(document), {})[key] = None
        self.indexes[name] = (index_key, index)

    def find(self, name: str, value: Hashable) -> list[Document]:
        """The documents that an index holds under a value."""
        return [self.rows[key] for key in self.indexes[name][1].get(value, {})]


class Store:
    """One lock around everything: who is inside `transaction()` is alone; all happens or nothing.

    Documents that come out are the stored ones, not copies: replace them with `put`, never change
    them in place.
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = RLock()
        self._depth = 0
        self._undo: list[tuple[str, Key, Document | None]] = []
        self._entities: dict[str, _Entity] = {}
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
            self._entity(entity).rows[key] = loads(text)

    def _entity(self, name: str) -> _Entity:
        known = self._entities.get(name)
        return known if known is not None else self._entities.setdefault(name, _Entity())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Alone in the store until the end; an exception takes back every change since here.

        Nests: an inner one that fails and is caught leaves the changes of the outer one alone.
        """
        with self._lock:
            self._depth += 1
            start = len(self._undo)
            try:
                yield
                if self._depth == 1:
                    self._flush()
            except BaseException:
                self._revert(start)
                raise
            finally:
                self._depth -= 1

    def add_index(self, entity: str, name: str, index_key: IndexKey) -> None:
        """Let `find` look documents of an entity up by what `index_key` says of them."""
        with self._lock:
            self._entity(entity).add_index(name, index_key)

    def find(self, entity: str, index: str, value: Hashable) -> list[Document]:
        """The documents that an index holds under a value, oldest first."""
        with self._lock:
            return self._entity(entity).find(index, value)

    def get(self, entity: str, key: Key) -> Document | None:
        """The document, or None."""
        with self._lock:
            return self._entity(entity).rows.get(key)

    def all(self, entity: str) -> list[Document]:
        """Every document of an entity in the order of their first arrival."""
        with self._lock:
            return list(self._entity(entity).rows.values())

    def entities(self) -> list[str]:
        """The names of the entities that have documents."""
        with self._lock:
            return [name for name, held in self._entities.items() if held.rows and name != _VALUES]

    def put(self, entity: str, key: Key, document: Document) -> None:
        """Add or replace a document."""
        with self.transaction():
            self._undo.append((entity, key, self._entity(entity).replace(key, document)))

    def delete(self, entity: str, key: Key) -> None:
        """Forget a document, if it is there."""
        with self.transaction():
            if self._entity(entity).rows.get(key) is not None:
                self._undo.append((entity, key, self._entity(entity).replace(key, None)))

    def clear(self, but: Collection[str] = ()) -> None:
        """Forget everything, but for some entities."""
        with self.transaction():
            for name in [each for each in self._entities if each not in but]:
                for key in list(self._entity(name).rows):
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
        touched = dict.fromkeys((entity, key) for entity, key, _ in self._undo)
        if not touched:
            return
        kept, gone = [], []
        for entity, key in touched:
            document = self._entity(entity).rows.get(key)
            if document is None:
                gone.append((entity, key))
            else:
                kept.append((entity, key, dumps(document)))
        self._write(kept, gone)
        self._undo = []

    def _write(self, kept: list[tuple[str, Key, str]], gone: list[tuple[str, Key]]) -> None:
        self._connection.execute("BEGIN")
        try:
            self._connection.executemany("DELETE FROM documents WHERE entity = ? AND id = ?", gone)
            self._connection.executemany(_UPSERT, kept)
        except (sqlite3.Error, UnicodeError):
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _revert(self, start: int) -> None:
        for entity, key, old in reversed(self._undo[start:]):
            self._entity(entity).replace(key, old)
        del self._undo[start:]
