"""Is an invoice fit to be sent, by the very data that would go? Asked by posting and simulation."""

from datetime import datetime

from core.domain.admission import Admitted, Circumstances, Verdict, admit, admit_by_hand
from core.domain.company import company_from
from core.domain.name_lists import NameList
from core.domain.records import Connection, InvoiceRecord
from core.domain.zones import zone_of
from services.xero_posting.ports import Lists


def judge(connection: Connection, lists: Lists, record: InvoiceRecord, now: datetime) -> Verdict:
    """Guards always; rules only where no person and no document in Xero stands above them.

    A Resync may go with stored data, and what was traced or skipped was never judged as it is now.
    """
    settings = connection.settings
    seen_at = record.ingested_at or now
    is_in_xero = record.xero_id is not None
    around = _around(connection, lists, was_in_xero=record.was_in_xero)
    guarded = admit_by_hand(
        record.invoice, settings, is_in_xero=is_in_xero, seen_at=seen_at, now=now, around=around
    )
    if is_in_xero or record.is_unskipped or not isinstance(guarded, Admitted):
        return guarded
    company_id = str(record.invoice.company_id)
    stored = lists.load_some(connection.autotask_key, "company", [company_id]).get(company_id)
    company = company_from(stored) if stored else None
    return admit(record.invoice, company, settings, seen_at=seen_at, now=now, around=around)


def _around(connection: Connection, lists: Lists, *, was_in_xero: bool) -> Circumstances:
    zone = zone_of(connection.timezone or "")
    if not connection.settings.skip_company_types:
        return Circumstances(zone=zone, was_in_xero=was_in_xero)
    rows = lists.load(connection.autotask_key, NameList.COMPANY_TYPES)
    types = {int(number): str(row["name"]) for number, row in rows.items()}
    return Circumstances(company_types=types, zone=zone, was_in_xero=was_in_xero)
