"""What a queue would become in Xero: one record simulated, and the figures of many (X16).

Amounts keep their sign: a credit note counts as negative. Sums never mix currencies.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from core.domain.faults import Fault
from core.domain.mapping import MappedInvoice
from core.domain.refusals import shape_of
from core.domain.xero_document import DocumentKind, XeroDraft


class Outcome(StrEnum):
    """What would happen to a record now."""

    SEND = "send"
    UPDATE = "update"
    VOID = "void"
    HOLD = "hold"
    STOP = "stop"
    SKIP = "skip"


class NewContact(NamedTuple):
    """A company that has no contact in Xero yet, as far as we know."""

    company_id: int
    company: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """One record as it would go. `code` and `message` say why it would not.

    `new_contact` pays and has no contact in Xero yet; `notices` are what goes by a default.
    """

    autotask_id: int
    number: str
    company_id: int
    company: str
    issued_on: date
    currency: str
    total: Decimal
    outcome: Outcome
    mapped: MappedInvoice | None = None
    fault: Fault | None = None
    code: str = ""
    message: str = ""
    new_contact: NewContact | None = None
    notices: tuple[Fault, ...] = ()

    @property
    def draft(self) -> XeroDraft | None:
        return self.mapped.draft if self.mapped else None

    @property
    def warnings(self) -> tuple[str, ...]:
        mapped = self.mapped.warnings if self.mapped else ()
        return (*mapped, *(notice.message for notice in self.notices))


@dataclass
class _Money:
    count: int = 0
    net: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)

    def add(self, net: Decimal, tax: Decimal) -> None:
        self.count += 1
        self.net += net
        self.tax += tax


@dataclass
class _Cause:
    title: str
    count: int = 0
    ids: list[int] = field(default_factory=list)

    def add(self, autotask_id: int) -> None:
        self.count += 1
        if len(self.ids) < MOST_LINKS:
            self.ids.append(autotask_id)


MOST_LINKS = 20
MOST_CONTACTS = 500
# (currency, account or tax type or month) -> sums
_Sums = dict[tuple[str, str], _Money]


class Tally:
    """The figures so far; `to_form` and `from_form` let another process go on."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.accounts: _Sums = defaultdict(_Money)
        self.tax_types: _Sums = defaultdict(_Money)
        self.months: _Sums = defaultdict(_Money)
        self.causes: dict[tuple[str, str], _Cause] = {}
        self.contacts: dict[int, str] = {}
        self.are_contacts_cut = False

    def add(self, simulated: Simulated) -> None:
        self.outcomes[simulated.outcome.value] += 1
        if simulated.code:
            level = "blocker" if simulated.outcome is Outcome.STOP else simulated.outcome.value
            title = simulated.fault.title if simulated.fault else simulated.message
            self._note(level, simulated.code, title, simulated.autotask_id)
        for warning in simulated.mapped.warnings if simulated.mapped else ():
            self._note("warning", shape_of(warning), warning, simulated.autotask_id)
        for notice in simulated.notices:
            # Each billing code has a row of its own to mend, so values stay in.
            self._note("warning", notice.message, notice.message, simulated.autotask_id)
        if simulated.outcome in (Outcome.SEND, Outcome.UPDATE) and simulated.draft:
            self._add_draft(simulated.draft)
        if simulated.new_contact:
            self._add_contact(*simulated.new_contact)

    def _add_contact(self, company_id: int, company: str) -> None:
        if company_id in self.contacts or len(self.contacts) < MOST_CONTACTS:
            self.contacts[company_id] = company
        else:
            self.are_contacts_cut = True

    def _note(self, level: str, code: str, title: str, autotask_id: int) -> None:
        self.causes.setdefault((level, code), _Cause(title)).add(autotask_id)

    def _add_draft(self, draft: XeroDraft) -> None:
        sign = -1 if draft.kind is DocumentKind.CREDIT_NOTE else 1
        self.kinds[f"{draft.kind.value}, {draft.status.capitalize()}"] += 1
        for line in draft.lines:
            net, tax = sign * line.net, sign * line.tax
            self.accounts[draft.currency, line.account_code].add(net, tax)
            self.tax_types[draft.currency, line.tax_type].add(net, tax)
        net = sum((line.net for line in draft.lines), Decimal(0))
        tax = sum((line.tax for line in draft.lines), Decimal(0))
        self.months[draft.currency, f"{draft.issued_on:%Y-%m}"].add(sign * net, sign * tax)

    def to_form(self) -> dict[str, Any]:
        """Plain lists and texts, as they are stored and travel by JSON."""
        return {
            "outcomes": dict(self.outcomes),
            "kinds": dict(self.kinds),
            "accounts": _sums_form(self.accounts),
            "tax_types": _sums_form(self.tax_types),
            "months": _sums_form(self.months),
            "causes": [
                {
                    "level": level,
                    "code": code,
                    "title": cause.title,
                    "count": cause.count,
                    "ids": cause.ids,
                }
                for (level, code), cause in sorted(
                    self.causes.items(), key=lambda item: -item[1].count
                )
            ],
            "contacts": [
                {"company_id": company_id, "company": company}
                for company_id, company in sorted(self.contacts.items())
            ],
            "contacts_cut": self.are_contacts_cut,
        }

    @classmethod
    def from_form(cls, form: Mapping[str, Any]) -> "Tally":
        tally = cls()
        tally.outcomes.update(form.get("outcomes") or {})
        tally.kinds.update(form.get("kinds") or {})
        tally.accounts.update(_sums(form.get("accounts") or ()))
        tally.tax_types.update(_sums(form.get("tax_types") or ()))
        tally.months.update(_sums(form.get("months") or ()))
        for each in form.get("causes") or ():
            cause = _Cause(each["title"], each["count"], list(each["ids"]))
            tally.causes[each["level"], each["code"]] = cause
        for each in form.get("contacts") or ():
            tally.contacts[each["company_id"]] = each["company"]
        tally.are_contacts_cut = bool(form.get("contacts_cut"))
        return tally


def _sums_form(sums: _Sums) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "currency": currency,
            "count": money.count,
            "net": str(money.net),
            "tax": str(money.tax),
        }
        for (currency, key), money in sorted(sums.items())
    ]


def _sums(forms: Iterable[Mapping[str, Any]]) -> _Sums:
    return {
        (each["currency"], each["key"]): _Money(
            each["count"], Decimal(each["net"]), Decimal(each["tax"])
        )
        for each in forms
    }
