import pytest

from core.domain.admission.company_types import check_company_types, is_named, label_of

OWN = {1: "Kunde", 205: "Testkonto"}


@pytest.mark.parametrize(
    ("type_id", "label"), [(1, "Kunde"), (205, "Testkonto"), (7, "Vendor"), (99, "")]
)
def test_the_tenants_own_label_comes_before_the_usual_one(type_id: int, label: str) -> None:
    assert label_of(type_id, OWN) == label


def test_a_type_is_named_by_label_or_number_and_an_unknown_label_names_nothing() -> None:
    assert is_named(205, "Testkonto", ["testkonto "])
    assert is_named(205, "Testkonto", ["205"])
    assert not is_named(205, "", ["", "Vendor"])


def test_a_name_that_no_type_has_keeps_the_option_from_being_saved() -> None:
    (found,) = check_company_types(["Kunde", "205", "Vendr"], OWN)
    assert (found.option, found.value, found.blocks) == ("skip_company_types", "Vendr", True)
    assert "Kunde, Testkonto" in found.message


def test_before_the_list_was_read_an_unusual_name_is_only_doubtful() -> None:
    assert list(check_company_types(["vendor", "7"], {})) == []
    (found,) = check_company_types(["Testkonto"], {})
    assert not found.blocks
    assert "not read yet" in found.message
