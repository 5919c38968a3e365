import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.mapping import AutotaskNames, NameUnknownError
from core.domain.name_lists import NameList
from tests.factories.documents import make_invoice
from tests.unit.core.domain.mapping.worlds import make_lists, mapped, only

CONTEXT = {"lists": make_lists(), "names": AutotaskNames(templates={102: "Kauri standard"})}


def test_without_a_row_or_a_default_the_theme_is_xeros_own() -> None:
    result = mapped(make_invoice(template_id=102), context=CONTEXT)
    assert result.draft.branding_theme_id == ""
    assert only(result, Subject.BRANDING).reason == "Xero's own theme for new documents."


@pytest.mark.parametrize("key", ["Kauri standard", "102"])
def test_a_template_goes_by_its_name_or_its_id(key: str) -> None:
    invoice = make_invoice(template_id=102)
    result = mapped(invoice, branding_themes={key: "blue"}, context=CONTEXT)
    assert result.draft.branding_theme_id == "theme-2"
    decision = only(result, Subject.BRANDING)
    assert decision.value == "Blue"
    assert decision.reason == f"Invoice template {key} → blue by the mapping table."


def test_a_template_whose_name_is_not_known_stops_where_rows_go_by_names() -> None:
    options = {"branding_themes": {"Kauri standard": "Blue"}, "default_branding_theme": "Standard"}
    with pytest.raises(NameUnknownError) as caught:
        mapped(make_invoice(template_id=103), context=CONTEXT, **options)
    assert caught.value.kind is NameList.TEMPLATES
    by_both = {**options, "branding_themes": {"Kauri standard": "Blue", "103": "Standard"}}
    assert mapped(make_invoice(template_id=103), context=CONTEXT, **by_both).draft.branding_theme_id


@pytest.mark.parametrize("template_id", [None, 7])
def test_other_templates_get_the_default(template_id: int | None) -> None:
    options = {"branding_themes": {"102": "Blue"}, "default_branding_theme": "theme-1"}
    result = mapped(make_invoice(template_id=template_id), context=CONTEXT, **options)
    assert result.draft.branding_theme_id == "theme-1"


def test_a_theme_that_is_gone_stops_the_invoice() -> None:
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(), default_branding_theme="Red", context=CONTEXT)
    assert (caught.value.code, caught.value.values) == ("BRANDING_UNKNOWN", {"theme": "Red"})


def test_before_the_themes_were_read_xero_chooses() -> None:
    context = {"lists": make_lists(themes=None)}
    result = mapped(make_invoice(), default_branding_theme="Blue", context=context)
    assert result.draft.branding_theme_id == ""
    assert "not read yet, so xero's own theme" in only(result, Subject.BRANDING).reason.casefold()
