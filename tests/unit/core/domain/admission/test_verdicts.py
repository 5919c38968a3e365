from core.domain.admission import Admitted, Held, Skipped, describe
from tests.factories.documents import NOON, make_invoice
from tests.unit.core.domain.admission.asked import ask


def test_every_verdict_is_logged_under_its_own_code() -> None:
    assert describe(Admitted())[0] == "INGESTED"
    assert describe(Held("NO_LINES", "wait", NOON)) == ("NO_LINES", "wait")
    assert describe(Skipped("VOIDED", "gone")) == ("VOIDED", "gone")
    code, sentence = describe(ask(make_invoice(number=None), waited=10))
    assert code == "NUMBER_MISSING"
    assert "number" in sentence
