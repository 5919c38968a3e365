"""What sending takes: batches, contact links, leases, budgets, tokens."""

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


class BatchDocument(Document):
    """One request to Xero that may change something: frozen before it is sent (design.md 6)."""

    meta = {
        "collection": "batches",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "state", "created_at"), ("connection", "-created_at")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    tenant_id = StringField(required=True)
    kind = StringField(required=True)
    method = StringField(required=True)
    path = StringField(required=True)
    body = BinaryField(required=True)
    body_hash = StringField(required=True)
    key = StringField(required=True)
    generation = IntField(default=1)
    state = StringField(choices=("prepared", "sent", "closed"), required=True)
    fence = LongField(required=True)
    elements = ListField(DictField())
    sends = IntField(default=0)
    first_sent_at = DateTimeField()
    last_sent_at = DateTimeField()
    looked_up_at = DateTimeField()
    unknown_since = DateTimeField()
    outcome = StringField()
    created_at = DateTimeField(required=True)
    closed_at = DateTimeField()


class ContactLinkDocument(Document):
    """Which Xero contact an Autotask company is; `_id` is `{connection}/{company id}`."""

    meta = {
        "collection": "contact_links",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            {"fields": ("connection", "xero_contact_id"), "unique": True},
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    company_id = LongField(required=True)
    company = StringField(required=True)
    xero_contact_id = StringField(required=True)
    xero_name = StringField()
    how = StringField(required=True)
    content_hash = StringField()
    refused_name = StringField()
    distrusted = BooleanField(default=False)
    payment_terms = DictField()
    terms_read_at = DateTimeField()
    linked_at = DateTimeField(required=True)


class LeaseDocument(Document):
    """Who may do a job of a connection just now; all instants are the Mongo server's."""

    meta = {"collection": "leases", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    owner = StringField()
    fence = LongField(default=0)
    until_at = DateTimeField(required=True)


class BudgetDocument(Document):
    """Calls left of one vendor's account, shared by every service and instance."""

    meta = {"collection": "budgets", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    version = LongField()
    calls = ListField(DateTimeField())
    in_flight = ListField(DictField())
    day = StringField()
    day_count = IntField(default=0)
    minute_remaining = IntField()
    day_remaining = IntField()
    remaining_at = DateTimeField()
    blocked_until_at = DateTimeField()
    blocked_reason = StringField()
    blocked_is_guess = BooleanField()
    hour_limit = IntField()
    hour_used = IntField()
    hour_read_at = DateTimeField()
    hour_ours = LongField()
    # Why nobody may call, "" while calls may go.
    stopped = StringField()


class TokenSetDocument(Document):
    """Xero tokens of one user's consent, sealed; refreshed by one process at a time."""

    meta = {"collection": "token_sets", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    sealed = StringField(required=True)
    expires_at = DateTimeField(required=True)
    refreshed_at = DateTimeField(required=True)
    refreshing_by = StringField()
    refreshing_until_at = DateTimeField()
    renewed_from = LongField()
    asked = BooleanField()
    revoked = BooleanField(default=False)
    version = LongField(default=0)
