"""One token set in memory, with the rules of `core/store/tokens.py`."""

from dataclasses import replace

from core.store.tokens import CLAIM_SECONDS, FreshTokens, StoredTokens
from tests.simulation.process import Process
from tests.simulation.scheduler import Scheduler


class TokenBook:
    """What the collection of token sets holds."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.stored: StoredTokens | None = None
        self.claimant = ""
        self.claimed_until = -1
        self.renewed_from: int | None = None

    def put(self, fresh: FreshTokens, renewed_from: int | None = None) -> None:
        version = self.stored.version + 1 if self.stored else 1
        self.stored = StoredTokens(
            fresh.access_token, fresh.refresh_token, fresh.expires_at, version, is_revoked=False
        )
        self.claimant, self.claimed_until = "", -1
        self.renewed_from = renewed_from

    @property
    def is_in_doubt(self) -> bool:
        """A renewal has to be repeated soon, work or no work."""
        stored = self.stored
        return stored is not None and stored.is_in_doubt and not stored.is_revoked


class MemoryTokens:
    """The port `TokenStore` of the keeper, as one instance sees it."""

    def __init__(self, book: TokenBook, process: Process) -> None:
        self._book = book
        self._process = process

    def load(self) -> StoredTokens | None:
        self._process.take_turn()
        return self._book.stored

    def claim(self, version: int, claimant: str) -> bool:
        self._process.effect("before tokens.claim")
        book = self._book
        is_free = book.claimed_until < book.scheduler.ms
        if book.stored is None or book.stored.version != version or not is_free:
            return False
        book.claimant = claimant
        book.stored = replace(book.stored, is_in_doubt=True)
        book.claimed_until = book.scheduler.ms + 1000 * CLAIM_SECONDS
        self._process.effect("after tokens.claim")
        return True

    def replace(self, version: int, fresh: FreshTokens) -> None:
        self._process.effect("before tokens.replace")
        book = self._book
        assert book.stored is not None
        is_later = book.renewed_from == version and book.stored.expires_at < fresh.expires_at
        if book.stored.version == version or is_later:
            book.put(fresh, version)
        self._process.effect("after tokens.replace")

    def end_claim(self, claimant: str) -> None:
        self._process.effect("before tokens.end_claim")
        if self._book.claimant == claimant:
            self._book.claimant, self._book.claimed_until = "", -1

    def mark_revoked(self, version: int) -> None:
        self._process.effect("before tokens.mark_revoked")
        book = self._book
        if book.stored is not None and book.stored.version == version:
            book.stored = replace(book.stored, is_revoked=True)
            book.claimant, book.claimed_until = "", -1
