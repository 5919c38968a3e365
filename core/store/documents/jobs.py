"""Work that people start and watch: actions on many documents, and files of whole lists."""

from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    IntField,
    ListField,
    LongField,
    StringField,
)


class BulkActionDocument(Document):
    """One action on many documents: how far it is, what it moved and what it left."""

    meta = {
        "collection": "bulk_actions",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-created_at"), ("connection", "state")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    shelf = StringField(required=True)
    action = StringField(choices=("resync", "skip", "unskip", "remove"), required=True)
    by = StringField(required=True)
    reason = StringField()
    # A filter, or Autotask ids.
    wanted = DictField()
    ids = ListField(LongField())
    include_complete = BooleanField(default=False)
    # What changed after this is left alone.
    before_at = DateTimeField(required=True)
    state = StringField(choices=("waiting", "running", "done", "stopped", "failed"), required=True)
    stop_asked = BooleanField(default=False)
    stopped_by = StringField()
    # Nothing until a filter is counted.
    total = IntField()
    # The Autotask id up to which everything is done, and what was begun behind it.
    position = LongField(default=-1)
    portion = ListField(LongField())
    done = IntField(default=0)
    moved = IntField(default=0)
    # How many, by reason; and the first of them as {id, reason}.
    refused = DictField()
    refused_ids = ListField(DictField())
    tries = IntField(default=0)
    run_id = StringField()
    message = StringField()
    created_at = DateTimeField(required=True)
    started_at = DateTimeField()
    finished_at = DateTimeField()


class ExportDocument(Document):
    """A list as a file that is being written, or is ready for an hour."""

    meta = {
        "collection": "exports",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["expires_at"], "expireAfterSeconds": 0},
            ("connection", "by", "-created_at"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    shelf = StringField(required=True)
    by = StringField(required=True)
    query = StringField(default="")
    form = StringField(required=True)
    state = StringField(choices=("waiting", "running", "done", "stopped", "failed"), required=True)
    total = IntField(default=0)
    done = IntField(default=0)
    # Who writes it, where, since when, and when that one last gave a sign of life by the server's
    # clock.
    claim = StringField()
    host = StringField()
    claimed_at = DateTimeField()
    beat_at = DateTimeField()
    tries = IntField(default=0)
    size = LongField(default=0)
    name = StringField()
    # The zone of whoever asked, for instants in the file.
    zone = StringField()
    message = StringField()
    created_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)


class ExportPartDocument(Document):
    """A piece of a file, at most 1 MB; `_id` is `{export}/{claim}/{n}`."""

    meta = {
        "collection": "export_parts",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("export",), {"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }
    id = StringField(primary_key=True)
    export = StringField(required=True)
    n = IntField(required=True)
    data = BinaryField(required=True)
    expires_at = DateTimeField(required=True)
