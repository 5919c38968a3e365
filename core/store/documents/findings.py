"""What the product found out on the way: texts nobody knew, and what a queue would become."""

from mongoengine import (
    DateTimeField,
    DictField,
    Document,
    IntField,
    ListField,
    LongField,
    StringField,
)


class UnknownRefusalDocument(Document):
    """A text of Xero's that no pattern knows, by its shape, and how often it came."""

    meta = {
        "collection": "unknown_refusals",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-last_at")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    shape = StringField(required=True)
    count = LongField(default=0)
    first_at = DateTimeField(required=True)
    last_at = DateTimeField(required=True)
    # The latest text itself and whose it was.
    example = StringField()
    autotask_id = LongField()


class PreflightDocument(Document):
    """A simulation of a queue: how far it is, and its figures so far."""

    meta = {
        "collection": "preflights",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-created_at"), ("connection", "state")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    by = StringField(required=True)
    wanted = DictField()
    state = StringField(choices=("waiting", "running", "done", "failed"), required=True)
    created_at = DateTimeField(required=True)
    started_at = DateTimeField()
    finished_at = DateTimeField()
    total = IntField(default=0)
    done = IntField(default=0)
    # The Autotask id up to which everything is counted.
    position = LongField(default=-1)
    result = DictField()
    message = StringField()


class PreflightRowDocument(Document):
    """What one record of a preflight would become; `_id` is `{preflight}/{autotask id}`."""

    meta = {
        "collection": "preflight_rows",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("preflight", "autotask_id")],
    }
    id = StringField(primary_key=True)
    preflight = StringField(required=True)
    autotask_id = LongField(required=True)
    number = StringField()
    company = StringField()
    issued_on = StringField()
    currency = StringField()
    total = StringField()
    outcome = StringField(required=True)
    code = StringField()
    message = StringField()
    accounts = ListField(StringField())
    tax_types = ListField(StringField())
    warnings = ListField(StringField())
    new_contact = StringField()


class ReadingDocument(Document):
    """An invoice read aside, for a look: not in the ledger, nobody posts it.

    `_id` is `{connection}/{autotask id}`; the other fields are those of an invoice.
    """

    meta = {
        "collection": "readings",
        "strict": False,
        "auto_create_index": False,
        "indexes": [{"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    autotask_id = LongField(required=True)
    expires_at = DateTimeField(required=True)


class ContactReportDocument(Document):
    """A comparison of companies with Xero's contacts: how far it is, and its figures so far."""

    meta = {
        "collection": "contact_reports",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "-created_at"), ("connection", "state")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    by = StringField(required=True)
    state = StringField(choices=("waiting", "running", "done", "stopped", "failed"), required=True)
    created_at = DateTimeField(required=True)
    started_at = DateTimeField()
    finished_at = DateTimeField()
    total = IntField(default=0)
    done = IntField(default=0)
    tries = IntField(default=0)
    # How often it had to wait since it last got any further.
    waits = IntField(default=0)
    # Xero's page of contacts, or the company, up to which everything is counted.
    position = LongField(default=-1)
    result = DictField()
    message = StringField()


class ContactReportRowDocument(Document):
    """What Xero has for one company; `_id` is `{report}/{company id}`."""

    meta = {
        "collection": "contact_report_rows",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("report", "verdict", "company", "company_id")],
    }
    id = StringField(primary_key=True)
    report = StringField(required=True)
    company_id = LongField(required=True)
    company = StringField(required=True)
    verdict = StringField(required=True)
    contacts = ListField(DictField())
    message = StringField()
