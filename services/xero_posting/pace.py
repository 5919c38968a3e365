"""The size of the batches of one connection, remembered from round to round."""

from collections.abc import Callable
from datetime import timedelta

from core.domain.batch_size import after_answer, after_too_large


class AdaptivePace:
    """Satisfies the port `Pace`; `remember` is called with every size that is another."""

    def __init__(self, size: int | None, configured: int, remember: Callable[[int], None]) -> None:
        self._size = min(size or configured, configured)
        self._configured = configured
        self._remember = remember

    @property
    def size(self) -> int:
        return self._size

    def note(self, took: timedelta | None) -> None:
        self._become(after_answer(self._size, self._configured, took))

    def too_large(self, sent: int) -> None:
        self._become(after_too_large(sent))

    def _become(self, size: int) -> None:
        if size != self._size:
            self._size = size
            self._remember(size)
