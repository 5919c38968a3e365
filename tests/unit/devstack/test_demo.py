"""The demo connection is one that the product accepts."""

import json
from datetime import date
from pathlib import Path

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_choices import TrackingSource
from devstack import demo

DESCRIBED = json.loads((Path(demo.__file__).parent / "demo_connection.json").read_text())


def test_the_settings_of_the_demo_connection_are_valid() -> None:
    settings = ConnectionSettings.model_validate(DESCRIBED["settings"])
    assert settings.arrival_status == "AUTHORISED"
    assert settings.poll_seconds == 15
    assert settings.tax_types["Zero-rated exports"] == "ZERORATED"


def test_every_billing_code_of_the_demo_world_has_an_account() -> None:
    from sandbox.world.catalog import BILLING_CODES

    accounts = DESCRIBED["settings"]["accounts"]
    assert accounts == {code.name: code.ledger for code in BILLING_CODES}


def test_the_demo_connection_leans_only_on_what_the_demo_organisation_has() -> None:
    """But for two traps that are there on purpose: an archived account, and a deposit with tax."""
    from sandbox.world.organisation import organisation

    has = organisation(1, date(2026, 11, 22), with_contacts=False)
    settings = ConnectionSettings.model_validate(DESCRIBED["settings"])
    categories = {each["Name"]: each["Options"] for each in has["TrackingCategories"]}
    for rule in settings.tracking:
        options = {option["Name"] for option in categories[rule.category]}
        assert set(rule.options.values()) <= options
        assert rule.source is not TrackingSource.BILLING_CODE or set(rule.options) == set(
            settings.accounts
        )
    themes = {each["Name"] for each in has["BrandingThemes"]}
    assert {*settings.branding_themes.values(), settings.default_branding_theme} <= themes
    active = {each["Code"] for each in has["Accounts"] if each["Status"] == "ACTIVE"}
    assert {*settings.accounts.values(), settings.rounding_account} - active == {"204"}
