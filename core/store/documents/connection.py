"""A connection, how far its jobs are, and the vendors' lists it leans on."""

from mongoengine import (
    DateTimeField,
    DictField,
    Document,
    DynamicField,
    LongField,
    StringField,
)


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
    # Another connection's id: its credentials, its tenant.
    autotask_of = StringField()
    autotask_zone_url = StringField()
    # Set while it is not known whether a refused sign-in is wrong or its tenant has moved.
    autotask_refused_zone = StringField()
    autotask_web_url = StringField()
    xero_tenant_id = StringField()
    xero_organisation = StringField()
    xero_short_code = StringField()
    xero_timezone = StringField()
    xero_base_currency = StringField()
    token_set_id = StringField()
    settings = DictField()
    # Counts changes of options; `revision` moves with every run.
    settings_version = LongField(default=0)
    # The newest change of the options, written with them; history is filled from it.
    settings_change = DictField()
    # Health of each side: {"state", "message", "since_at", "last_good_at"}.
    autotask_health = DictField()
    xero_health = DictField()
    # What stands and stops nothing, by code: {"message", "since_at"}.
    warnings = DictField()
    revision = LongField(default=0)


class ReferenceDocument(Document):
    """A vendor's list (accounts, tax rates, billing codes, companies ...), by connection and kind."""

    meta = {
        "collection": "reference_data",
        "strict": False,
        "auto_create_index": False,
        "indexes": [
            {"fields": ("connection", "kind", "key"), "unique": True},
            # Counts the entries of a list, and dates it, without reading them.
            ("connection", "kind", "fetched_at"),
        ],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    kind = StringField(required=True)
    key = StringField(required=True)
    value = DynamicField()
    fetched_at = DateTimeField(required=True)


class RouteDocument(Document):
    """Which connection of a shared Autotask has an invoice; `_id` is `{tenant}/{autotask id}`."""

    meta = {"collection": "routes", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    autotask = StringField(required=True)
    autotask_id = LongField(required=True)
    connection = StringField(required=True)
    version = LongField(default=1)
    changed_at = DateTimeField(required=True)


class CheckpointDocument(Document):
    """How far a job of a connection has read."""

    meta = {"collection": "checkpoints", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    at = DateTimeField()
    running_since_at = DateTimeField()
    last_run_at = DateTimeField()
    next_run_at = DateTimeField()
    # The same by the server's clock, which all instances share.
    free_at = DateTimeField()
    state = DictField()
