"""What the rules may say of an invoice."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.faults import Fault
from core.domain.setting_choices import VoidRule


@dataclass(frozen=True, slots=True)
class Admitted:
    """Nothing speaks against posting.

    `void` is set when Autotask voided what Xero has: what the option says shall happen there.
    """

    void: VoidRule | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Not yet: looked at again at `until`."""

    code: str
    message: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not at all, by a rule."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A guard says no."""

    fault: Fault


Verdict = Admitted | Held | Skipped | Stopped


def describe(verdict: Verdict) -> tuple[str, str]:
    """The code and the sentence under which a verdict is logged."""
    if isinstance(verdict, Admitted):
        return _describe_admitted(verdict)
    if isinstance(verdict, Stopped):
        return verdict.fault.code, verdict.fault.message
    return verdict.code, verdict.message


def _describe_admitted(verdict: Admitted) -> tuple[str, str]:
    if verdict.void is None:
        return "INGESTED", "It waits for the next batch."
    if verdict.void is VoidRule.KEEP:
        return "VOIDED_IN_AUTOTASK", "Voided in Autotask; by option its document stays in Xero."
    return "VOIDED_IN_AUTOTASK", "Voided in Autotask; its document in Xero is voided next."
