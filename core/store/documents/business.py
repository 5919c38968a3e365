"""Business documents: invoices, purchase orders, payments, and what they are made of."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Decimal128Field,
    DictField,
    Document,
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
    # What the sentences name, by what it is: a billing code, a tax region, a theme, a company.
    values = DictField()
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
    """A line item as Autotask billed it."""

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
    line_of_business_id = IntField()


class DecisionRecord(EmbeddedDocument):
    """A choice taken for Xero and its reason; `line` is the Autotask id of the line it is about."""

    subject = StringField(required=True)
    value = StringField()
    reason = StringField(required=True)
    line = LongField()


# What a sum over months asks of each document.
_FIGURES = ("status", "currency", "subtotal", "total")


class InvoiceDocument(Document):
    """An Autotask invoice, where it stands, and its counterpart in Xero."""

    meta = {
        "collection": "invoices",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            # The list of a connection, newest change first, and its other orders (views.documents).
            ("connection", "-updated_at", "-autotask_id"),
            ("connection", "status", "-updated_at", "-autotask_id"),
            ("connection", "-autotask_id"),
            ("connection", "company_folded", "autotask_id"),
            ("connection", "total", "autotask_id"),
            # Search by number, and by clients whose names were found first (views.search).
            ("connection", "number_words"),
            ("connection", "company_id", "-updated_at", "-autotask_id"),
            # Faults that end by themselves, longest unseen first (ingested_invoices, moves).
            {
                "fields": ("connection", "status", "fault.code", "looked_at"),
                "partialFilterExpression": {"fault.code": {"$type": "string"}},
            },
            # Cause groups.
            ("connection", "status", "fault.code", "-updated_at", "-autotask_id"),
            # What is due (invoices.due), what is held (invoices.watched_in), what a batch holds.
            ("connection", "status", "autotask_id"),
            {
                "fields": ("connection", "status", "looked_at", "hold.code"),
                "partialFilterExpression": {"hold.code": {"$type": "string"}},
            },
            ("batch_id",),
            # Companies that wait for a contact (invoices.due_companies, hold_pending).
            ("connection", "status", "company_id"),
            {
                "fields": ("connection", "looked_at"),
                "partialFilterExpression": {"look_again": True},
            },
            # Diagnostic Mode: few at a time.
            {"fields": ("connection", "traced"), "partialFilterExpression": {"traced": True}},
            # What stopped although it may have been sent (invoices.doubtful).
            {
                "fields": ("connection", "doubt.until_at"),
                "partialFilterExpression": {"doubt.until_at": {"$type": "date"}},
            },
            # PDFs on their way to Xero: few at a time (attachments.to_fetch, to_send).
            {
                "fields": ("connection", "attachment.state", "attachment.wanted_at"),
                "partialFilterExpression": {"attachment.open": True},
            },
            # Payments and differences find a record by its counterpart.
            ("connection", "xero_id"),
            # What Autotask is to be told of, and of what that was given up (written_back).
            {
                "fields": ("connection", "status", "write_back_due_at"),
                "partialFilterExpression": {"write_back_due_at": {"$type": "date"}},
            },
            {
                "fields": ("connection", "status", "write_back_given_up_at"),
                "partialFilterExpression": {"write_back_given_up_at": {"$type": "date"}},
            },
            # The months' figures are counted from these two and no document (core.store.figures).
            ("connection", "issued_on", "autotask_id", *_FIGURES),
            ("connection", "completed_at", *_FIGURES),
            # Taken off the list by a person: few.
            {
                "fields": ("connection", "removed_at"),
                "partialFilterExpression": {"removed_at": {"$type": "date"}},
            },
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    number = StringField()
    # What a search for a number may begin with (core/domain/search_words.py).
    number_words = ListField(StringField())
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
    template_id = IntField()
    voided = BooleanField(default=False)
    # Autotask's invoiceStatus, and its webServiceDate when it was last stored.
    status_id = IntField()
    exported_at = DateTimeField()
    lines = EmbeddedDocumentListField(Line)
    decisions = EmbeddedDocumentListField(DecisionRecord)
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
    # No connection of a shared Autotask is set for it; when that was last looked at.
    unrouted = BooleanField()
    looked_at = DateTimeField()
    # Since when looks ask for it by its id in vain.
    not_shown_since = DateTimeField()
    # It may have been sent before: {since_at, until_at, kind, number} (core/domain/doubt.py).
    doubt = DictField()
    # "void" while a void of Autotask's is on its way to the document in Xero.
    intent = StringField()
    notice = DictField()
    # Diagnostic Mode: what is recorded, and of which data the decisions are.
    traced = BooleanField(default=False)
    trace = ListField(DictField())
    diagnosed_hash = StringField()

    xero_kind = StringField()
    xero_id = StringField()
    xero_number = StringField()
    xero_status = StringField()
    xero_total = Decimal128Field()
    posted_hash = StringField()
    # The batch that carried what Xero has of it.
    sent_batch_id = StringField()
    completed_at = DateTimeField()
    # When Autotask is to be told of it (nothing: it is not), and when it was.
    write_back_due_at = DateTimeField()
    written_back_at = DateTimeField()
    # Why it was not, how often Autotask refused it, and when it is told again; or no more.
    write_back_refusal = StringField()
    write_back_refusals = IntField()
    write_back_next_at = DateTimeField()
    write_back_refused_at = DateTimeField()
    write_back_given_up_at = DateTimeField()
    # The number that we gave it in Autotask: no change of Autotask's own (core/domain/own_number.py).
    written_number = StringField()
    paid_on = StringField()
    amount_due = Decimal128Field()
    # Autotask's PDF beside the document in Xero (core/store/attachments.py).
    attachment = DictField()

    # Taken off the list by a person; back with its next status.
    removed_at = DateTimeField()
    removed_by = StringField()

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
            ("connection", "-autotask_id"),
            ("connection", "vendor_folded", "autotask_id"),
            ("connection", "ordered_on", "autotask_id"),
            ("connection", "total", "autotask_id"),
            ("connection", "number_words"),
            ("connection", "vendor_id", "-updated_at", "-autotask_id"),
            ("connection", "autotask_status"),
            {
                "fields": ("connection", "removed_at"),
                "partialFilterExpression": {"removed_at": {"$type": "date"}},
            },
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    number = StringField()
    number_words = ListField(StringField())
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
    removed_at = DateTimeField()
    removed_by = StringField()
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
