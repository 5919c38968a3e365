import pytest
from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_choices import TaxMode, TrackingRule, TrackingSource


def test_a_tracking_rule_goes_by_equal_names_and_without_a_default_unless_told() -> None:
    rule = TrackingRule.model_validate({"category": "Region", "source": "territory"})
    assert (rule.source, rule.options, rule.default) == (TrackingSource.TERRITORY, {}, None)


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        TrackingRule.model_validate({"category": "Region", "source": "weather"})
    with pytest.raises(ValidationError):
        ConnectionSettings.model_validate({"tax_mode": "guess"})
    assert ConnectionSettings.model_validate({"tax_mode": "xero"}).tax_mode is TaxMode.XERO
