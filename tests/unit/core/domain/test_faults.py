import string

import pytest

from core.domain.faults import CATALOGUE, FaultKind, Side, make_fault

KINDS = list(CATALOGUE.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_cause_says_what_happened_whose_side_it_is_and_what_to_do(kind: FaultKind) -> None:
    assert isinstance(kind.side, Side)
    assert kind.title
    assert kind.message.endswith(".")
    assert kind.next_step.endswith(".")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_values_stand_in_the_sentences_and_an_absent_one_is_no_crash(kind: FaultKind) -> None:
    templates = (kind.title, kind.message, kind.next_step)
    names = {name for text in templates for _, name, _, _ in string.Formatter().parse(text) if name}
    filled = make_fault(kind.code, **{name: f"<{name}>" for name in names})
    assert all(f"<{name}>" in filled.title + filled.message + filled.next_step for name in names)
    bare = make_fault(kind.code)
    assert bool(names) == ("(unknown)" in bare.title + bare.message + bare.next_step)


def test_braces_in_a_vendors_value_are_text_and_not_a_template() -> None:
    fault = make_fault("ACCOUNT_UNMAPPED", billing_code="{0.__class__} {x}")
    assert "“{0.__class__} {x}”" in fault.title


def test_the_vendors_own_text_is_kept_unchanged() -> None:
    assert make_fault("XERO_REFUSED", vendor_text=" as {it} is ").vendor_text == " as {it} is "


def test_a_cause_that_is_not_in_the_catalogue_is_a_bug() -> None:
    with pytest.raises(KeyError):
        make_fault("SOMETHING_ELSE")
