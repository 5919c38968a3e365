"""Asks the rules about an invoice that says only what matters to a test."""

from datetime import timedelta
from typing import Any

from core.domain.admission import (
    NOTHING_KNOWN,
    Circumstances,
    Held,
    Skipped,
    Stopped,
    Verdict,
    admit,
    admit_by_hand,
)
from core.domain.company import Company
from core.domain.faults import Fault
from core.domain.invoice import Invoice
from tests.factories.documents import NOON, make_settings


def ask(
    invoice: Invoice,
    company: Company | None = None,
    waited: float = 0,
    around: Circumstances = NOTHING_KNOWN,
    **settings: Any,
) -> Verdict:
    return admit(
        invoice,
        company,
        make_settings(**settings),
        seen_at=NOON,
        now=NOON + timedelta(minutes=waited),
        around=around,
    )


def ask_by_hand(
    invoice: Invoice,
    *,
    is_in_xero: bool = False,
    waited: float = 0,
    around: Circumstances = NOTHING_KNOWN,
    **settings: Any,
) -> Verdict:
    return admit_by_hand(
        invoice,
        make_settings(**settings),
        is_in_xero=is_in_xero,
        seen_at=NOON,
        now=NOON + timedelta(minutes=waited),
        around=around,
    )


def held(verdict: Verdict) -> Held:
    assert isinstance(verdict, Held)
    return verdict


def skipped(verdict: Verdict) -> Skipped:
    assert isinstance(verdict, Skipped)
    return verdict


def fault(verdict: Verdict) -> Fault:
    assert isinstance(verdict, Stopped)
    return verdict.fault
