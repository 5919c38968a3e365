"""Log lines of a process: text for people or JSON for machines, with a trace and without secrets."""

import json
import logging
import re
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from core.runtime.settings import Settings

call_of: ContextVar[Any] = ContextVar("call_of", default=None)
"""The nameko worker context of the call that runs in this greenlet."""

trace_of: ContextVar[str] = ContextVar("trace_of", default="")
"""The trace of a request in a process without nameko; RpcClient sends it along."""

HIDDEN = "[hidden]"
_SHAPES = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{16,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)([a-z][a-z0-9+.-]*://[^\s:/@]+:)[^\s@]+@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"(?i)((?:client_secret|refresh_token|access_token|password|secret|apiintegrationcode)"
            r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"
        ),
        rf"\1{HIDDEN}",
    ),
)
_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(settings: Settings, process: str) -> None:
    """Send the log lines of this process to standard output; called once, at start."""
    formatter = _JsonLine(process) if settings.log_format == "json" else _TextLine()
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_WithoutSecrets(formatter, settings.secrets))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # They tell each message and each reconnection; our own sentences say the same once.
    for chatty in ("amqp", "kombu", "nameko", "urllib3", "pymongo", "mongoengine"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.root.level))


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What was passed as `extra`, plus trace and call of the current greenlet."""
    extra = {name: value for name, value in vars(record).items() if name not in _OWN_FIELDS}
    return {**_call_fields(), **extra}


def _call_fields() -> dict[str, Any]:
    call = call_of.get()
    if call is None:
        return {"trace": trace_of.get()} if trace_of.get() else {}
    trace = call.data.get("trace") or call.origin_call_id or call.call_id
    return {"trace": trace, "call": call.entrypoint.method_name}


class _TextLine(logging.Formatter):
    """Without the name of the process: whoever shows several of them side by side puts it in front."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name.
        line = super().formatMessage(record)
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return f"{line}  [{fields}]" if fields else line


class _JsonLine(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class _WithoutSecrets(logging.Formatter):
    """Wraps a formatter: the last thing that happens to a line, so nothing gets past it."""

    def __init__(self, inner: logging.Formatter, secrets: Sequence[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = sorted((word for word in secrets if word), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(self._inner.format(record), self._secrets)


def without_secrets(text: str, secrets: Sequence[str] = ()) -> str:
    """The text with known secrets, and everything that looks like one, replaced."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return text
