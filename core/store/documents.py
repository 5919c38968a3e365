"""Shapes and indexes of every collection; private to the store.

Money is Decimal128. Instants are UTC and end in `_at`; calendar days are ISO strings, end in `_on`
and never shift zone. `_id` of a business document is `{connection}/{autotask id}`, so that storing
the same invoice twice is impossible.
"""

from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    Decimal128Field,
    DictField,
    Document,
    DynamicField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    LongField,
    StringField,
)


class Hold(EmbeddedDocument):
    """Why a pending document waits, and when it is looked at again."""

    code = StringField(required=True)
    message = StringField(required=True)
    since_at = DateTimeField()


class FaultRecord(EmbeddedDocument):
    """A fault of the catalogue with the values of this document (product.md P4)."""

    code = StringField(required=True)
    side = StringField(required=True)
    retry_helps = BooleanField(default=False)
    title = StringField(required=True)
    message = StringField(required=True)
    next_step = StringField(required=True)
    link = StringField()
    vendor_text = StringField()
    at = DateTimeField()


class Skip(EmbeddedDocument):
    """Who or which rule decided that a document does not go to Xero."""

    code = StringField(required=True)
    message = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField()


class HistoryEntry(EmbeddedDocument):
    """One step in the life of a document; appended in the update that makes the step."""

    meta = {"strict": False}
    at = DateTimeField(required=True)
    source = StringField(db_field="from")
    target = StringField(db_field="to")
    code = StringField(required=True)
    message = StringField(required=True)
    by = StringField(required=True)
    run_id = StringField()


class Line(EmbeddedDocument):
    """A line item as Autotask billed it, with the decisions taken for Xero."""

    autotask_id = LongField(required=True)
    description = StringField(default="")
    quantity = Decimal128Field()
    rate = Decimal128Field()
    net = Decimal128Field()
    tax = Decimal128Field()
    billing_code_id = IntField()
    billing_code = StringField()
    tax_category_id = IntField()
    sort_order = LongField(default=0)
    account_code = StringField()
    account_reason = StringField()
    tax_type = StringField()
    tax_reason = StringField()


class ConnectionDocument(Document):
    """One Autotask tenant joined to one Xero organisation (product.md P1)."""

    meta = {"collection": "connections", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    state = StringField(choices=("paused", "active"), default="paused")
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    # Credentials are sealed (store/sealing.py); the plain parts are shown on screen.
    autotask_user = StringField()
    autotask_sealed = StringField()
    autotask_zone_url = StringField()
    autotask_web_url = StringField()
    xero_tenant_id = StringField()
    xero_organisation = StringField()
    xero_short_code = StringField()
    xero_timezone = StringField()
    xero_base_currency = StringField()
    token_set_id = StringField()
    settings = DictField()
    # Health of each side: {"state", "message", "since_at", "last_good_at"}.
    autotask_health = DictField()
    xero_health = DictField()
    revision = LongField(default=0)


class InvoiceDocument(Document):
    """An Autotask invoice, where it stands, and its counterpart in Xero."""

    meta = {
        "collection": "invoices",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            # The list of a connection, newest change first (views.invoice_page).
            ("connection", "-updated_at", "-autotask_id"),
            ("connection", "status", "-updated_at", "-autotask_id"),
            ("connection", "-autotask_id"),
            # Search by number and by the first letters of a client's name.
            ("connection", "number"),
            ("connection", "xero_number"),
            ("connection", "company_folded", "-updated_at"),
            # Cause groups.
            ("connection", "status", "fault.code", "-updated_at"),
            # What is due (invoices.due), what is held (invoices.held), what a batch holds.
            ("connection", "status", "autotask_id"),
            ("batch_id",),
            {
                "fields": ("connection", "look_again"),
                "partialFilterExpression": {"look_again": True},
            },
            # Payments and differences find a record by its counterpart.
            ("connection", "xero_id"),
            # What Autotask was not told yet.
            ("connection", "status", "written_back_at"),
            # Analytics and the month's figures.
            ("connection", "completed_at"),
            ("connection", "issued_on"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    number = StringField()
    company_id = LongField(required=True)
    company = StringField(required=True)
    company_folded = StringField(required=True)
    issued_on = StringField(required=True)
    due_on = StringField()
    currency = StringField(required=True)
    subtotal = Decimal128Field()
    tax = Decimal128Field()
    total = Decimal128Field()
    header_total = Decimal128Field()
    header_tax = Decimal128Field()
    tax_region = StringField()
    order_number = StringField()
    payment_term_id = IntField()
    voided = BooleanField(default=False)
    is_final = BooleanField(default=True)
    lines = EmbeddedDocumentListField(Line)
    raw = DictField()
    content_hash = StringField(required=True)
    created_at = DateTimeField(required=True)

    status = StringField(required=True)
    version = LongField(default=0)
    hold = EmbeddedDocumentField(Hold)
    hold_until = DateTimeField()
    not_before = DateTimeField()
    fault = EmbeddedDocumentField(FaultRecord)
    skip = EmbeddedDocumentField(Skip)
    attempts = IntField(default=0)
    batch_id = StringField()
    checking_since = DateTimeField()
    solo = BooleanField(default=False)
    # A person took the skip back, so rules no longer apply.
    unskipped = BooleanField(default=False)
    # Autotask changed it while it was on its way to Xero.
    look_again = BooleanField(default=False)
    notice = DictField()

    xero_kind = StringField()
    xero_id = StringField()
    xero_number = StringField()
    xero_status = StringField()
    xero_total = Decimal128Field()
    posted_hash = StringField()
    completed_at = DateTimeField()
    written_back_at = DateTimeField()
    paid_on = StringField()
    amount_due = Decimal128Field()

    history = EmbeddedDocumentListField(HistoryEntry)
    ingested_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)


class PurchaseOrderDocument(Document):
    """An Autotask purchase order as it was last read."""

    meta = {
        "collection": "purchase_orders",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            ("connection", "-updated_at", "-autotask_id"),
            ("connection", "status", "-updated_at", "-autotask_id"),
            ("connection", "autotask_status"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    number = StringField()
    vendor_id = LongField(required=True)
    vendor = StringField(required=True)
    vendor_folded = StringField(required=True)
    ordered_on = StringField()
    autotask_status = StringField(required=True)
    currency = StringField(required=True)
    subtotal = Decimal128Field()
    freight = Decimal128Field()
    total = Decimal128Field()
    memo = StringField()
    lines = ListField(DictField())
    content_hash = StringField(required=True)
    created_at = DateTimeField(required=True)
    status = StringField(required=True)
    version = LongField(default=0)
    hold = EmbeddedDocumentField(Hold)
    fault = EmbeddedDocumentField(FaultRecord)
    skip = EmbeddedDocumentField(Skip)
    xero_id = StringField()
    xero_number = StringField()
    history = EmbeddedDocumentListField(HistoryEntry)
    ingested_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)


class PaymentDocument(Document):
    """A payment as Xero last told it."""

    meta = {
        "collection": "payments",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "xero_invoice_id"), ("connection", "-updated_at")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    xero_payment_id = StringField(required=True)
    xero_invoice_id = StringField()
    kind = StringField()
    status = StringField()
    amount = Decimal128Field()
    currency = StringField()
    paid_on = StringField()
    reference = StringField()
    updated_at = DateTimeField(required=True)


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
    linked_at = DateTimeField(required=True)


class ReferenceDocument(Document):
    """A vendor's list (accounts, tax rates, billing codes, companies ...), by connection and kind."""

    meta = {
        "collection": "reference_data",
        "strict": False,
        "auto_create_index": False,
        "indexes": [{"fields": ("connection", "kind", "key"), "unique": True}],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    kind = StringField(required=True)
    key = StringField(required=True)
    value = DynamicField()
    fetched_at = DateTimeField(required=True)


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
    calls = ListField(DateTimeField())
    in_flight = ListField(DictField())
    day = StringField()
    day_count = IntField(default=0)
    minute_remaining = IntField()
    day_remaining = IntField()
    remaining_at = DateTimeField()
    blocked_until_at = DateTimeField()
    blocked_reason = StringField()


class TokenSetDocument(Document):
    """Xero tokens of one user's consent, sealed; refreshed by one process at a time."""

    meta = {"collection": "token_sets", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    sealed = StringField(required=True)
    expires_at = DateTimeField(required=True)
    refreshed_at = DateTimeField(required=True)
    refreshing_by = StringField()
    refreshing_until_at = DateTimeField()
    revoked = BooleanField(default=False)
    version = LongField(default=0)


class CheckpointDocument(Document):
    """How far a job of a connection has read."""

    meta = {"collection": "checkpoints", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    at = DateTimeField()
    running_since_at = DateTimeField()
    last_run_at = DateTimeField()
    next_run_at = DateTimeField()
    state = DictField()


class LogEntryDocument(Document):
    """A line of the sync log; `_id` is given by its author, so that writing it twice is harmless."""

    meta = {
        "collection": "log_entries",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            ("connection", "-at", "-_id"),
            ("connection", "autotask_id", "-at", "-_id"),
            ("connection", "level", "-at", "-_id"),
            ("connection", "run_id", "-at"),
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
    """One run of a job: when, what it found, what it cost."""

    meta = {
        "collection": "sync_runs",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-started_at")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    job = StringField(required=True)
    started_at = DateTimeField(required=True)
    finished_at = DateTimeField()
    outcome = StringField()
    message = StringField()
    counts = DictField()


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


class AuditEventDocument(Document):
    """Who did what, when and why."""

    meta = {
        "collection": "audit_events",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("-at",), ("connection", "-at")],
    }
    at = DateTimeField(required=True)
    connection = StringField()
    who = StringField(required=True)
    action = StringField(required=True)
    subject = StringField()
    reason = StringField()
    detail = DictField()


ALL_DOCUMENTS: tuple[type[Document], ...] = (
    ConnectionDocument,
    InvoiceDocument,
    PurchaseOrderDocument,
    PaymentDocument,
    BatchDocument,
    ContactLinkDocument,
    ReferenceDocument,
    LeaseDocument,
    BudgetDocument,
    TokenSetDocument,
    CheckpointDocument,
    LogEntryDocument,
    SyncRunDocument,
    UserDocument,
    ApiTokenDocument,
    AuditEventDocument,
)
