"""The API user's lock: too many wrong secrets in a row, and the right one is of no use either."""

from typing import Final

from sandbox.door.limits import LimitBoard
from sandbox.door.storage import Store

# Nobody has published the number; administrators can choose one for people.
WRONG_SECRETS: Final = 10
_VALUE: Final = "wrong_secrets"


class UserLock:
    """Counts wrong secrets in a row; only somebody at the door unlocks."""

    def __init__(self, store: Store, board: LimitBoard) -> None:
        self._store = store
        self._board = board

    @property
    def is_locked(self) -> bool:
        limit = self._board.value("wrong_secrets")
        return limit is not None and self._wrong() >= limit

    def admits(self, *, right: bool) -> bool:
        """Whether a call of the known user is let in, by whether its secret is right."""
        if self.is_locked:
            return False
        if right and self._wrong():
            self.unlock()
        if not right:
            with self._store.transaction():
                self._store.set_value(_VALUE, self._wrong() + 1)
        return right

    def unlock(self) -> None:
        self._store.set_value(_VALUE, 0)

    def _wrong(self) -> int:
        return int(self._store.value(_VALUE, 0))
