from datetime import date
from decimal import Decimal

from core.domain.payment import Payment
from tests.factories.documents import NOON


def test_a_payment_may_stand_on_something_else_than_an_invoice() -> None:
    payment = Payment(
        "p", None, "ACCRECPAYMENT", "DELETED", Decimal("10.00"), date(2026, 11, 20), NOON
    )
    assert payment.xero_invoice_id is None
    assert payment.reference == ""
