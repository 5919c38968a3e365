"""Mapping tables as files, there and back; and the changes of a draft as a file."""

from collections.abc import Iterator

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from gateway import exports
from gateway.exports import Value
from gateway.messages import configuration as messages
from gateway.pages.configuration import drafting
from gateway.pages.configuration.desk import desk_of
from gateway.pages.configuration.door import HERE, blueprint
from gateway.pages.configuration.drafts import find as find_draft
from gateway.pages.configuration.forms import find_table
from gateway.pages.configuration.shown import Entered, section_page
from gateway.pages.configuration.table_file import lines_of, read_table
from gateway.pages.configuration.table_forms import checked
from gateway.presenters.configuration.changes import ChangeView, change_views
from gateway.presenters.configuration.sections import SECTION_OF_TABLE
from gateway.roles import admit


@blueprint.get(f"{HERE}/tables/<table>.csv")
@admit("viewer")
def table_file(connection: str, table: str) -> Response:
    desk = desk_of(connection)
    source = find_table(desk, table, request.args.get("category") or "")
    name = "_".join((table, *source.prefix[1:2], desk.connection.id))
    return exports.file(lines_of(source), f"{_plain(name)}.csv")


@blueprint.post(f"{HERE}/tables/<table>/import")
@admit("admin")
def import_table(connection: str, table: str) -> Response | tuple[str, int]:
    """A file becomes a draft, never a save; with a bad line nothing of it is taken over."""
    desk = desk_of(connection)
    source = find_table(desk, table, request.form.get("category") or "")
    section = SECTION_OF_TABLE[table]
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return section_page(desk, section, Entered(file_problems=(messages.NO_FILE,))), 422
    read = read_table(sent.read(), source)
    if read.problems:
        return section_page(desk, section, Entered(file_problems=read.problems)), 422
    rows = checked(read.wanted, source).rows
    changes = drafting.changes_of(desk, rows, {}, desk.options.version)
    if not changes:
        flash(messages.NOTHING_CHANGED)
        there = url_for("configuration.section", connection=connection, section=section.name)
        return redirect(there, 303)
    draft = drafting.begin(desk, section.name, "csv", changes, desk.options.version)
    return redirect(url_for("configuration.draft", connection=connection, draft=draft.id), 303)


@blueprint.get(f"{HERE}/changes/<draft>.csv")
@admit("admin")
def draft_file(connection: str, draft: str) -> Response:
    desk = desk_of(connection)
    found = find_draft(connection, draft)
    views = change_views(found.changes, desk.entries)
    return exports.file(_draft_lines(views), f"changes_{_plain(connection)}.csv")


def _draft_lines(views: tuple[ChangeView, ...]) -> Iterator[list[Value]]:
    yield ["Option", "Before", "After"]
    for each in views:
        yield [each.name, each.before, each.after]


def _plain(name: str) -> str:
    """Safe in a header, whatever a tracking category is called."""
    return "".join(each if each.isascii() and each.isalnum() else "-" for each in name)
