"""How many documents go into the next batch: fewer while Xero is slow, more again when it is quick."""

from datetime import timedelta

# Xero's cap is 10 MB and its advice 3.5 MB (API limits); a little less leaves room for headers.
MOST_BYTES = 3_000_000
SLOW = timedelta(seconds=20)
QUICK = timedelta(seconds=10)
SMALLEST = 5
STEP = 5


def after_answer(size: int, configured: int, took: timedelta | None) -> int:
    """The size after an answer that took so long; None means that no answer came."""
    if took is None or took > SLOW:
        return min(configured, size, max(SMALLEST, size // 2))
    if took <= QUICK:
        return min(configured, size + STEP)
    return min(configured, size)


def after_too_large(sent: int) -> int:
    """The size after Xero refused so many documents as too large a request."""
    return max(1, sent // 2)
