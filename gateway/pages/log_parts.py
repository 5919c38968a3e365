"""What a poll brings to the Sync Logs: that there are newer lines, and whether Sync Now is on."""

from datetime import datetime

from flask import current_app, request

from core.store.views import changes
from gateway.pages.frame import Frame
from gateway.pages.parts import Part, part
from gateway.presenters.sync_now import SyncNow, sync_now


def of_logs(frame: Frame, _since: datetime) -> list[Part]:
    is_behind = request.args.get("log") != changes.log_version(frame.lens.connection.id)
    text = "There are newer lines" if is_behind else ""
    button = part("syncnow", "logs/sync_now.html", sync=button_of(frame), c=frame.lens.connection)
    return [part("newer", "logs/newer.html", newer_text=text), button]


def button_of(frame: Frame) -> SyncNow:
    return sync_now(frame.lens, hears_commands=current_app.extensions["commands"].is_reachable())
