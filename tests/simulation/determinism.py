"""Takes chance away from the product's code: identifiers come from the seed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from uuid import UUID

_PREFIXES = ("core.", "services.")


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Within the block every `uuid4` of the product is drawn from the seed."""
    random = Random(seed)

    def uuid4() -> UUID:
        return UUID(int=random.getrandbits(128), version=4)

    changed = [
        (module, module.uuid4)
        for name, module in list(sys.modules.items())
        if name.startswith(_PREFIXES) and hasattr(module, "uuid4")
    ]
    for module, _ in changed:
        module.uuid4 = uuid4  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module, original in changed:
            module.uuid4 = original  # type: ignore[attr-defined]
