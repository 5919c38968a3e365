"""The demo connection is one that the product accepts."""

import json
from pathlib import Path

from core.domain.connection_settings import ConnectionSettings
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
