"""Who may sign in, with which role, by which password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.security import check_password_hash, generate_password_hash

from core.store.documents import UserDocument
from core.store.views.reading import collection, read

ROLES = ("viewer", "operator", "admin")

# Checked when nobody has the name, so that a wrong name costs as much time as a wrong password. Made
# up, because to hash one would cost every process that imports this a tenth of a second.
_NOBODY = f"scrypt:32768:8:1$nobody${'0' * 128}"


@dataclass(frozen=True, slots=True)
class User:
    """A signed-in person. `session_epoch` ends all older sessions when it grows."""

    email: str
    name: str
    role: str
    session_epoch: int


def fold_email(email: str) -> str:
    return email.strip().casefold()


def ensure(*, email: str, name: str, role: str, password: str, now: datetime) -> None:
    """Create the user or bring name, role and password to these values; safe to repeat.

    A password that still fits keeps its hash, so that repeating this ends nobody's session.
    """
    if role not in ROLES:
        raise ValueError(f"{role} is not one of {', '.join(ROLES)}")
    key = fold_email(email)
    stored = collection(UserDocument).find_one({"_id": key})
    changes: dict[str, Any] = {"name": name, "role": role, "disabled": False}
    update: dict[str, Any] = {
        "$set": changes,
        "$setOnInsert": {"created_at": now},
    }
    if stored is None or not check_password_hash(stored["password_hash"], password):
        changes["password_hash"] = generate_password_hash(password)
        update["$inc"] = {"session_epoch": 1}
    collection(UserDocument).update_one({"_id": key}, update, upsert=True)


@read
def find(email: str) -> User | None:
    """A user who may use the product now."""
    stored = collection(UserDocument).find_one({"_id": fold_email(email), "disabled": False})
    return _user(stored) if stored else None


def verify(email: str, password: str) -> User | None:
    """The user, if name and password fit. Costs the same whether or not the name exists."""
    stored = _stored(email)
    fits = check_password_hash(stored["password_hash"] if stored else _NOBODY, password)
    return _user(stored) if stored and fits and not stored.get("disabled") else None


@read
def end_sessions(email: str) -> None:
    """Sign this user out everywhere."""
    collection(UserDocument).update_one({"_id": fold_email(email)}, {"$inc": {"session_epoch": 1}})


@read
def _stored(email: str) -> dict[str, Any] | None:
    return collection(UserDocument).find_one({"_id": fold_email(email)})


def _user(stored: dict[str, Any]) -> User:
    return User(
        email=stored["_id"],
        name=stored["name"],
        role=stored["role"],
        session_epoch=stored.get("session_epoch") or 0,
    )
