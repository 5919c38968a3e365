"""Secrets at rest: sealed with the install's key, never stored in the clear.

The key is Fernet's (cryptography.io). Several keys, newest first, allow rotation: the first seals,
all of them open.
"""

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.domain.errors import UnauthorizedError


class Sealer:
    """Seals small JSON values."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])

    def seal(self, value: dict[str, Any]) -> str:
        return self._fernet.encrypt(json.dumps(value).encode()).decode()

    def open(self, sealed: str) -> dict[str, Any]:
        """Raise `UnauthorizedError` when none of the keys fits (SECRET_KEY was replaced)."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise UnauthorizedError(
                "Stored credentials cannot be opened with SECRET_KEY; enter them again."
            ) from error
        return opened
