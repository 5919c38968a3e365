"""New credentials and the tenant that the invoices of a connection came from."""

import pytest

from core.domain.route_check import Present
from core.domain.tenant_change import doubt_own_tenant, refuse_other_user

PRESENT = (
    Present("north", "api@kauri.example", None, has_invoices=True),
    Present("south", "", "north", has_invoices=True),
    Present("fresh", "api@rimu.example", None),
    Present("led", "api@rata.example", None),
    Present("fed", "", "led", has_invoices=True),
    Present("old", "", None, has_invoices=True),
)


@pytest.mark.parametrize(
    ("own", "names"),
    [("north", "north, south has invoices"), ("led", "fed has"), ("old", "another user")],
)
def test_another_user_is_not_taken_on_trust_where_invoices_are(own: str, names: str) -> None:
    found = refuse_other_user("other@kauri.example", own, PRESENT)
    assert found
    assert names in found
    assert "--same-tenant" in found
    assert 'page "Autotask"' in found


@pytest.mark.parametrize(
    ("user", "own"),
    [
        (" API@kauri.example", "north"),
        ("other@kauri.example", "fresh"),
        ("other@kauri.example", "brand-new"),
        ("other@kauri.example", "south"),
    ],
)
def test_the_same_user_and_a_connection_without_invoices_are_no_question(
    user: str, own: str
) -> None:
    assert refuse_other_user(user, own, PRESENT) is None


def test_a_second_user_makes_it_a_question_whether_it_is_the_same_tenant() -> None:
    told = doubt_own_tenant("second@kauri.example", "west", PRESENT)
    assert told
    assert "north (api@kauri.example)" in told
    assert "bring each invoice twice" in told
    assert '"same_as"' in told


def test_who_is_alone_or_keeps_its_user_is_not_asked() -> None:
    assert doubt_own_tenant("api@kauri.example", "north", PRESENT) is None
    assert doubt_own_tenant("api@kauri.example", "north", ()) is None
    assert doubt_own_tenant("api@kauri.example", "west", PRESENT[1:2]) is None
