"""The trail: who did what, when and why; read by administrators, changed by nobody."""

from flask import request

from core.store.views.audit_trail import TrailFilter
from core.store.views.audit_trail import trail as page_of
from gateway.filters import log_filter, refuse, text_of
from gateway.messages.trail import ACTIONS
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.frame import frame_of, render
from gateway.presenters.audit.trail import deed
from gateway.roles import admit


@blueprint.get(f"{HERE}/trail")
@admit("admin")
def trail(connection: str) -> str:
    frame = frame_of(connection)
    days = log_filter(request.args, frame.lens.zone)
    action = text_of(request.args, "action")
    if action and action not in ACTIONS:
        raise refuse("action", action, "one of the actions in the list")
    wanted = TrailFilter(text_of(request.args, "who"), action, days.from_at, days.before_at)
    found = page_of(connection, wanted, cursor=request.args.get("cursor"))
    return render(
        "audit/trail.html",
        frame,
        deeds=[deed(row, frame.lens) for row in found.rows],
        next_cursor=found.next_cursor,
        is_first_page=not request.args.get("cursor"),
        is_filtered=bool(wanted),
        actions=sorted(ACTIONS.items(), key=lambda each: each[1]),
    )
