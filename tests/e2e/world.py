"""Reads one demo stack from all three sides: Autotask's sandbox, our API, Xero's sandbox."""

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from tests.stack import Stack, wait_until

CONNECTION = "/api/v1/connections/kauri"
# What the seed calls a status, and what the product calls it.
OUTCOMES = {"complete": "complete", "skipped": "skipped", "fault": "fault", "hold": "pending_sync"}


def invoices(stack: Stack, **filters: str) -> Iterator[dict[str, Any]]:
    """Every invoice of the demo connection, page by page."""
    cursor = None
    while True:
        query = {"limit": "500", **filters, **({"cursor": cursor} if cursor else {})}
        page = stack.get(f"{CONNECTION}/invoices?{urlencode(query)}")
        yield from page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def invoice(stack: Stack, autotask_id: int) -> dict[str, Any]:
    found: dict[str, Any] = stack.get(f"{CONNECTION}/invoices/{autotask_id}")
    return found


def intents(stack: Stack) -> dict[int, str]:
    """What each Autotask invoice is meant to become, by its id."""
    told = stack.get("/_sandbox/intents", "AUTOTASK")
    return {int(key): OUTCOMES[value["expect"]] for key, value in told.items()}


def ended_as_intended(stack: Stack) -> bool:
    wanted = intents(stack)
    return {each["autotask_id"]: each["status"] for each in invoices(stack)} == wanted


def wait_for_the_backlog(stack: Stack, seconds: float = 180) -> None:
    """The counts first: to read every invoice again and again would take the time that is waited for."""
    counts = Counter(intents(stack).values())
    wait_until(lambda: status_counts(stack) == counts, seconds, "as many end as the seed intends")
    wait_until(lambda: ended_as_intended(stack), 30, "every invoice ends as the seed intends")


def status_counts(stack: Stack) -> Counter[str]:
    """Invoices by status, without those of which there are none."""
    return +Counter(stack.get(f"{CONNECTION}/summary")["counts"])


def documents(stack: Stack) -> dict[str, list[tuple[str, Decimal]]]:
    """Xero's living sales documents by number: kind and signed total."""
    state = stack.get("/_sandbox/state", "XERO", timeout=60)
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for document in state["Invoices"]:
        if document["Type"] == "ACCREC" and document["Status"] != "DELETED":
            total = Decimal(document["Total"])
            found.setdefault(document["InvoiceNumber"], []).append(("invoice", total))
    for note in state["CreditNotes"]:
        if note["Status"] != "DELETED":
            total = -Decimal(note["Total"])
            found.setdefault(note["CreditNoteNumber"], []).append(("credit note", total))
    return found


def billed(stack: Stack) -> dict[int, Decimal]:
    """Gross totals by Autotask id, added up from Autotask's own lines."""
    state = stack.get("/_sandbox/state", "AUTOTASK", timeout=60)
    sums: Counter[int] = Counter()
    totals = {row["id"]: Decimal(0) for row in state["Invoices"]}
    for line in state["BillingItems"]:
        if line["invoiceID"] in totals:
            totals[line["invoiceID"]] += Decimal(line["totalAmount"]) + Decimal(line["taxDollars"])
            sums[line["invoiceID"]] += 1
    return {
        key: total.quantize(Decimal("0.01"), ROUND_HALF_UP)
        for key, total in totals.items()
        if sums[key]
    }


def disagreements(stack: Stack) -> list[str]:
    """Every way in which the three sides differ; empty when all is right to the cent."""
    in_autotask, in_xero = billed(stack), documents(stack)
    problems = []
    expected: set[str] = set()
    for row in invoices(stack, status="complete"):
        number, total = row["number"], Decimal(row["total"])
        expected.add(number)
        found = in_xero.get(number, [])
        if len(found) != 1:
            problems.append(f"{number}: {len(found)} documents in Xero")
        elif found[0][1] != total or in_autotask[row["autotask_id"]] != total:
            problems.append(f"{number}: {in_autotask[row['autotask_id']]} / {total} / {found}")
    problems += [f"{number}: nobody's document" for number in set(in_xero) - expected]
    return problems


def resync(stack: Stack, autotask_id: int) -> None:
    stack.post(f"{CONNECTION}/invoices/{autotask_id}/resync", {"reason": "test"})


def wait_for_status(stack: Stack, autotask_id: int, status: str, seconds: float = 5) -> None:
    wait_until(
        lambda: invoice(stack, autotask_id)["status"] == status,
        seconds,
        f"{autotask_id} becomes {status}",
    )


def bill(stack: Stack, count: int) -> list[int]:
    """New invoices appear in Autotask; their ids."""
    answer = stack.post("/_sandbox/invoices", {"count": count}, "AUTOTASK")
    ids: list[int] = answer["ids"] if isinstance(answer, dict) else answer
    return ids


def in_status(stack: Stack, ids: list[int], status: str) -> int:
    """How many of these stand there now."""
    wanted = set(ids)
    return sum(each["autotask_id"] in wanted for each in invoices(stack, status=status))


def calls(stack: Stack, vendor: str, since: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stack.get(f"/_sandbox/requests?since={since}", vendor)["requests"]
    return found


def break_vendor(
    stack: Stack, vendor: str, name: str, endpoint: str, count: int, **more: Any
) -> None:
    body = {"name": name, "endpoint": endpoint, "calls": count, **more}
    stack.post("/_sandbox/faults", body, vendor)


def mend_vendor(stack: Stack, vendor: str) -> None:
    stack.post("/_sandbox/faults", verb="DELETE", part=vendor)
