import json

from core.domain.log_line import Level, LogLine
from tests.factories.documents import NOON


def _line(**more: object) -> LogLine:
    return LogLine("kauri", NOON, "xero_posting", "POSTED", "It is there.", **more)  # type: ignore[arg-type]


def test_a_line_travels_as_json_that_says_the_same() -> None:
    line = _line(level=Level.ERROR, run_id="r", autotask_id=12, detail={"a": 1})
    message = json.loads(json.dumps(line.as_message()))
    assert message == {
        "connection": "kauri",
        "at": "2026-11-22T12:00:00+00:00",
        "service": "xero_posting",
        "code": "POSTED",
        "message": "It is there.",
        "level": "error",
        "run_id": "r",
        "autotask_id": 12,
        "xero_id": None,
        "detail": {"a": 1},
        "id": line.id,
    }


def test_each_line_has_an_id_of_its_own_so_that_storing_it_twice_is_harmless() -> None:
    assert _line().id != _line().id
    assert _line().level is Level.INFO
