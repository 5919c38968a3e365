"""Ids of pick lists on invoices and lines: an id that the tenant's own list lacks is bad data.

What every tenant has is known without asking. Any other id is looked up in the tenant's list, which
is read again when it lacks the id, though not more often than every ten minutes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, NamedTuple

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.fields import Row, TranslationError
from core.clients.autotask.translate import line_name
from core.domain.errors import RejectedError
from core.domain.name_lists import NameList
from core.runtime.autotask_reading import read_list
from core.store import reference_data
from services.autotask_ingestion.desk import Desk

Raw = Mapping[str, Any]

# Lists that are kept anyway; the ids of payment terms are those of their entity.
_KEPT_AS = {"paymentTerm": "payment_term", "invoiceStatus": NameList.INVOICE_STATUSES.value}
_AGAIN = timedelta(minutes=10)


class PickList(NamedTuple):
    """A field whose values come from a list; `usual` are the ids that every tenant has."""

    entity: str
    field: str
    usual: frozenset[int]

    @property
    def kind(self) -> str:
        """Under which the list is kept."""
        return _KEPT_AS.get(self.field, f"pick_list.{self.entity}.{self.field}")


_STATUS = PickList("Invoices", "invoiceStatus", frozenset({1, -3}))
_TERM = PickList("Invoices", "paymentTerm", frozenset(range(1, 5)))
_TYPE = PickList("BillingItems", "billingItemType", frozenset(range(1, 16)))
_SUB_TYPE = PickList("BillingItems", "subType", frozenset(range(1, 19)))
_OF_HEADER = (_STATUS, _TERM)
_OF_LINE = (_TYPE, _SUB_TYPE)


class PickLists:
    """What is on the lists, of the ids that some invoices and their lines carry."""

    def __init__(
        self, desk: Desk, found: Sequence[RawInvoice], lines: Mapping[int, Sequence[Raw]]
    ) -> None:
        self._desk = desk
        self._key = desk.connection.autotask_key
        headers = [invoice.raw for invoice in found]
        items = [line for of_invoice in lines.values() for line in of_invoice]
        self._unknown = {
            **{each: self._lacking(each, headers) for each in _OF_HEADER},
            **{each: self._lacking(each, items) for each in _OF_LINE},
        }

    def refuse_unknown(self, raw: Raw, raw_lines: Sequence[Raw]) -> None:
        """Raise TranslationError, with the exact field, for an id that is on no list."""
        if raw.get("isVoided") is True:
            return
        for each in _OF_HEADER:
            self._check(each, raw)
        for line in raw_lines:
            for each in _OF_LINE:
                self._check(each, line)

    def _check(self, pick_list: PickList, raw: Raw) -> None:
        value = raw.get(pick_list.field)
        if value is None or (type(value) is int and value not in self._unknown[pick_list]):
            return
        field = f"{pick_list.entity}.{pick_list.field}"
        raise TranslationError(
            f"{field} of {raw.get('id')} is {value!r:.80}, which is not on Autotask's own list.",
            field=field,
            autotask_id=Row(pick_list.entity, raw).id_or_none("id"),
            row_name=line_name(raw) if pick_list in _OF_LINE else "",
        )

    def _lacking(self, pick_list: PickList, rows: Iterable[Raw]) -> frozenset[int]:
        used = {Row(pick_list.entity, row).id_or_none(pick_list.field) for row in rows}
        asked = {value for value in used if value is not None} - pick_list.usual
        if not asked:
            return frozenset()
        lacking = asked - self._stored(pick_list, asked)
        if lacking and self._may_read(pick_list):
            self._read(pick_list)
            lacking -= self._stored(pick_list, lacking)
        # A list that Autotask does not show, or that is empty, says nothing about any id.
        is_told = lacking and reference_data.load(self._key, pick_list.kind)
        return frozenset(lacking) if is_told else frozenset()

    def _stored(self, pick_list: PickList, ids: Iterable[int]) -> set[int]:
        found = reference_data.load_some(self._key, pick_list.kind, map(str, ids))
        return {int(key) for key in found}

    def _may_read(self, pick_list: PickList) -> bool:
        read_at = reference_data.read_at(self._key, [pick_list.kind]).get(pick_list.kind)
        return read_at is None or self._desk.now() - read_at >= _AGAIN

    def _read(self, pick_list: PickList) -> None:
        if pick_list.field in _KEPT_AS:
            refused = read_list(self._key, pick_list.kind, self._desk.autotask, self._desk.now)
        else:
            refused = self._read_labels(pick_list)
        if refused:
            self._desk.journal.warning("LIST_REFUSED", refused)

    def _read_labels(self, pick_list: PickList) -> str:
        now = self._desk.now()
        try:
            labels = self._desk.autotask.labels(pick_list.entity, pick_list.field)
        except RejectedError as error:
            reference_data.count_as_read(self._key, pick_list.kind, now)
            return f"Autotask does not show the list of {pick_list.field}: {error}"
        values = {str(each.autotask_id): asdict(each) for each in labels[pick_list.field]}
        reference_data.replace(self._key, pick_list.kind, values, now)
        return ""
