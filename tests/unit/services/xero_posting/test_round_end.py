"""A round acts on what was true when it began, so it must not outlive that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.records import Connection
from services.xero_posting.round_end import LONGEST_ROUND, may_go_on
from tests.factories.documents import make_connection, make_settings

BEGUN = make_connection()
MINUTE = timedelta(minutes=1)


def test_a_round_goes_on_while_nothing_changes() -> None:
    assert may_go_on(BEGUN, make_connection(), MINUTE)


@pytest.mark.parametrize(
    "present",
    [
        None,
        replace(BEGUN, is_active=False),
        replace(BEGUN, tenant_id="another organisation"),
        replace(BEGUN, token_set_id="another consent"),
        replace(BEGUN, settings=make_settings(arrival_status="AUTHORISED")),
    ],
)
def test_what_a_person_changes_ends_it(present: Connection | None) -> None:
    assert not may_go_on(BEGUN, present, MINUTE)


def test_a_backlog_of_hours_is_many_rounds() -> None:
    assert may_go_on(BEGUN, BEGUN, LONGEST_ROUND)
    assert not may_go_on(BEGUN, BEGUN, LONGEST_ROUND + timedelta(seconds=1))
