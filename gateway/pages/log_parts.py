"""What a poll brings to the Sync Logs: that there are newer lines."""

from datetime import datetime

from flask import request

from core.store.views import changes
from gateway.pages.frame import Frame
from gateway.pages.parts import Part, part


def of_logs(frame: Frame, _since: datetime) -> list[Part]:
    is_behind = request.args.get("log") != changes.log_version(frame.lens.connection.id)
    text = "There are newer lines" if is_behind else ""
    return [part("newer", "logs/newer.html", newer_text=text)]
