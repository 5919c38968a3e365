"""Who changed which options, when and why: the newest first."""

from flask import request

from core.store.views import options as store
from gateway.filters import is_id, refuse
from gateway.pages.configuration.desk import desk_of
from gateway.pages.configuration.door import HERE, blueprint
from gateway.pages.frame import render
from gateway.presenters.configuration.changes import save_view
from gateway.roles import admit

_PAGE = 50


@blueprint.get(f"{HERE}/changes")
@admit("viewer")
def changes(connection: str) -> str:
    desk = desk_of(connection)
    found = store.history(connection, below(), _PAGE + 1)
    saves = [save_view(each, desk.entries, desk.frame.lens) for each in found[:_PAGE]]
    return render(
        "configuration/history.html",
        desk.frame,
        saves=saves,
        older=saves[-1].version if len(found) > _PAGE else None,
    )


def below() -> int | None:
    """The version below which a page begins."""
    given = request.args.get("below") or ""
    if given and not is_id(given):
        raise refuse("below", given[:20], "the version of a change")
    return int(given) if given else None
