from dataclasses import replace
from decimal import Decimal

from core.domain.mapping.suggest import AccountSuggester
from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import Account
from gateway.presenters.configuration import entries
from gateway.presenters.configuration.table_items import Seen, Suggests, TableSource
from gateway.presenters.configuration.tables import PAGE, Typed, Wanted, table_view

CHART = OrganisationLists(
    accounts={
        "200": Account("200", "Sales", "ACTIVE", "REVENUE"),
        "210": Account("210", "Hardware", "ACTIVE", "REVENUE"),
        "204": Account("204", "Legacy", "ARCHIVED", "REVENUE"),
    }
)


def _seen(name: str, **more: object) -> Seen:
    values: dict[str, object] = {"is_in_list": True, **more}
    return Seen((name,), **values)  # type: ignore[arg-type]


SEEN = (
    _seen("Travel", lines=3, money={"NZD": Decimal("90.00")}),
    _seen("Hardware", lines=40, money={"NZD": Decimal("4000.00"), "AUD": Decimal("-5000.00")}),
    _seen("Consulting", causes={"ACCOUNT_UNMAPPED": 2}),
    _seen("Backup"),
    _seen("Retired", is_active=False),
    _seen("Labor", lines=9, money={"NZD": Decimal("70000.00")}),
    _seen("Hosting", lines=1, money={"NZD": Decimal("10.00")}, causes={"ACCOUNT_ARCHIVED": 1}),
)
ROWS: dict[tuple[str, ...], str] = {("Labor",): "200", ("Hosting",): "204", ("Gone",): "200"}


def _source(fallback: str = "", seen: tuple[Seen, ...] = SEEN) -> TableSource:
    suggester = AccountSuggester(CHART)
    return TableSource(
        name="accounts",
        title="Accounts",
        says="",
        heads=("Autotask name",),
        prefix=("accounts",),
        rows=ROWS,
        seen={each.key: each for each in seen},
        entries=entries.accounts(CHART),
        fallback=lambda _seen: fallback,
        suggests=Suggests(
            lambda each, exact: suggester.suggest(each.key[0], only_exact=exact),
        ),
    )


def test_what_needs_a_person_comes_first_by_money() -> None:
    view = table_view(_source(), Wanted())
    assert [row.label for row in view.rows] == [
        "Hardware", "Travel", "Consulting", "Hosting", "Backup", "Labor", "Gone",
    ]  # fmt: skip
    assert view.counts == {"all": 7, "unmapped": 4, "broken": 1}


def test_a_row_says_what_it_carries_where_it_leads_and_what_is_wrong() -> None:
    rows = {row.label: row for row in table_view(_source(), Wanted()).rows}
    hardware = rows["Hardware"]
    assert (hardware.lines, hardware.money) == ("40", ("−5,000.00 AUD", "4,000.00 NZD"))
    assert (hardware.state, hardware.tone) == ("nothing yet: invoices stop", "bad")
    assert hardware.suggested
    assert (hardware.suggested.value, hardware.suggested.is_exact) == ("210", True)
    assert (rows["Hosting"].state, rows["Hosting"].tone) == ("archived in Xero", "bad")
    assert rows["Hosting"].entry
    assert rows["Hosting"].entry.label == "204 Legacy"
    assert rows["Gone"].state == "not in Autotask any more"
    assert rows["Labor"].state == "mapped"
    assert rows["Labor"].suggested is None
    assert rows["Backup"].state == "nothing yet"


def test_a_default_covers_what_has_no_row() -> None:
    view = table_view(_source("goes to the default 200"), Wanted())
    assert (view.rows[0].state, view.rows[0].tone) == ("goes to the default 200", "")


def test_rows_are_found_by_name_and_by_value_and_by_what_is_wrong() -> None:
    def labels(**wanted: str) -> list[str]:
        return [row.label for row in table_view(_source(), Wanted(**wanted)).rows]  # type: ignore[arg-type]

    assert labels(query="HOST") == ["Hosting"]
    assert labels(query="200") == ["Labor", "Gone"]
    assert labels(show="broken") == ["Hosting"]
    assert labels(show="unmapped") == ["Hardware", "Travel", "Consulting", "Backup"]


def test_thousands_of_rows_come_in_pages() -> None:
    many = tuple(_seen(f"Code {n:05d}") for n in range(1000))
    view = table_view(_source(seen=many), Wanted(page=3))
    assert (len(view.rows), view.pages, view.matching) == (PAGE, 6, 1003)


def test_faults_that_may_go_now_are_counted() -> None:
    seen = (*SEEN, _seen("Gone", causes={"ACCOUNT_UNMAPPED": 3, "ACCOUNT_INVALID": 1}))
    view = table_view(_source(seen=seen), Wanted())
    assert view.ready == {"ACCOUNT_UNMAPPED": 3, "ACCOUNT_INVALID": 1}
    assert view.exact == 1


def test_what_was_typed_stays_with_what_was_wrong_about_it() -> None:
    typed = Typed({("Travel",): "999"}, {("Travel",): "Xero has no account 999"})
    row = next(row for row in table_view(_source(), Wanted(), typed).rows if row.label == "Travel")
    assert (row.value, row.error) == ("999", "Xero has no account 999")


def test_a_row_that_goes_by_an_id_is_not_gone() -> None:
    source = replace(_source(), rows={("103",): "200"})
    row = next(row for row in table_view(source, Wanted()).rows if row.label == "103")
    assert row.state == "mapped"
