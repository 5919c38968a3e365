"""Probes and metrics."""

from flask import Flask


def test_probes_say_what_they_see(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "ready", "database": "ok"}


def test_metrics_count_invoices_by_status_and_requests(app: Flask) -> None:
    client = app.test_client()
    client.get("/healthz")
    text = client.get("/metrics").text
    assert 'counterfoil_invoices{connection="kauri",status="fault"} 5.0' in text
    assert 'counterfoil_connection_active{connection="other"} 0.0' in text
    assert "counterfoil_database_up 1.0" in text
    assert 'endpoint="health.healthz",status="200"' in text
