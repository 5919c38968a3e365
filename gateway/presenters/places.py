"""Where a cause is mended: the catalogue's short form of a place becomes a link with a name."""

from dataclasses import dataclass

from core.domain.faults import CATALOGUE, names_in
from core.store.views.rows import DocumentRow, FaultRow
from gateway.presenters.document_rows import Lens

# Autotask's own deep links; none of its commands opens an invoice.
_AUTOTASK_COMMAND = "/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code="

# Pages of a connection by what a reader does there.
_HERE = {
    "/autotask": "Open the Autotask page",
    "/autotask#routing": "See the routes",
    "/autotask#credentials": "Enter new credentials",
    "/autotask#totals": "How the total is read",
    "/autotask#back": "What Autotask is told",
    "/configuration/accounts": "Open the table of accounts",
    "/configuration/tax": "Open the tables of tax",
    "/configuration/branding": "Open the table of themes",
    "/configuration/tracking": "Open the tracking rules",
    "/configuration/lines": "Open the options of lines",
    "/configuration/posting": "Open the options of posting",
    "/configuration/dates": "Open the options of dates",
}


@dataclass(frozen=True, slots=True)
class Place:
    """`is_outside` is true for a page of a vendor, which opens beside ours."""

    url: str
    name: str
    is_outside: bool


def place_of_fault(fault: FaultRow, row: DocumentRow, through: Lens) -> Place | None:
    """The fault's own place; where that cannot be reached, the next best of its cause."""
    return _place(fault.link, row, through) or place_of_code(fault.code, row, through)


def place_of_code(code: str, row: DocumentRow, through: Lens) -> Place | None:
    """The best place of a cause that needs no value of its own."""
    kind = CATALOGUE.get(code)
    links = [link for link in kind.links if not names_in(link)] if kind else []
    return next((found for link in links if (found := _place(link, row, through))), None)


def _place(link: str, row: DocumentRow, through: Lens) -> Place | None:
    scheme, _, rest = link.partition(":")
    here = f"/c/{through.connection.id}"
    logs = f"{here}/sync/logs?autotask_id={row.autotask_id}"
    found = {
        "xero": Place(through.links.page(rest), "Open that page in Xero", True),
        "document": Place(
            through.links.document(row, through.kind), "Open the document in Xero", True
        ),
        "autotask": _in_autotask(rest, through.connection.autotask_web_url),
        "here": Place(here + rest, _HERE.get(rest.partition("?")[0], "Open that page"), False),
        "page": Place(rest, "How to change it", False),
        "logs": Place(logs, "Show its Sync Logs", False),
    }.get(scheme)
    return found if found and found.url else None


def _in_autotask(command: str, web_url: str) -> Place | None:
    if not web_url.startswith("https://"):
        return None
    base = web_url.rstrip("/")
    if not command:
        return Place(base, "Open Autotask", True)
    return Place(f"{base}{_AUTOTASK_COMMAND}{command}", "Open the company in Autotask", True)
