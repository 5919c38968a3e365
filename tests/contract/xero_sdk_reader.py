"""Run in a process of its own, because Xero's SDK keeps its settings in a singleton.

Reads a JSON order from stdin, uses the official client against the sandbox, and prints what it saw.
"""

import datetime
import json
import sys
from decimal import Decimal
from typing import Any

import urllib3
from xero_python.accounting import (
    AccountingApi,
    Allocation,
    Allocations,
    Contact,
    CreditNote,
    CreditNotes,
    HistoryRecord,
    HistoryRecords,
    Invoice,
    Invoices,
    LineItem,
    LineItemTracking,
    PurchaseOrder,
    PurchaseOrders,
)
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import AccountingBadRequestException
from xero_python.identity import IdentityApi

TIMEOUT = (5, 30)


def client_for(order: dict[str, Any]) -> ApiClient:
    app = OAuth2Token(client_id=order["client_id"], client_secret=order["client_secret"])
    client = ApiClient(Configuration(oauth2_token=app), oauth2_token_getter=lambda: order["token"])
    client.oauth2_token_saver(lambda token: None)
    # Out of the box the SDK repeats GET, PUT and DELETE by itself.
    client.rest_client.pool_manager = urllib3.PoolManager(retries=False)
    return client


def invoice(order: dict[str, Any], number: str) -> Invoice:
    return Invoice(
        type="ACCREC",
        invoice_number=number,
        contact=Contact(contact_id=order["contact_id"]),
        date=datetime.date(2026, 11, 1),
        due_date=datetime.date(2026, 11, 30),
        status="AUTHORISED",
        line_items=[
            LineItem(
                description="Remote support",
                quantity=Decimal("1.2833"),
                unit_amount=Decimal("165.00"),
                account_code="220",
                tax_type="OUTPUT2",
            )
        ],
    )


def created(api: AccountingApi, order: dict[str, Any]) -> dict[str, Any]:
    both = Invoices(invoices=[invoice(order, "SDK-1"), invoice(order, "SDK-1")])
    answer = api.create_invoices(
        order["tenant"], both, summarize_errors=False, unitdp=4, _request_timeout=TIMEOUT,
        idempotency_key="sdk-1",
    )  # fmt: skip
    good, bad = answer.invoices
    again = Invoices(invoices=[invoice(order, "SDK-1")])
    try:
        api.create_invoices(order["tenant"], again, _request_timeout=TIMEOUT)
        refused = ""
    except AccountingBadRequestException as problem:
        refused = problem.reason
    return {
        "total": str(good.total),
        "status": good.status,
        "date": str(good.date),
        "second": [error.message for error in bad.validation_errors],
        "refused": refused,
    }


def cost() -> LineItem:
    return LineItem(
        description="Switch, 48 ports",
        quantity=Decimal(2),
        unit_amount=Decimal("10.1234"),
        account_code="300",
        tax_type="INPUT2",
        tracking=[LineItemTracking(name="Region", option="Australia")],
    )


def purchased(api: AccountingApi, order: dict[str, Any]) -> dict[str, Any]:
    """Bills and purchase orders, written, found again, changed."""
    tenant, more = order["tenant"], {"_request_timeout": TIMEOUT}
    contact, day = Contact(contact_id=order["contact_id"]), datetime.date(2026, 11, 1)
    bill = Invoice(
        type="ACCPAY", invoice_number="BILL-1", contact=contact, date=day, due_date=day,
        status="AUTHORISED", line_items=[cost()], url="https://psa.example/po/1",
    )  # fmt: skip
    bills = Invoices(invoices=[bill])
    made = api.create_invoices(tenant, bills, summarize_errors=False, unitdp=4, **more).invoices[0]
    sent = PurchaseOrder(
        purchase_order_number="SDK-PO-1", contact=contact, date=day, delivery_date=day,
        status="AUTHORISED", reference="T1", line_items=[cost()],
    )  # fmt: skip
    both = PurchaseOrders(purchase_orders=[sent, sent])
    good, bad = api.create_purchase_orders(
        tenant, both, summarize_errors=False, idempotency_key="sdk-po", **more
    ).purchase_orders
    found = api.get_purchase_order_by_number(tenant, "SDK-PO-1", **more).purchase_orders[0]
    listed = api.get_purchase_orders(
        tenant, status="AUTHORISED", date_from="2026-11-01", page=1, page_size=10, **more
    )
    gone = PurchaseOrders(purchase_orders=[PurchaseOrder(status="DELETED")])
    deleted = api.update_purchase_order(tenant, good.purchase_order_id, gone, **more)
    return {
        "bill": [made.status, str(made.total), made.reference, made.url],
        "order": [str(found.total), found.status, str(found.line_items[0].unit_amount)],
        "option": found.line_items[0].tracking[0].option,
        "order_taken": [error.message for error in bad.validation_errors],
        "orders": listed.pagination.item_count,
        "order_deleted": deleted.purchase_orders[0].status,
    }


def credited(api: AccountingApi, order: dict[str, Any]) -> dict[str, Any]:
    """A credit note, put against an invoice; a note and a file beside the invoice."""
    tenant, more = order["tenant"], {"_request_timeout": TIMEOUT}
    line = LineItem(
        description="Refund", quantity=Decimal(1), unit_amount=Decimal(10), account_code="220",
        tax_type="OUTPUT2",
    )  # fmt: skip
    note = CreditNote(
        type="ACCRECCREDIT", contact=Contact(contact_id=order["contact_id"]),
        date=datetime.date(2026, 11, 1), status="AUTHORISED", line_items=[line],
    )  # fmt: skip
    made = api.create_credit_notes(tenant, CreditNotes(credit_notes=[note]), **more).credit_notes[0]
    invoice = api.get_invoice(tenant, "SDK-1", **more).invoices[0]
    allocation = Allocation(
        amount=Decimal("11.5"), date=datetime.date(2026, 11, 2),
        invoice=Invoice(invoice_id=invoice.invoice_id),
    )  # fmt: skip
    api.create_credit_note_allocation(
        tenant, made.credit_note_id, Allocations(allocations=[allocation]), **more
    )
    records = HistoryRecords(history_records=[HistoryRecord(details="Posted")])
    api.create_invoice_history(tenant, invoice.invoice_id, records, **more)
    api.create_invoice_attachment_by_file_name(
        tenant, invoice.invoice_id, "one.txt", b"one", **more
    )
    after = api.get_invoice(tenant, invoice.invoice_id, **more).invoices[0]
    history = api.get_invoice_history(tenant, invoice.invoice_id, **more).history_records
    online = api.get_online_invoice(tenant, invoice.invoice_id, **more).online_invoices[0]
    return {
        "note": [made.credit_note_number, made.status],
        "credited": [str(after.amount_credited), str(after.amount_due)],
        "allocated": [str(row.applied_amount) for row in after.credit_notes],
        "files": [file.file_name for file in after.attachments],
        "history": [row.details for row in history],
        "online": online.online_invoice_url.startswith("https://in.xero.com/"),
    }


def read(api: AccountingApi, order: dict[str, Any]) -> dict[str, Any]:
    tenant, more = order["tenant"], {"_request_timeout": TIMEOUT}
    organisation = api.get_organisations(tenant, **more).organisations[0]
    page = api.get_invoices(tenant, page=1, page_size=100, unitdp=4, **more)
    single = api.get_invoice(tenant, page.invoices[0].invoice_id, unitdp=4, **more).invoices[0]
    return {
        "organisation": organisation.name,
        "currency": organisation.base_currency.value,
        "lock": str(organisation.period_lock_date),
        "contacts": len(api.get_contacts(tenant, page=1, page_size=1000, **more).contacts),
        "accounts": len(api.get_accounts(tenant, **more).accounts),
        "tax_rates": len(api.get_tax_rates(tenant, **more).tax_rates),
        "tracking": len(api.get_tracking_categories(tenant, **more).tracking_categories),
        "themes": len(api.get_branding_themes(tenant, **more).branding_themes),
        "currencies": len(api.get_currencies(tenant, **more).currencies),
        "credit_notes": len(api.get_credit_notes(tenant, page=1, **more).credit_notes),
        "payments": len(api.get_payments(tenant, page=1, **more).payments),
        "invoices": page.pagination.item_count,
        "numbers": sorted(row.invoice_number for row in page.invoices),
        "quantity": str(single.line_items[0].quantity),
        "url": single.url,
    }


def main() -> None:
    order = json.load(sys.stdin)
    client = client_for(order)
    api = AccountingApi(client, base_url=f"{order['url']}/api.xro/2.0")
    identity = IdentityApi(client, base_url=order["url"])
    connections = identity.get_connections(_request_timeout=TIMEOUT)
    seen = {"connections": [row.tenant_name for row in connections], **created(api, order)}
    seen |= read(api, order)
    json.dump({**seen, **purchased(api, order), **credited(api, order)}, sys.stdout)


if __name__ == "__main__":
    main()
