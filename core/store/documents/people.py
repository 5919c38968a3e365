"""Who may come in: users and API tokens."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    IntField,
    StringField,
)


class UserDocument(Document):
    """Who may sign in."""

    meta = {"collection": "users", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    role = StringField(choices=("viewer", "operator", "admin"), required=True)
    password_hash = StringField(required=True)
    session_epoch = IntField(default=0)
    created_at = DateTimeField(required=True)
    disabled = BooleanField(default=False)


class ApiTokenDocument(Document):
    """A bearer token of the JSON API; `_id` is its SHA-256, the token itself is kept nowhere."""

    meta = {"collection": "api_tokens", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    role = StringField(choices=("viewer", "operator", "admin"), required=True)
    created_at = DateTimeField(required=True)
    revoked = BooleanField(default=False)
