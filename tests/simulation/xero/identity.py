"""Xero's identity service: tokens that rotate, with thirty minutes of grace for the previous one."""

from itertools import count
from urllib.parse import parse_qs

_LIFE_MS = 30 * 60_000
_GRACE_MS = 30 * 60_000
CANARY = "canary-secret"


class Identity:
    """One user's consent. `is_strict`: a repeated use of an old token ends what it gave before."""

    def __init__(self, *, is_strict: bool) -> None:
        self._is_strict = is_strict
        self._serial = count(1)
        # Refresh tokens: None while the newest, else until when they may be used again.
        self._refresh: dict[str, int | None] = {}
        self._parents: dict[str, str] = {}
        self._access: dict[str, int] = {}
        self.is_connected = True

    def consent(self, ms: int) -> tuple[str, str]:
        """A person connects: new tokens, everything before is void."""
        self._refresh.clear()
        self._access.clear()
        return self._issue("", ms)

    def revoke(self) -> None:
        """A person takes the consent back."""
        self._refresh.clear()
        self._access.clear()

    def expire_access(self) -> None:
        """All access tokens end early."""
        self._access.clear()

    def knows(self, access_token: str, ms: int) -> bool:
        return self._access.get(access_token, -1) > ms

    def token(self, form: bytes, ms: int) -> tuple[int, bytes]:
        """The answer of the token endpoint."""
        asked = parse_qs(form.decode()).get("refresh_token", [""])[0]
        if asked not in self._refresh:
            return 400, b'{"error":"invalid_grant"}'
        until = self._refresh[asked]
        if until is not None and until < ms:
            return 400, b'{"error":"invalid_grant"}'
        if until is None:
            self._refresh[asked] = ms + _GRACE_MS
        elif self._is_strict:
            for child, parent in list(self._parents.items()):
                if parent == asked:
                    self._refresh.pop(child, None)
        access, refresh = self._issue(asked, ms)
        return 200, (
            f'{{"access_token":"{access}","expires_in":1800,"token_type":"Bearer",'
            f'"refresh_token":"{refresh}","scope":"offline_access"}}'
        ).encode()

    def _issue(self, parent: str, ms: int) -> tuple[str, str]:
        number = next(self._serial)
        access, refresh = f"{CANARY}-access-{number}", f"{CANARY}-refresh-{number}"
        self._access[access] = ms + _LIFE_MS
        self._refresh[refresh] = None
        self._parents[refresh] = parent
        return access, refresh
