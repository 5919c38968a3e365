"""Bearer tokens of the JSON API; only their hashes are kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from core.store.documents import ApiTokenDocument
from core.store.users import ROLES
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class ApiToken:
    """Whose calls these are and what they may do."""

    name: str
    role: str


def ensure(*, token: str, name: str, role: str, now: datetime) -> None:
    """Let this token in under this name and role; safe to repeat."""
    if role not in ROLES:
        raise ValueError(f"{role} is not one of {', '.join(ROLES)}")
    collection(ApiTokenDocument).update_one(
        {"_id": _hash(token)},
        {
            "$set": {"name": name, "role": role, "revoked": False},
            "$setOnInsert": {"created_at": now},
        },
        upsert=True,
    )


@read
def find(token: str) -> ApiToken | None:
    """Long random tokens need no slow hash; the look-up by hash leaks nothing through its time."""
    stored = collection(ApiTokenDocument).find_one({"_id": _hash(token), "revoked": False})
    return ApiToken(stored["name"], stored["role"]) if stored else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
