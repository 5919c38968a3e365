import pytest

from core.domain.faults import CATALOGUE, FaultKind, Shown, Side, make_fault, names_in

KINDS = list(CATALOGUE.values())
PLACES = ("xero:/", "document:", "autotask:", "here:/", "page:/", "logs:")
RETRIES_HELP = {
    "AUTOTASK_DOWN", "AUTOTASK_LIMITED", "AUTOTASK_SHARE", "AUTOTASK_THREADS", "CHECKING", "CONTACT_MISSING",
    "KEY_REUSED", "NOT_FOUND_IN_XERO", "TOTAL_NEGATIVE", "XERO_DOWN", "XERO_LIMITED_DAY",
    "XERO_LIMITED",
    "XERO_LIMITED_MINUTE", "XERO_MAINTENANCE",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_cause_says_what_happened_whose_side_it_is_and_what_to_do(kind: FaultKind) -> None:
    assert isinstance(kind.side, Side)
    assert kind.title
    assert not kind.title.endswith(".")
    assert kind.message.endswith(".")
    assert kind.next_step.endswith(".")
    assert kind.code.isupper()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_cause_that_stops_a_record_leads_to_a_place_without_any_value(
    kind: FaultKind,
) -> None:
    assert all(link.startswith(PLACES) for link in kind.links)
    if kind.shown is Shown.FAULT:
        assert make_fault(kind.code).link.startswith(PLACES)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_values_stand_in_the_sentences_and_an_absent_one_is_no_crash(kind: FaultKind) -> None:
    names = {name for text in _texts(kind) for name in names_in(text)}
    filled = make_fault(kind.code, **{name: f"<{name}>" for name in names})
    said = filled.title + filled.message + filled.next_step
    assert all(f"<{name}>" in said for name in names)
    assert "(unknown)" not in said
    assert "{" not in make_fault(kind.code).message


def _texts(kind: FaultKind) -> tuple[str, ...]:
    return (kind.title, kind.message, kind.next_step)


def test_a_cause_helps_itself_by_a_retry_only_where_nothing_has_to_change_first() -> None:
    assert {kind.code for kind in KINDS if kind.retry_helps} == RETRIES_HELP


def test_without_the_value_a_sentence_speaks_vaguely_instead_of_naming_nothing() -> None:
    assert "account 300" in make_fault("ACCOUNT_INVALID", account="300").message
    vague = make_fault("ACCOUNT_INVALID")
    assert "does not say which one" in vague.message
    assert "unknown" not in vague.message


def test_the_best_place_whose_values_are_known_is_linked_with_them_made_safe() -> None:
    known = make_fault("NUMBER_TAKEN", number="INV-1", other="Rata", other_id="5f 0&x=1")
    assert known.link == "xero:/AccountsReceivable/View.aspx?InvoiceID=5f%200%26x%3D1"
    assert make_fault("NUMBER_TAKEN").link == "xero:/AccountsReceivable/Search.aspx"
    company = make_fault("EMAIL_INVALID", company="Rata", company_id=175)
    assert company.link == "autotask:OpenAccount&AccountID=175"
    assert make_fault("EMAIL_INVALID", company="Rata").link == "autotask:"


def test_braces_in_a_vendors_value_are_text_and_not_a_template() -> None:
    fault = make_fault("ACCOUNT_UNMAPPED", billing_code="{0.__class__} {x}")
    assert "“{0.__class__} {x}”" in fault.title


def test_the_vendors_own_text_is_kept_unchanged() -> None:
    assert make_fault("XERO_REFUSED", vendor_text=" as {it} is ").vendor_text == " as {it} is "


def test_a_cause_that_is_not_in_the_catalogue_is_a_bug() -> None:
    with pytest.raises(KeyError):
        make_fault("SOMETHING_ELSE")
