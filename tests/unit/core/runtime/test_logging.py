"""Log lines: one JSON object or one readable line, traced, and without secrets."""

import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from core.runtime.logging import HIDDEN, call_of, configure, trace_of, without_secrets
from core.runtime.settings import Settings
from tests.unit.core.runtime.test_settings import KEY, NEEDED


@pytest.fixture(autouse=True)
def root_logger_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def told(**more: str) -> Settings:
    return Settings.model_validate({name.lower(): value for name, value in NEEDED.items()} | more)


def test_a_json_line_says_when_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    configure(told(log_format="json"), "xero_posting")
    logging.getLogger("services.post").info("Posted %d invoices.", 3, extra={"run_id": "r1"})
    line = json.loads(capsys.readouterr().out)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "process": "xero_posting",
        "logger": "services.post",
        "message": "Posted 3 invoices.",
        "run_id": "r1",
    }


def test_a_text_line_shows_its_fields_behind_the_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(told(), "gateway")
    token = trace_of.set("t-1")
    try:
        logging.getLogger("gateway").warning("Slow.", extra={"seconds": 3})
    finally:
        trace_of.reset(token)
    assert capsys.readouterr().out.rstrip().endswith("WARNING Slow.  [trace=t-1 seconds=3]")


def test_the_trace_of_a_call_is_that_of_whoever_began_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(told(log_format="json"), "sync_log")
    call = SimpleNamespace(
        data={"trace": "from the gateway"},
        origin_call_id="x",
        call_id="y",
        entrypoint=SimpleNamespace(method_name="record"),
    )
    token = call_of.set(call)
    try:
        logging.getLogger("a").info("Here.")
    finally:
        call_of.reset(token)
    line = json.loads(capsys.readouterr().out)
    assert (line["trace"], line["call"]) == ("from the gateway", "record")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_gets_into_a_line_not_even_by_an_exception(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    configure(told(log_format=log_format), "gateway")
    try:
        raise LookupError(f"no user for {NEEDED['AMQP_URI']} and {KEY}")
    except LookupError:
        logging.getLogger("a").exception("Failed with %s.", "xero-word")
    out = capsys.readouterr().out
    assert HIDDEN in out
    assert not any(word in out for word in ("rabbit-word", "xero-word", KEY))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Authorization: Bearer abcdefghijkl.mnop", f"Authorization: Bearer {HIDDEN}"),
        ("Basic dXNlcjpwYXNzd29yZA==", f"Basic {HIDDEN}"),
        ("mongodb://me:word@db:27017/x", f"mongodb://me:{HIDDEN}@db:27017/x"),
        ('{"refresh_token": "abc123"}', f'{{"refresh_token": "{HIDDEN}"}}'),
        ("ApiIntegrationCode=XYZ123", f"ApiIntegrationCode={HIDDEN}"),
        ("Basic economics are fine.", "Basic economics are fine."),
        ("Posted invoice 1042 to Xero.", "Posted invoice 1042 to Xero."),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, safe: str) -> None:
    assert without_secrets(text) == safe
