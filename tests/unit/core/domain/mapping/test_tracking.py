from typing import Any

import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.mapping import AutotaskNames, MappedInvoice, NameUnknownError
from core.domain.name_lists import NameList
from core.domain.reference_data import TrackingCategory
from core.domain.xero_document import Tracking
from tests.factories.documents import LABOR, make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import about, make_lists, mapped, only

NAMES = AutotaskNames(
    territory="south",
    departments={LABOR: "Projects"},
    lines_of_business={3: ("Services / Cloud", "Cloud", "Services")},
)
SOUTH = Tracking("id of Region", "id of South", "Region", "South")


def _mapped(*rules: dict[str, Any], lists: Any = None, **line: Any) -> MappedInvoice:
    context = {"names": NAMES, "lists": make_lists() if lists is None else lists}
    return mapped(make_invoice(1, make_line(**line)), tracking=rules, context=context)


def test_an_option_of_an_equal_name_needs_no_row() -> None:
    result = _mapped({"category": "region", "source": "territory"})
    assert result.draft.lines[0].tracking == (SOUTH,)
    decision = only(result, Subject.TRACKING)
    assert (decision.value, decision.line) == ("region: South", 1)
    assert decision.reason == "Territory south has an option of the same name."


def test_a_row_of_the_table_comes_before_an_equal_name() -> None:
    rule = {"category": "Region", "source": "territory", "options": {"South": "North"}}
    result = _mapped(rule)
    assert result.draft.lines[0].tracking[0].option == "North"
    assert only(result, Subject.TRACKING).reason == "Territory south → North by the mapping table."


@pytest.mark.parametrize(
    ("source", "line", "option"),
    [
        ("department", {}, "Projects"),
        ("billing_code", {}, "Labor"),
        ("line_of_business", {"line_of_business_id": 3}, "Projects"),
    ],
)
def test_each_source_names_the_option_of_a_line(
    source: str, line: dict[str, Any], option: str
) -> None:
    rule = {"category": "Business line", "source": source, "options": {"Services": "Projects"}}
    assert _mapped(rule, **line).draft.lines[0].tracking[0].option == option


def test_two_categories_are_filled_side_by_side() -> None:
    result = _mapped(
        {"category": "Region", "source": "territory"},
        {"category": "Business line", "source": "department"},
    )
    names = [(each.category, each.option) for each in result.draft.lines[0].tracking]
    assert names == [("Region", "South"), ("Business line", "Projects")]
    assert len(about(result, Subject.TRACKING)) == 2


def test_what_nothing_names_gets_the_default() -> None:
    rule = {"category": "Region", "source": "line_of_business", "default": "North"}
    result = _mapped(rule)
    assert result.draft.lines[0].tracking[0].option == "North"
    reason = only(result, Subject.TRACKING).reason
    assert reason == "The line has no line of business; default North is used."


def test_without_a_match_and_a_default_the_line_goes_without_and_a_person_is_told() -> None:
    result = _mapped({"category": "Region", "source": "department"})
    assert result.draft.lines[0].tracking == ()
    assert result.warnings == (
        "No option for department Projects and no default: it goes without Region.",
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("territory", NameList.TERRITORIES),
        ("department", NameList.DEPARTMENTS),
        ("line_of_business", NameList.LINES_OF_BUSINESS),
    ],
)
def test_an_id_without_a_known_name_stops_and_does_not_fall_to_the_default(
    source: str, kind: NameList
) -> None:
    names = AutotaskNames(territory_id=9, department_ids={LABOR: 9})
    rule = {"category": "Region", "source": source, "default": "North"}
    with pytest.raises(NameUnknownError) as caught:
        mapped(
            make_invoice(1, make_line(line_of_business_id=9)),
            tracking=[rule],
            context={"names": names, "lists": make_lists()},
        )
    assert (caught.value.kind, caught.value.values["number"]) == (kind, "9")


@pytest.mark.parametrize(
    "rule",
    [
        {"category": "Planet", "source": "territory"},
        {"category": "Region", "source": "territory", "options": {"South": "Moon"}},
        {"category": "Region", "source": "department", "default": "West"},
    ],
)
def test_what_xero_does_not_have_stops_the_invoice_because_xero_would_drop_it_silently(
    rule: dict[str, Any],
) -> None:
    with pytest.raises(MappingError) as caught:
        _mapped(rule)
    assert caught.value.code == "TRACKING_UNKNOWN"
    assert set(caught.value.values) == {"category", "option"}


def test_an_archived_category_is_as_good_as_none() -> None:
    gone = TrackingCategory("id", "Region", False, ())
    with pytest.raises(MappingError):
        _mapped({"category": "Region", "source": "territory"}, lists=make_lists(tracking=(gone,)))


def test_before_the_categories_were_read_a_row_goes_by_its_names() -> None:
    lists = make_lists(tracking=None)
    rule = {"category": "Region", "source": "territory", "options": {"South": "South Island"}}
    named = _mapped(rule, lists=lists).draft.lines[0].tracking
    assert named == (Tracking("", "", "Region", "South Island"),)
    assert _mapped({**rule, "options": {}}, lists=lists).draft.lines[0].tracking == ()
