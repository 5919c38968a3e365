from decimal import Decimal

import pytest

from core.domain.xero_document import ElementAnswer
from tests.factories.documents import make_document, make_draft, make_draft_line


def test_a_draft_totals_net_and_tax_of_its_lines() -> None:
    draft = make_draft(lines=(make_draft_line("100.00", "15.00"), make_draft_line("-0.01", "0")))
    assert draft.total == Decimal("114.99")


@pytest.mark.parametrize(
    ("answer", "is_accepted"),
    [
        (ElementAnswer(0, "INV-1", document=make_document()), True),
        (ElementAnswer(0, "c-1", contact_id="abc"), True),
        (ElementAnswer(0, "INV-1", document=make_document(), reasons=("no",)), False),
        (ElementAnswer(0, "INV-1", reasons=("no",)), False),
        (ElementAnswer(0, "INV-1"), False),
        (ElementAnswer(0, "INV-1", document=make_document(), warnings=("hm",)), True),
    ],
)
def test_only_a_document_without_a_reason_against_it_was_accepted(
    answer: ElementAnswer, is_accepted: bool
) -> None:
    assert answer.is_accepted is is_accepted
