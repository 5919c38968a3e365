"""Sums that are kept, because counting them anew takes longer the more there is.

Everything here can be counted again from the invoices (core/store/figures.py); nothing is the only
place where something stands.
"""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    ListField,
    LongField,
    StringField,
)


class ClientDocument(Document):
    """A company or vendor with documents; `_id` is `{connection}/{shelf}/{party id}`."""

    meta = {
        "collection": "clients",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "shelf", "folded")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    shelf = StringField(required=True)
    party_id = LongField(required=True)
    name = StringField(required=True)
    folded = StringField(required=True)
    # As documents have it, folded: one that was renamed keeps its earlier names on older ones.
    names = ListField(StringField())


class MonthFiguresDocument(Document):
    """Invoices of one month by currency and status; `_id` is `{connection}/{by}/{YYYY-MM}`.

    `by` is issued (the invoice date) or arrived (when Xero first had it, in the organisation's
    zone).
    """

    meta = {
        "collection": "month_figures",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection", "by")],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    by = StringField(choices=("issued", "arrived"), required=True)
    month = StringField(required=True)
    # {"currency", "status", "n", "credits", "net", "total"}.
    rows = ListField(DictField())
    counted_at = DateTimeField(required=True)


class FigureMarksDocument(Document):
    """Up to when a connection's figures are counted; `_id` is the connection."""

    meta = {"collection": "figure_marks", "strict": False, "auto_create_index": False}
    id = StringField(primary_key=True)
    counted_to = DateTimeField()
    full_at = DateTimeField()
    # Months that are to be counted again although none of their invoices changed.
    dirty = ListField(StringField())
    # Those that a round has taken from there, until it is through.
    counting = ListField(StringField())
    # The zone of the arrived months.
    zone = StringField()
    # By status, whatever the month, without what people took off the list.
    counts = DictField()
    # When the use of mapped names was counted, the months in which it is to be counted again, and
    # those of them that are being counted.
    use_at = DateTimeField()
    use_dirty = ListField(StringField())
    use_counting = ListField(StringField())
    # When a figure last changed, for screens.
    changed_at = DateTimeField()
    # Up to which Autotask id, by list, what older versions did not store has been filled in.
    filled = DictField()
    is_filled = BooleanField(default=False)


class MappingUseDocument(Document):
    """How often a month's lines used what is mapped; `_id` is `{connection}/{YYYY-MM}`.

    Each list has {"name", "currency", "n", "net"}, regions_categories a "region" as well.
    """

    meta = {
        "collection": "mapping_use",
        "strict": False,
        "auto_create_index": False,
        "indexes": [("connection",)],
    }
    id = StringField(primary_key=True)
    connection = StringField(required=True)
    month = StringField(required=True)
    billing_codes = ListField(DictField())
    tax_regions = ListField(DictField())
    tax_categories = ListField(DictField())
    regions_categories = ListField(DictField())
    templates = ListField(DictField())
    lines_of_business = ListField(DictField())
    territories = ListField(DictField())
    counted_at = DateTimeField(required=True)
