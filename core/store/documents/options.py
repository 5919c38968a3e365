"""Changes of options: wished for, and made."""

from mongoengine import (
    DateTimeField,
    DictField,
    Document,
    ListField,
    LongField,
    StringField,
)


class SettingDraftDocument(Document):
    """Options as a person wants them, looked at before they count; kept for a day."""

    meta = {
        "collection": "setting_drafts",
        "strict": False,
        "auto_create_index": False,
        "indexes": [{"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    by = StringField(required=True)
    section = StringField()
    source = StringField(choices=("form", "csv", "fix"), required=True)
    # {"option", "key", "before", "after"}; the key is a list of names.
    rows = ListField(DictField())
    # The `settings_version` that the person saw.
    based_on = LongField()
    created_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)


class SettingChangeDocument(Document):
    """What one save changed, row by row; `_id` is `{connection}/{version}`."""

    meta = {
        "collection": "setting_changes",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-version")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    version = LongField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    reason = StringField()
    # {"option", "key", "before", "after"}; the key is a list of names.
    rows = ListField(DictField())
