"""Who may come in, and what they keep for themselves: users, API tokens, saved views."""

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


class SavedViewDocument(Document):
    """A filter of a list that a person named; `query` is a query string."""

    meta = {
        "collection": "saved_views",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "shelf", "owner"), ("connection", "shelf", "is_shared")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    shelf = StringField(required=True)
    owner = StringField(required=True)
    name = StringField(required=True)
    query = StringField(default="")
    is_shared = BooleanField(default=False)
    is_default = BooleanField(default=False)
    created_at = DateTimeField(required=True)
