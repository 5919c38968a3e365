"""Documents as the bytes that the database sends, for whoever decodes only what is different."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection

_CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_RAW = CodecOptions(document_class=RawBSONDocument, tz_aware=True)
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


def aggregated(
    collection: Collection[dict[str, Any]], steps: Sequence[Mapping[str, Any]], **options: Any
) -> list[bytes]:
    """What a pipeline finds; the driver's own raw batches begin with an empty one, which is one
    more way there and back."""
    raw = collection.with_options(codec_options=_RAW)
    return [bytes(found.raw) for found in raw.aggregate(steps, **options)]


def decoded(document: bytes) -> dict[str, Any]:
    """As the driver decodes it for everybody else (core.store.connect)."""
    return bson.decode(document, _CODEC)
