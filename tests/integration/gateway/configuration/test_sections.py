"""Sections are read by everybody; what cannot be saved comes back beside its field."""

import re
from collections.abc import Callable

from flask import Flask

from core.store.documents import ConnectionDocument
from gateway.presenters.configuration.sections import SECTIONS
from tests.factories.gateway_world import StubRpc
from tests.factories.world import options
from tests.integration.gateway.configuration.conftest import Options
from tests.integration.gateway.conftest import NOW, Visitor


def test_the_overview_says_what_is_set_and_what_leads_nowhere(rimu: Options) -> None:
    text = rimu.text()
    for section in SECTIONS:
        assert f'href="{rimu.base}/{section.name}"' in text
    assert "Days until due" in text
    assert "2 names are in use and lead nowhere: 900.00 AUD, 12,610.50 NZD in 12 months" in text
    assert "1 row leads to what Xero does not take" in text
    assert "3 invoices stand at a fault because of it" in text


def test_every_section_opens_for_a_viewer_without_a_form_to_change_it(
    rimu: Options, signed_in: Callable[[str], Visitor]
) -> None:
    viewer = signed_in("viewer")
    for section in SECTIONS:
        text = viewer.text(f"{rimu.base}/{section.name}")
        assert 'method="post" action="/c/' not in text, section.name
        assert f"<h1>{section.title}</h1>" in text


def test_an_administrator_has_a_form_in_every_section(rimu: Options) -> None:
    for name in ("contacts", "posting", "lines", "reading", "skipping", "routing", "after"):
        assert f'method="post" action="{rimu.base}/{name}"' in rimu.text(f"/{name}")


def test_a_field_that_cannot_be_saved_keeps_what_was_typed(rimu: Options, rpc: StubRpc) -> None:
    text = rimu.post("/dates", due_date_rule="days", due_days="9999", lock_date_rule="fault")
    assert "It may be at most 365." in text
    assert 'value="9999"' in text
    assert re.search(r'value="days" checked', text)
    assert rpc.calls == []


def test_a_template_with_a_word_that_means_nothing_is_told_beside_it(rimu: Options) -> None:
    text = rimu.post(
        "/lines", line_layout="summary", description_template="{colour}", summary_text="x",
        rounding_cap="0.05",
    )  # fmt: skip
    assert "{colour} means nothing here" in text
    assert 'aria-describedby="s-description_template e-description_template"' in text


def test_only_what_is_different_becomes_a_change(rimu: Options) -> None:
    draft = rimu.draft("/dates", due_date_rule="autotask", due_days="30", lock_date_rule="fault")
    text = rimu.text(draft)
    assert "1 change by ada@example.test" in text
    assert re.search(r"Days until due</th><td>14</td><td><b>30</b>", text)
    assert rimu.post("/dates", due_date_rule="autotask", due_days="14", lock_date_rule="fault") == (
        f"{rimu.base}/dates"
    )


def test_a_switch_that_is_left_out_is_off_and_lists_are_read_line_by_line(rimu: Options) -> None:
    draft = rimu.draft(
        "/skipping", no_sync_udf="XeroNoSync", skip_company_types="Vendor\r\n\r\n Partner \r\n"
    )
    text = rimu.text(draft)
    assert re.search(r"Skip invoices of 0.00</th><td>on</td><td><b>off</b>", text)
    assert re.search(r"Company types left out</th><td>empty</td><td><b>Vendor, Partner</b>", text)


def test_pairs_are_taken_as_rows(rimu: Options) -> None:
    form = {
        "tax_mode": "mapped", "untaxed_tax_type": "ZERORATED", "zero_rated_regions": "",
        "tax_guard": "on", "tax_guard_tolerance": "0.01",
        "tax_region_aliases.key": ["Old GST", ""],
        "tax_region_aliases.value": ["New Zealand GST", ""],
    }  # fmt: skip
    text = rimu.text(rimu.draft("/tax", **form))
    assert re.search(r"Renamed tax regions: Old GST</th><td>no row</td>", text)
    assert "Zero Rated (0 %)" in text


def test_tracking_rules_keep_the_table_of_their_category(rimu: Options) -> None:
    form = {
        "rule.category": ["Region", "Team"], "rule.source": ["territory", "department"],
        "rule.default": ["South", ""],
    }  # fmt: skip
    text = rimu.text(rimu.draft("/tracking", **form))
    assert re.search(r"Tracking Region: everything else</th><td>no row</td><td><b>South</b>", text)
    assert re.search(r"Tracking Team: filled by</th><td>no row</td>", text)
    assert "Auckland" not in text


def test_what_counts_where_the_sign_in_is_is_only_read_elsewhere(
    app: Flask, signed_in: Callable[[str], Visitor]
) -> None:
    options.options(NOW, "shared-owner", name="Owner")
    options.options(NOW, "shared-one", name="Sharer", autotask_of="shared-owner")
    text = signed_in("admin").text("/c/shared-one/configuration/routing")
    assert 'href="/c/shared-owner/configuration/routing"' in text
    assert 'name="route_by"' not in text
    assert 'name="sweep_hour"' not in signed_in("admin").text("/c/shared-one/configuration/reading")
    assert 'name="poll_seconds"' in signed_in("admin").text("/c/shared-one/configuration/reading")
    ConnectionDocument._get_collection().delete_many({"_id": {"$regex": "^shared-"}})


def test_lists_are_refreshed_by_operators_and_a_refusal_is_told(
    rimu: Options, signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    operator = Options(rimu.connection, signed_in("operator"))
    operator.post("/refresh", side="xero", section="tax")
    assert rpc.calls[-1][1] == "refresh_reference_data"
    operator.post("/refresh", side="autotask")
    assert rpc.calls[-1][1] == "refresh_lists"
    rpc.answers["refresh_reference_data"] = {
        "ok": False, "problem": {"code": "unavailable", "message": "Xero does not answer."},
    }  # fmt: skip
    operator.post("/refresh", side="xero", section="tax")
    assert "Xero does not answer." in operator.text("/tax")


def test_a_connection_that_was_never_read_still_shows_its_options(
    signed_in: Callable[[str], Visitor],
) -> None:
    ConnectionDocument._get_collection().update_one(
        {"_id": "other"}, {"$set": {"settings": {"accounts": {"Labor": "200"}}}}
    )
    text = signed_in("admin").text("/c/other/configuration/accounts")
    assert "not read yet" in text
    assert "have not been counted yet" in text
    assert 'list="entries-1"' in text


def test_an_unknown_section_and_an_odd_version_are_refused(rimu: Options) -> None:
    rimu.text("/nonsense", 404)
    assert "does not fit “based_on”" in rimu.post(
        "/tables/accounts", do="change", key='["Travel"]', value="200", based_on="99"
    )
