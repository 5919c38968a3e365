"""Autotask's printed forms of invoices, kept for a while."""

from datetime import timedelta

from mongoengine import BinaryField, DateTimeField, Document, IntField, LongField, StringField

# An older one is fetched anew: Autotask may print a paid or reworked invoice differently.
KEPT = timedelta(days=14)


class PaperDocument(Document):
    """One form of one invoice; `_id` is `{connection}/{autotask id}/{form}`.

    `hash` is that of the invoice's content when it was fetched: with another one it is outdated.
    """

    meta = {
        "collection": "papers",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["fetched_at"], "expireAfterSeconds": int(KEPT.total_seconds())},
            # What is kept of a connection, and the oldest of it, without touching the contents.
            ("connection", "fetched_at", "size"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    form = StringField(choices=("html", "pdf"), required=True)
    hash = StringField(required=True)
    content = BinaryField(required=True)
    size = IntField(required=True)
    fetched_at = DateTimeField(required=True)
