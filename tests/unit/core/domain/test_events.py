import pytest

from core.domain.events import Event


@pytest.mark.parametrize("event", list(Event))
def test_an_event_is_named_by_its_routing_key(event: Event) -> None:
    assert str(event) == event.value == event.name.lower()


def test_the_doorbells_others_rely_on_are_there() -> None:
    assert {
        "invoices_pending",
        "purchase_orders_pending",
        "document_status_changed",
        "log_line",
        "run_finished",
        "connection_changed",
    } <= {event.value for event in Event}
