"""The gateway's one look at the clock; everything else takes the time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - an entrypoint looks at the clock once.
