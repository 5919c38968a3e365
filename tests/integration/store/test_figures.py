"""The figures are what a full count says, whatever happened in between."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from bson.decimal128 import Decimal128

from core.domain.months import month_of
from core.domain.records import Connection
from core.domain.status import Status
from core.domain.zones import zone_of
from core.store import figures as kept
from core.store import mapping_use, reference_data
from core.store.views import documents, figures
from core.store.views import mapping_use as use
from core.store.views.search import DocumentFilter
from services.sync_log.figures import Figures
from services.sync_log.use import UseOfNames
from tests.factories.documents import make_connection, make_invoice
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Server
from tests.integration.store import ledger, many

AUCKLAND = "NEWZEALANDSTANDARDTIME"
NOW = many.BEGAN + timedelta(hours=12)
HERE = make_connection(timezone=AUCKLAND)


class Died(BaseException):
    """The process was killed."""


def job(clock: FakeClock, breathe: Callable[[], None] = lambda: None) -> Figures:
    return Figures(clock, breathe)


def count_use(clock: FakeClock) -> None:
    UseOfNames(clock, lambda: None).run_if_due(HERE)


def stored(server: Server) -> list[dict[str, Any]]:
    return list(server.invoices.find({"connection": "kauri"}))


def each_line(server: Server) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(each, line) for each in stored(server) for line in each["lines"]]


def assert_figures_hold(server: Server, where: Connection = HERE) -> None:
    """Every kept month says what a look at every invoice says, and no other month is kept."""
    zone = zone_of(where.timezone or "")
    naive: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    net: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for each in stored(server):
        months = {"issued": each["issued_on"][:7]}
        if each["completed_at"]:
            months["arrived"] = month_of(each["completed_at"], zone)
        for by, month in months.items():
            cell = (each["currency"], each["status"])
            naive[f"kauri/{by}/{month}"][cell] += 1
            net[f"kauri/{by}/{month}", *cell] += each["subtotal"].to_decimal()
    kept_rows = {each["_id"]: each["rows"] for each in server.month_figures.find()}
    assert {key: rows for key, rows in kept_rows.items() if rows}.keys() == naive.keys()
    for key, rows in kept_rows.items():
        cells = {(row["currency"], row["status"]): row for row in rows}
        assert {cell: row["n"] for cell, row in cells.items()} == naive[key]
        for cell, row in cells.items():
            assert row["net"].to_decimal() == net[(key, *cell)]
    counts = (server.figure_marks.find_one({"_id": "kauri"}) or {})["counts"]
    listed = Counter(each["status"] for each in stored(server) if not each["removed_at"])
    assert +Counter(counts) == listed


def change(server: Server, dice: random.Random, at: Any) -> None:
    """What posting, people and ingestion do to an invoice, as far as figures see it."""
    one = dice.choice(stored(server))
    values: dict[str, Any] = {"updated_at": at}
    match dice.randrange(3):
        case 0:
            values |= {"status": "complete", "completed_at": one["completed_at"] or at}
        case 1:
            values |= {"status": dice.choice(list(Status)).value, "total": Decimal128("-1.00")}
        case 2:
            day = date(2025, 10, 1) + timedelta(days=dice.randrange(200))
            kept.mark_dirty("kauri", [one["issued_on"][:7]])
            values |= {"issued_on": day.isoformat()}
    server.invoices.update_one({"_id": one["_id"]}, {"$set": values})


@pytest.mark.parametrize("seed", range(2))
def test_figures_are_those_of_a_full_count_after_any_changes(server: Server, seed: int) -> None:
    dice, clock = random.Random(seed), FakeClock(NOW)
    many.store(many.draw(120, seed), with_names=False)
    job(clock).run_if_due(HERE)
    assert_figures_hold(server)
    for _ in range(6):
        for _ in range(dice.randrange(1, 6)):
            change(server, dice, clock.now - timedelta(seconds=dice.randrange(40)))
        clock.pass_by(seconds=dice.randrange(5, 400))
        job(clock).run_if_due(HERE)
        assert_figures_hold(server)


def test_whoever_dies_in_a_round_leaves_nothing_wrong(server: Server) -> None:
    """Killed at every point where it draws breath, one point further each time."""
    dice, clock = random.Random(7), FakeClock(NOW)
    many.store(many.draw(80), with_names=False)
    for last in range(0, 39, 3):
        breaths = iter(range(last + 1))

        def breathe(breaths: Iterable[int] = breaths) -> None:
            if next(iter(breaths), None) is None:
                raise Died

        clock.pass_by(seconds=30)
        change(server, dice, clock.now)
        clock.pass_by(seconds=30)
        try:
            job(clock, breathe).run_if_due(HERE)
        except Died:
            continue
        assert_figures_hold(server)
    clock.pass_by(seconds=30)
    job(clock).run_if_due(HERE)
    assert_figures_hold(server)


def test_another_zone_moves_what_arrived_to_other_months(server: Server) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(60), with_names=False)
    at = many.BEGAN - timedelta(hours=3)
    server.invoices.update_many({"status": "complete"}, {"$set": {"completed_at": at}})
    job(clock).run_if_due(HERE)
    assert_figures_hold(server)
    assert figures.volume("kauri", "2026-01").count > 0
    moved = make_connection(timezone="UTC")
    clock.pass_by(seconds=30)
    job(clock).run_if_due(moved)
    assert_figures_hold(server, moved)
    assert figures.volume("kauri", "2026-01").count == 0


def test_a_round_without_news_counts_nothing(server: Server) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(30), with_names=False)
    job(clock).run_if_due(HERE)
    clock.pass_by(minutes=11)
    job(clock).run_if_due(HERE)
    before = server.figure_marks.find_one()
    clock.pass_by(minutes=30)
    job(clock).run_if_due(HERE)
    assert server.figure_marks.find_one() == before


def test_what_no_month_tells_of_is_found_at_night(server: Server) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(30), with_names=False)
    job(clock).run_if_due(HERE)
    server.invoices.update_many({}, {"$set": {"issued_on": "2024-02-29"}})
    clock.pass_by(minutes=60 * 48)
    job(clock).run_if_due(HERE)
    assert_figures_hold(server)


def test_ingestion_tells_of_the_month_that_an_invoice_leaves(server: Server) -> None:
    ledger.store(1, 2, issued_on=date(2026, 8, 31))
    assert ledger.look_again(
        make_invoice(1, issued_on=date(2026, 9, 1)), content_hash="other",
        raw={"invoice": {"id": 1, "invoiceDateTime": "2026-09-01"}, "lines": []},
    )  # fmt: skip
    assert kept.marks("kauri").dirty == {"2026-08"}


def test_an_invoice_that_moves_while_its_old_month_is_counted_stands_in_one(server: Server) -> None:
    """Its month is named before it moves, counted with it, and named again while that is noted."""
    clock = FakeClock(NOW)
    many.store(many.draw(30), with_names=False)
    job(clock).run_if_due(HERE)
    one = stored(server)[0]
    left = one["issued_on"][:7]
    kept.mark_dirty("kauri", [left])
    before = kept.begin("kauri")
    kept.recount("kauri", "issued", left, zone_of(AUCKLAND), clock.now)
    moved = {"issued_on": "2026-09-01", "updated_at": clock.now}
    server.invoices.update_one({"_id": one["_id"]}, {"$set": moved})
    kept.mark_dirty("kauri", [left])
    kept.advance("kauri", before, clock.now)
    clock.pass_by(seconds=30)
    job(clock).run_if_due(HERE)
    assert_figures_hold(server)


def test_a_look_before_the_first_count_counts_itself(server: Server) -> None:
    many.store(many.draw(60), with_names=False)
    asked = ("2025-12", "2026-01")
    server.connections.insert_one({"_id": "kauri", "xero_timezone": AUCKLAND})
    before = figures.months("kauri", asked), figures.volume("kauri", "2026-01")
    assert figures.counted_at("kauri") is None
    job(FakeClock(NOW)).run_if_due(HERE)
    assert figures.counted_at("kauri") == NOW
    assert (figures.months("kauri", asked), figures.volume("kauri", "2026-01")) == before
    assert before[0][0].count > 3


def test_what_older_versions_did_not_store_is_filled_in_once(server: Server) -> None:
    drawn = many.draw(50)
    many.store(drawn, with_names=False)
    server.invoices.update_many({}, {"$unset": {"number_words": 1}})
    wanted = DocumentFilter("INV-048")
    assert not documents.page("invoices", "kauri", wanted).rows
    job(FakeClock(NOW)).run_if_due(HERE)
    found = documents.page("invoices", "kauri", wanted).rows
    assert [row.autotask_id for row in found] == many.matching(drawn, wanted)
    names = {each["folded"] for each in server.clients.find({"connection": "kauri"})}
    assert names == {each["company_folded"] for each in drawn}


def test_a_client_that_is_new_is_found_after_the_next_round(server: Server) -> None:
    clock = FakeClock(NOW)
    job(clock).run_if_due(HERE)
    ledger.store(5, company_id=99)
    server.invoices.update_many({}, {"$set": {"updated_at": clock.now}})
    clock.pass_by(seconds=10)
    job(clock).run_if_due(HERE)
    assert len(documents.page("invoices", "kauri", DocumentFilter("company 99")).rows) == 1


def test_a_client_that_was_renamed_is_found_by_both_names(server: Server) -> None:
    clock = FakeClock(NOW)
    ledger.store(5, 6, company_id=99)
    job(clock).run_if_due(HERE)
    renamed = {"company": "Beta", "company_folded": "beta", "updated_at": clock.now}
    server.invoices.update_one({"autotask_id": 6}, {"$set": renamed})
    clock.pass_by(seconds=10)
    job(clock).run_if_due(HERE)
    for text in ("company 99", "beta"):
        assert len(documents.page("invoices", "kauri", DocumentFilter(text)).rows) == 2


def test_however_many_are_new_each_client_is_found(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = import_module("core.store.clients")
    monkeypatch.setattr(clients, "_MOST_AT_FIRST", 3)
    monkeypatch.setattr(clients, "_PORTION", 4)
    clock = FakeClock(NOW)
    job(clock).run_if_due(HERE)
    drawn = many.draw(50)
    server.invoices.insert_many({**each, "updated_at": clock.now} for each in drawn)
    clock.pass_by(seconds=10)
    job(clock).run_if_due(HERE)
    names = {each["folded"] for each in server.clients.find({"connection": "kauri"})}
    assert names == {each["company_folded"] for each in drawn}


def test_a_stop_ends_a_round_at_its_next_step_and_the_next_process_counts(server: Server) -> None:
    many.store(many.draw(60), with_names=False)
    for last in range(5):
        steps: list[int] = []

        def stops(steps: list[int] = steps, last: int = last) -> bool:
            steps.append(1)
            return len(steps) > last

        Figures(FakeClock(NOW), lambda: None, stops).run_if_due(HERE)
        assert len(steps) == last + 1
        assert kept.marks("kauri").counted_to is None
    job(FakeClock(NOW)).run_if_due(HERE)
    assert_figures_hold(server)


def test_many_are_counted_by_the_figures_and_few_at_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.store(many.draw(100), with_names=False)
    job(FakeClock(NOW)).run_if_due(HERE)
    naive = Counter(each["status"] for each in stored(server) if not each["removed_at"])
    monkeypatch.setattr(import_module("core.store.views.documents.counts"), "KNOWN_BETTER", 20)
    found = documents.counts("invoices", "kauri", DocumentFilter())
    assert {status: each.n for status, each in found.items()} == {s: naive[s] for s in Status}


def test_the_use_of_names_is_that_of_the_lines(server: Server) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(80), with_names=False)
    reference_data.save("kauri", "billing_code", {"11": {"name": "Labor"}}, NOW)
    reference_data.save(
        "kauri", "line_of_business", {"31": {"division": "IT", "name": "Cloud"}}, NOW
    )
    reference_data.save("kauri", "company", {"0": {"territory_id": 41}}, NOW)
    reference_data.save("kauri", "tax_category", {"21": {"name": "Books"}}, NOW)
    server.invoices.update_many(
        {"tax_region": "GST", "lines.1": {"$exists": True}},
        {"$set": {"lines.1.tax_category_id": 4}},
    )
    job(clock).run_if_due(HERE)
    count_use(clock)
    lines = each_line(server)
    labor = [(each, line) for each, line in lines if line["billing_code_id"] == 11]
    found = use.use_of("kauri", "billing_codes")
    assert found.keys() == {"Labor", "#12", "#13"}
    assert found["Labor"].lines == len(labor)
    for currency, money in found["Labor"].money.items():
        assert money == sum(
            line["net"].to_decimal() for each, line in labor if each["currency"] == currency
        )
    regions = use.use_of("kauri", "tax_regions")
    assert regions["GST"].lines == sum(each["tax_region"] == "GST" for each, _ in lines)
    pairs = use.use_of_categories("kauri")
    names = {21: "Books", 4: "4"}
    naive = Counter(
        (each["tax_region"], names[line["tax_category_id"]])
        for each, line in lines
        if each["tax_region"] and line["tax_category_id"]
    )
    assert {pair: found.lines for pair, found in pairs.items()} == naive
    assert naive["GST", "Books"] > 0
    assert sum(pairs["GST", "Books"].money.values()) != 0
    assert use.use_of("kauri", "lines_of_business").keys() == {"IT / Cloud"}
    assert use.use_of("kauri", "territories").keys() == {"#41"}
    assert use.use_of("kauri", "templates").keys() == {"#1", "#2"}
    assert use.counted_at("kauri") == NOW


def test_use_is_counted_every_ten_minutes_at_most_and_only_where_lines_changed(
    server: Server,
) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(30), with_names=False)
    job(clock).run_if_due(HERE)
    count_use(clock)
    server.invoices.update_many({}, {"$set": {"updated_at": clock.now, "tax_region": "New"}})
    clock.pass_by(minutes=11)
    job(clock).run_if_due(HERE)
    count_use(clock)
    assert "New" not in use.use_of("kauri", "tax_regions")
    counted = {each["issued_on"][:7] for each in stored(server)}
    mapping_use.mark("kauri", counted)
    count_use(clock)
    assert use.use_of("kauri", "tax_regions").keys() == {"New"}
    mapping_use.mark("kauri", counted)
    server.invoices.update_many({}, {"$set": {"tax_region": "Newer"}})
    clock.pass_by(minutes=3)
    count_use(clock)
    assert use.use_of("kauri", "tax_regions").keys() == {"New"}
    clock.pass_by(minutes=8)
    count_use(clock)
    assert use.use_of("kauri", "tax_regions").keys() == {"Newer"}


def test_a_month_that_changes_while_its_use_is_counted_is_counted_once_more(
    server: Server,
) -> None:
    mapping_use.mark("kauri", ["2026-08"])
    begun = mapping_use.begin("kauri")
    mapping_use.mark("kauri", ["2026-08"])
    mapping_use.finish("kauri", begun.months, NOW)
    assert mapping_use.marks("kauri").months == {"2026-08"}
    again = mapping_use.begin("kauri")
    mapping_use.finish("kauri", again.months, NOW)
    assert mapping_use.marks("kauri").months == frozenset()


def test_ingestion_names_the_months_whose_lines_it_brings_and_no_other(server: Server) -> None:
    ledger.store(1, 2, issued_on=date(2026, 8, 31))
    assert mapping_use.marks("kauri").months == {"2026-08"}
    mapping_use.finish("kauri", mapping_use.begin("kauri").months, NOW)
    ledger.look_again(make_invoice(1, issued_on=date(2026, 8, 31)))
    assert mapping_use.marks("kauri").months == frozenset()
    ledger.look_again(
        make_invoice(1, issued_on=date(2026, 8, 31)), content_hash="other",
        raw={"invoice": {"id": 1, "invoiceDateTime": "2026-08-31"}, "lines": [{"id": 9}]},
    )  # fmt: skip
    assert mapping_use.marks("kauri").months == {"2026-08"}


def test_an_invoice_that_gets_another_date_is_used_no_more_in_the_month_it_leaves(
    server: Server,
) -> None:
    ledger.store(1, 2, issued_on=date(2026, 8, 31))
    mapping_use.finish("kauri", mapping_use.begin("kauri").months, NOW)
    ledger.look_again(
        make_invoice(1, issued_on=date(2026, 9, 1)), content_hash="other",
        raw={"invoice": {"id": 1, "invoiceDateTime": "2026-09-01"}, "lines": []},
    )  # fmt: skip
    assert mapping_use.marks("kauri").months == {"2026-08", "2026-09"}


def test_a_stop_ends_the_count_of_use_at_its_next_day_and_it_is_counted_later(
    server: Server,
) -> None:
    clock = FakeClock(NOW)
    many.store(many.draw(30), with_names=False)
    job(clock).run_if_due(HERE)
    UseOfNames(clock, lambda: None, lambda: True).run_if_due(HERE)
    assert use.counted_at("kauri") is None
    count_use(clock)
    assert use.counted_at("kauri") == NOW
