"""Each cause that one row of the options mends offers that row, and no other cause does."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.domain.connection_settings import ConnectionSettings
from core.domain.faults import CATALOGUE
from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import (
    Account,
    BrandingTheme,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from core.domain.setting_rows import Row, apply_rows, flatten
from core.domain.status import Status
from core.store.views.record import LineRow, Record
from core.store.views.rows import FaultRow
from gateway.presenters.record.fix import FixCard, asks_for_lists, fix_cards
from gateway.presenters.record.targets import FIXABLE
from tests.unit.gateway.presenters.made import make_lens, make_record

SALES, FREIGHT = (
    Account("200", "Sales", "ACTIVE", "REVENUE"),
    Account("420", "Freight", "ACTIVE", "EXPENSE"),
)
GST = TaxRate("OUTPUT2", "15% GST on Income", Decimal(15), "ACTIVE", frozenset({"REVENUE"}))
NONE = TaxRate("NONE", "No GST", Decimal(0), "ACTIVE", frozenset({"REVENUE", "EXPENSE"}))
GONE = TaxRate("OLD", "Old GST", Decimal(12), "DELETED", frozenset({"REVENUE"}))
LISTS = OrganisationLists(
    accounts={
        each.code: each
        for each in (
            SALES, FREIGHT, Account("204", "Old sales", "ARCHIVED", "REVENUE"),
            Account("090", "Bank", "ACTIVE", "ASSET", kind="BANK"),
        )
    },
    tax_rates={each.tax_type: each for each in (GST, NONE, GONE)},
    tracking=(
        TrackingCategory(
            "t1", "Region", True,
            (TrackingOption("o1", "North"), TrackingOption("o2", "Old", is_active=False)),
        ),
    ),
    themes=(BrandingTheme("b1", "Standard"), BrandingTheme("b2", "Projects")),
)  # fmt: skip
SETTINGS = {
    "accounts": {"Labour": "204"},
    "tax_types": {"GST": "OUTPUT2"},
    "tax_region_aliases": {"Old GST": "GST"},
    "tax_types_by_category": {"GST": {"Zero": "OLD"}},
    "branding_themes": {"Project invoice": "Gone theme"},
    "tracking": [
        {"category": "Region", "source": "territory", "options": {"Auckland": "Old"}},
    ],
}  # fmt: skip


def line(number: int, billing_code: str, account_code: str = "") -> LineRow:
    money = Decimal(100)
    return LineRow(
        number, "Text", money, money, money, money, billing_code, account_code, "", "", ""
    )


def stopped(code: str, **changes: Any) -> Record:
    values = changes.pop("values", {})
    fault = FaultRow(code, "xero", "t", "m", "n", "", "", retry_helps=False, values=values)
    lines = (line(1, "Labour"), line(2, "Hardware"))
    told = {"tax_region": "Old GST", "lines": lines, **changes}
    return make_record(status=Status.FAULT, fault=fault, **told)


def cards(record: Record, **settings: Any) -> tuple[FixCard, ...]:
    told = ConnectionSettings.model_validate({**SETTINGS, **settings})
    return fix_cards(record, make_lens(), told, LISTS)


@pytest.mark.parametrize(
    ("code", "values", "option", "key", "first"),
    [
        ("ACCOUNT_UNMAPPED", {"billing_code": "Travel"}, "accounts", ("Travel",), "200"),
        ("ACCOUNT_ARCHIVED", {"account": "204"}, "accounts", ("Labour",), "200"),
        ("ACCOUNT_INVALID", {"account": "204"}, "accounts", ("Labour",), "200"),
        ("ACCOUNT_MISSING", {"billing_code": "Labour"}, "accounts", ("Labour",), "200"),
        ("ACCOUNT_REMOVED", {"account": "204"}, "accounts", ("Labour",), "200"),
        ("TAX_UNMAPPED", {"tax_region": "Fiji"}, "tax_types", ("Fiji",), "OUTPUT2"),
        ("TAX_UNMAPPED", {}, "tax_types", ("GST",), "OUTPUT2"),
        ("TAX_TYPE_MISMATCH", {"tax_type": "OUTPUT2"}, "tax_types", ("GST",), "OUTPUT2"),
        ("TAX_TYPE_UNKNOWN", {"tax_type": "OLD"}, "tax_types_by_category", ("GST", "Zero"), "OUTPUT2"),
        ("TAX_GUARD", {"tax_type": "OUTPUT2"}, "tax_types", ("GST",), "OUTPUT2"),
        ("TAX_TYPE_UNKNOWN", {"tax_type": "NONE"}, "untaxed_tax_type", (), "OUTPUT2"),
        ("BRANDING_UNKNOWN", {"theme": "gone theme"}, "branding_themes", ("Project invoice",), "Standard"),
        ("TRACKING_UNKNOWN", {"category": "region", "option": "old"}, "tracking", ("Region", "options", "Auckland"), "North"),
    ],
)  # fmt: skip
def test_a_cause_offers_the_row_that_leads_there(
    code: str, values: dict[str, str], option: str, key: tuple[str, ...], first: str
) -> None:
    (card,) = cards(stopped(code, values=values))
    assert (card.target.option, card.target.key) == (option, key)
    assert card.choices is not None
    values_on_offer = [choice.value for choice in card.choices]
    assert first in values_on_offer
    assert not {"204", "090", "OLD", "Old"} & set(values_on_offer)


def test_only_these_causes_have_a_fix() -> None:
    assert CATALOGUE.keys() >= FIXABLE
    for code in CATALOGUE.keys() - FIXABLE:
        assert cards(stopped(code)) == (), code
        assert not asks_for_lists(stopped(code))


def test_an_account_that_only_some_lines_have_asks_for_their_codes_alone() -> None:
    lines = (line(1, "Labour", "204"), line(2, "Hardware", "200"), line(3, "Travel", "204"))
    found = cards(stopped("ACCOUNT_ARCHIVED", values={"account": "204"}, lines=lines))
    assert [card.target.subject for card in found] == ["Labour", "Travel"]
    assert cards(stopped("ACCOUNT_INVALID", lines=lines))[1].target.subject == "Hardware"


def test_a_name_that_autotask_does_not_have_gets_no_row() -> None:
    assert cards(stopped("ACCOUNT_UNMAPPED", values={"billing_code": "number 17"})) == ()
    assert cards(stopped("ACCOUNT_UNMAPPED", values={"billing_code": "(none)"})) == ()
    assert cards(stopped("TAX_UNMAPPED", values={"tax_region": "(none)"})) == ()


def test_a_cause_without_a_name_asks_for_what_has_no_row() -> None:
    for code in ("ACCOUNT_UNMAPPED", "ACCOUNT_MISSING"):
        assert [card.target.subject for card in cards(stopped(code))] == ["Hardware"]


def test_a_category_is_found_by_its_name_or_by_whatever_row_leads_there() -> None:
    values = {"tax_type": "OLD", "tax_category": "Zero"}
    rows = {"GST": {"Zero": "OLD", "17": "OLD"}}
    (card,) = cards(stopped("TAX_TYPE_UNKNOWN", values=values), tax_types_by_category=rows)
    assert card.target.key == ("GST", "Zero")
    by_number = cards(
        stopped("TAX_TYPE_UNKNOWN", values={**values, "tax_category": "Exempt"}),
        tax_types_by_category={"GST": {"17": "OLD"}},
    )
    assert [card.target.key for card in by_number] == [("GST", "17")]


def test_tax_that_is_left_to_xero_is_mended_in_xero() -> None:
    assert cards(stopped("TAX_TYPE_MISMATCH"), tax_mode="xero") == ()


def test_tax_rates_are_those_that_fit_the_account() -> None:
    (card,) = cards(stopped("TAX_TYPE_MISMATCH", values={"tax_type": "OUTPUT2", "account": "420"}))
    assert card.choices is not None
    assert [choice.value for choice in card.choices] == ["NONE"]
    assert card.choices[0].label == "No GST · 0 % (NONE)"


def test_a_default_theme_that_is_gone_is_the_row() -> None:
    record = stopped("BRANDING_UNKNOWN", values={"theme": "Nowhere"})
    (card,) = cards(record, default_branding_theme="Nowhere", branding_themes={})
    assert (card.target.option, card.target.key) == ("default_branding_theme", ())


def test_a_default_tracking_option_that_is_gone_is_the_row() -> None:
    rule = {"category": "Region", "source": "territory", "default": "Old"}
    record = stopped("TRACKING_UNKNOWN", values={"category": "Region", "option": "Old"})
    (card,) = cards(record, tracking=[rule])
    assert card.target.key == ("Region", "default")
    assert cards(record, tracking=[]) == ()


def test_every_row_has_an_address_that_the_options_know() -> None:
    for code, values in (
        ("ACCOUNT_UNMAPPED", {"billing_code": "Travel"}),
        ("TAX_TYPE_UNKNOWN", {"tax_type": "OLD"}),
        ("TRACKING_UNKNOWN", {"category": "Region", "option": "Old"}),
        ("BRANDING_UNKNOWN", {"theme": "Gone theme"}),
    ):
        (card,) = cards(stopped(code, values=values))
        row = Row((card.target.option, *card.target.key), "new")
        assert flatten(apply_rows(SETTINGS, [row]))[row.address] == "new"


def test_a_list_that_was_never_read_lets_one_type() -> None:
    (card,) = fix_cards(
        stopped("TAX_UNMAPPED"), make_lens(), ConnectionSettings(), OrganisationLists()
    )
    assert card.choices is None
    assert card.takes("OUTPUT2")
    assert not card.takes("")


def test_a_card_takes_only_what_it_offers_and_says_what_changes() -> None:
    (card,) = cards(stopped("ACCOUNT_UNMAPPED", values={"billing_code": "Hardware"}))
    assert (card.takes("200"), card.takes("204")) == (True, False)
    assert card.label == "Xero account for “Hardware”"
    assert card.says("200") == "Hardware goes to account 200 from now on."
    assert card.page == "/c/kauri/configuration/accounts"
    assert card.fields == (("option", "accounts"), ("key", "Hardware"))


def test_purchase_orders_and_what_is_no_fault_have_no_fix() -> None:
    record = stopped("ACCOUNT_UNMAPPED", values={"billing_code": "Hardware"})
    assert fix_cards(record, make_lens("purchase_orders"), ConnectionSettings(), LISTS) == ()
    assert cards(replace(record, row=replace(record.row, fault=None))) == ()
