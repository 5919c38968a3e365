"""What a change of options would have done is what two simulations say, and nothing is written."""

from typing import Any

from core.domain.effect import FieldChange, Pair, summed_up
from core.domain.preflight import Outcome, Simulated
from core.domain.records import Connection, InvoiceRecord
from services.xero_posting.people.compare import CompareSettings
from services.xero_posting.people.simulate import Simulator
from tests.factories.documents import (
    LABOR,
    NOON,
    PUBLIC_URL,
    make_connection,
    make_invoice,
    make_line,
    make_record,
    make_settings,
)
from tests.fakes.links import InMemoryLinks, InMemoryLists

RECORDS = [
    make_record(make_invoice(3, make_line(billing_code_id=12))),
    make_record(make_invoice(2, make_line(), make_line(autotask_id=2))),
    make_record(make_invoice(1, make_line(tax="0.00"))),
]


def simulator_for(connection: Connection) -> Simulator:
    lists = InMemoryLists(billing_code={str(LABOR): {"name": "Labor"}, "12": {"name": "Travel"}})
    return Simulator(connection, PUBLIC_URL, lambda: NOON, lists, InMemoryLinks({7: "contact-7"}))


def compare(records: list[InvoiceRecord] | None = None, **options: Any) -> list[Pair]:
    connection = make_connection(settings=make_settings())
    wanted = make_settings(**options)
    breaths: list[int] = []
    compared = CompareSettings(lambda: NOON, PUBLIC_URL, lambda: breaths.append(1))
    return compared.pairs(connection, wanted, records or RECORDS, simulator_for)


def alone(record: InvoiceRecord, **options: Any) -> Simulated:
    connection = make_connection(settings=make_settings(**options))
    return next(simulator_for(connection).simulate([record]))


def test_each_side_is_what_a_simulation_with_those_options_says() -> None:
    wanted: dict[str, Any] = {"accounts": {"Labor": "210", "Travel": "220"}}
    for record, pair in zip(RECORDS, compare(**wanted), strict=True):
        assert pair.before == alone(record)
        assert pair.after == alone(record, **wanted)


def test_a_new_account_is_told_once_whatever_the_lines() -> None:
    travel, labor, _ = compare(accounts={"Labor": "210", "Travel": "220"})
    assert labor.changes == (FieldChange("account", "200", "210"),)
    assert (travel.before.outcome, travel.after.outcome) == (Outcome.STOP, Outcome.SEND)
    assert FieldChange("cause", "ACCOUNT_UNMAPPED", "") in travel.changes


def test_the_sum_counts_what_would_go_elsewhere_and_which_faults_would_end() -> None:
    assert summed_up(compare(accounts={"Labor": "210", "Travel": "220"})) == (
        "Of the last 3 invoices this changes 3.",
        "2 would go to another account.",
        "1 fault would end.",
    )
    assert summed_up(compare(accounts={})) == (
        "Of the last 3 invoices this changes 2.",
        "2 more would stop at a fault.",
    )
    assert summed_up(compare()) == ("Of the last 3 invoices this changes none.",)
    assert summed_up([]) == ("There is no invoice yet on which it could be shown.",)


def test_rules_dates_and_layouts_show_too() -> None:
    skipped = compare(start_on="2030-01-01")
    assert {pair.after.outcome for pair in skipped} == {Outcome.SKIP}
    assert "3 more would be skipped." in summed_up(skipped)
    due = compare([RECORDS[1]], due_date_rule="days", due_days=3)[0]
    assert [each.field for each in due.changes] == ["due_on"]
    summary = compare([RECORDS[1]], line_layout="summary")[0]
    assert FieldChange("lines", "2", "1") in summary.changes
