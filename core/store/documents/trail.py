"""What is left behind: log lines, runs, audit events."""

from mongoengine import (
    DateTimeField,
    DictField,
    Document,
    LongField,
    StringField,
)


class LogEntryDocument(Document):
    """A line of the sync log; `_id` is given by its author, so that writing it twice is harmless."""

    meta = {
        "collection": "log_entries",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            ("connection", "-at", "-_id"),
            ("connection", "autotask_id", "-at", "-_id"),
            # Most lines are of level info: these are found by the time alone.
            {
                "name": "trouble",
                "fields": ("connection", "level", "-at", "-_id"),
                "partialFilterExpression": {"level": {"$in": ["warning", "error"]}},
            },
            ("connection", "run_id", "-at", "-_id"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    at = DateTimeField(required=True)
    run_id = StringField()
    level = StringField(required=True)
    service = StringField(required=True)
    autotask_id = LongField()
    xero_id = StringField()
    code = StringField(required=True)
    message = StringField(required=True)
    detail = DictField()


class SyncRunDocument(Document):
    """One run of a job: when, what it found, what it cost. Three months after its end it is gone."""

    meta = {
        "collection": "sync_runs",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            ("connection", "-started_at"),
            # Busy or failing, a connection leaves thousands a day.
            {"fields": ["finished_at"], "expireAfterSeconds": 90 * 24 * 3600},
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    job = StringField(required=True)
    started_at = DateTimeField(required=True)
    finished_at = DateTimeField()
    outcome = StringField()
    message = StringField()
    counts = DictField()


class AuditEventDocument(Document):
    """Who did what, when and why."""

    meta = {
        "collection": "audit_events",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("-at",), ("connection", "-at", "-_id")],
    }
    at = DateTimeField(required=True)
    connection = StringField()
    who = StringField(required=True)
    action = StringField(required=True)
    subject = StringField()
    reason = StringField()
    detail = DictField()
