"""Rules and guards are asked again of the stored data, whatever was chosen meanwhile."""

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.admission import Admitted, Held, Skipped, Stopped, Verdict
from services.xero_posting.mapping.fitness import judge
from tests.factories.documents import (
    NOON,
    make_company,
    make_connection,
    make_invoice,
    make_record,
    make_settings,
)
from tests.fakes.links import InMemoryLists

LATER = NOON + timedelta(minutes=90)
EARLY = make_invoice(exported_at=NOON - timedelta(days=1))
LISTS = InMemoryLists(
    company={"7": asdict(make_company(type_id=205))},
    company_type={"205": {"autotask_id": 205, "name": "Test account"}},
)


def _judge(invoice: Any = EARLY, options: dict[str, Any] | None = None, **more: Any) -> Verdict:
    connection = make_connection(settings=make_settings(**(options or {})))
    return judge(connection, LISTS, make_record(invoice, **more), LATER)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"skip_company_types": ["test account"]}, "COMPANY_TYPE"),
        ({"skip_exported": True}, "EXPORTED_ELSEWHERE"),
        ({"no_sync_when_empty": True}, "NO_SYNC"),
        ({"start_on": "2027-01-01"}, "BEFORE_START"),
    ],
)
def test_a_rule_that_came_later_holds_for_what_waits_and_not_for_what_a_person_or_xero_has(
    options: dict[str, Any], code: str
) -> None:
    verdict = _judge(options=options)
    assert isinstance(verdict, Skipped)
    assert verdict.code == code
    assert _judge(options=options, is_unskipped=True) == Admitted()
    assert _judge(options=options, xero_id="x") == Admitted()
    assert _judge() == Admitted()


def test_a_chosen_reading_of_the_header_is_a_guard_for_everybody() -> None:
    gross = make_invoice(header_total=Decimal("115.00"))
    for more in ({}, {"is_unskipped": True}, {"xero_id": "x"}):
        verdict = _judge(gross, {"header_total": "net"}, **more)
        assert isinstance(verdict, Stopped)
        assert verdict.fault.code == "AMOUNT_MISMATCH"


def test_times_in_the_sentence_are_those_of_the_organisation() -> None:
    connection = make_connection(timezone="NEWZEALANDSTANDARDTIME")
    verdict = judge(connection, LISTS, make_record(make_invoice(status_id=-3)), LATER)
    assert isinstance(verdict, Held)
    assert "since 23 Nov 01:00 NZDT" in verdict.message
