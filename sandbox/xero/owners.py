"""The record that a note, a file or an allocation belongs to."""

from dataclasses import dataclass

from sandbox.xero.books import IDS, Record


@dataclass(frozen=True)
class Owner:
    """A record and the entity that it is one of."""

    entity: str
    record: Record

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.record[IDS[self.entity]])
