from typing import Any

import pytest

from core.domain.name_lists import NameList, wanted_names
from tests.factories.documents import make_settings


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, set()),
        ({"tracking": [{"category": "C", "source": "billing_code"}]}, set()),
        ({"tracking": [{"category": "C", "source": "territory"}]}, {NameList.TERRITORIES}),
        (
            {
                "tracking": [
                    {"category": "C", "source": "department"},
                    {"category": "D", "source": "line_of_business"},
                ]
            },
            {NameList.DEPARTMENTS, NameList.LINES_OF_BUSINESS},
        ),
        ({"branding_themes": {"102": "Blue"}}, set()),
        ({"branding_themes": {"102": "Blue", "Kauri": "Red"}}, {NameList.TEMPLATES}),
        ({"tax_types_by_category": {"GST": {"5": "X"}}}, set()),
        ({"tax_types_by_category": {"GST": {"Telecoms": "X"}}}, {NameList.TAX_CATEGORIES}),
        ({"route_by": "line_of_business"}, {NameList.LINES_OF_BUSINESS}),
        ({"route_by": "company_field"}, set()),
    ],
)
def test_a_list_is_asked_for_only_if_a_rule_goes_by_its_names(
    options: dict[str, Any], wanted: set[NameList]
) -> None:
    assert wanted_names(make_settings(**options)) == wanted
