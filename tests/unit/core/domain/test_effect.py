"""Two simulations of one invoice, and what differs between them."""

from dataclasses import replace

from core.domain.connection_settings import ConnectionSettings
from core.domain.effect import NOT_SHOWN, FieldChange, Pair, summed_up
from core.domain.mapping import MappedInvoice
from core.domain.preflight import Outcome, Simulated
from core.domain.xero_document import Tracking, XeroDraft
from tests.factories.documents import NOON, make_draft


def simulated(
    draft: XeroDraft | None, outcome: Outcome = Outcome.SEND, code: str = ""
) -> Simulated:
    made = make_draft()
    return Simulated(
        autotask_id=1,
        number="INV-1",
        company_id=7,
        company="Kauri",
        issued_on=NOON.date(),
        currency="NZD",
        total=made.total,
        outcome=outcome,
        mapped=MappedInvoice(draft, ()) if draft else None,
        code=code,
    )


def changes(before: XeroDraft, after: XeroDraft) -> tuple[FieldChange, ...]:
    return Pair(simulated(before), simulated(after)).changes


def test_the_same_twice_is_no_change() -> None:
    assert changes(make_draft(), make_draft()) == ()


def test_each_field_of_the_head_is_told_by_its_name() -> None:
    draft = make_draft()
    after = replace(draft, number="X-1", reference="PO 1", branding_theme_id="t", due_on=None)
    assert [each.field for each in changes(draft, after)] == [
        "number",
        "reference",
        "due_on",
        "branding_theme",
    ]
    sent = replace(draft, is_sent_to_contact=True)
    assert changes(draft, sent) == (FieldChange("is_sent_to_contact", "no", "yes"),)


def test_lines_are_compared_one_by_one_as_long_as_they_are_as_many() -> None:
    draft = make_draft()
    tracking = (Tracking("c", "o", "Region", "North"),)
    lines = tuple(replace(line, tax_type="NONE", tracking=tracking) for line in draft.lines)
    found = changes(draft, replace(draft, lines=lines))
    assert FieldChange("tracking", "", "Region: North") in found
    assert len(found) == len(set(found))
    double = replace(draft, lines=draft.lines * 2)
    assert changes(draft, double)[-1] == FieldChange(
        "lines", str(len(draft.lines)), str(2 * len(draft.lines))
    )


def test_another_cause_is_a_change_although_it_stops_either_way() -> None:
    pair = Pair(
        simulated(None, Outcome.STOP, "ACCOUNT_UNMAPPED"),
        simulated(None, Outcome.STOP, "TAX_UNMAPPED"),
    )
    assert pair.changes == (FieldChange("cause", "ACCOUNT_UNMAPPED", "TAX_UNMAPPED"),)
    assert summed_up([pair]) == (
        "Of the last invoice this changes 1.",
        "1 would look otherwise in Xero.",
    )


def test_what_waits_or_stops_more_is_counted() -> None:
    going, stopped = simulated(make_draft()), simulated(None, Outcome.STOP, "X")
    waits = simulated(None, Outcome.HOLD, "PERIOD_LOCKED")
    told = summed_up([Pair(going, stopped), Pair(stopped, going), Pair(going, waits)])
    assert set(told[1:]) == {
        "1 more would stop at a fault.",
        "1 fault would end.",
        "1 more would wait.",
    }


def test_what_no_simulation_shows_are_options_that_there_are() -> None:
    assert NOT_SHOWN.keys() <= ConnectionSettings.model_fields.keys()
