"""Documents as the bytes that the database sends, for whoever decodes only what is different."""

from collections.abc import Iterable, Iterator
from typing import Any

import bson
from bson.codec_options import CodecOptions

_CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_LENGTH_BYTES = 4


def each(batches: Iterable[bytes]) -> Iterator[bytes]:
    """A batch is documents one behind the other; each begins with its length.

    https://bsonspec.org/spec.html
    """
    for batch in batches:
        at = 0
        while at < len(batch):
            end = at + int.from_bytes(batch[at : at + _LENGTH_BYTES], "little")
            yield batch[at:end]
            at = end


def decoded(document: bytes) -> dict[str, Any]:
    """As the driver decodes it for everybody else (core.store.connect)."""
    return bson.decode(document, _CODEC)
