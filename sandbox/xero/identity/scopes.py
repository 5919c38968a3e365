"""Scopes, granular and broad, and which of them opens what (developer.xero.com, scopes page)."""

from collections.abc import Collection

_ABOUT_THE_USER = ("openid", "profile", "email", "offline_access")
_WRITABLE = (
    "accounting.transactions",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
)
KNOWN = frozenset((*_ABOUT_THE_USER, *_WRITABLE, *(f"{scope}.read" for scope in _WRITABLE)))

DEFAULT = (
    "openid profile email offline_access accounting.contacts accounting.invoices "
    "accounting.payments.read accounting.settings.read accounting.attachments"
)

_BY_RESOURCE = {
    "Contacts": ("accounting.contacts",),
    "Invoices": ("accounting.invoices", "accounting.transactions"),
    "CreditNotes": ("accounting.invoices", "accounting.transactions"),
    "PurchaseOrders": ("accounting.invoices", "accounting.transactions"),
    "Attachments": ("accounting.attachments",),
    "Allocations": ("accounting.invoices", "accounting.transactions"),
    "OnlineInvoice": ("accounting.invoices", "accounting.transactions"),
    "Orders": ("accounting.transactions",),
    "Payments": ("accounting.payments", "accounting.transactions"),
}
_SETTINGS = ("accounting.settings",)


def opening(resource: str, method: str) -> frozenset[str]:
    """The scopes of which one is enough."""
    writing = _BY_RESOURCE.get(resource, _SETTINGS)
    if method != "GET":
        return frozenset(writing)
    return frozenset((*writing, *(f"{scope}.read" for scope in writing)))


def allows(granted: Collection[str], resource: str, method: str) -> bool:
    """Whether these scopes open a resource for a method."""
    return not opening(resource, method).isdisjoint(granted)
