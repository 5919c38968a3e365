"""Mapping tables for programs: read with use and money, changed row by row, and as CSV both ways."""

from flask import Blueprint, abort, request, url_for
from spectree import Response
from werkzeug.wrappers import Response as AnyResponse

from core.domain.setting_rows import row_form
from gateway import audited, exports
from gateway.answers import Saved
from gateway.api import configuration_schemas as shapes
from gateway.api.configuration import problem_form
from gateway.api.spec import spec
from gateway.commands.settings import SettingsWish
from gateway.pages.configuration import drafting
from gateway.pages.configuration.desk import Desk, desk_of
from gateway.pages.configuration.forms import find_table
from gateway.pages.configuration.table_file import lines_of, read_table
from gateway.pages.configuration.table_forms import checked
from gateway.presenters.configuration.sections import SECTION_OF_TABLE
from gateway.presenters.configuration.table_items import Item, Key, TableSource, items_of
from gateway.presenters.configuration.tables import state_of
from gateway.problems import problem
from gateway.roles import admit

blueprint = Blueprint("mappings", __name__)

_TAGS = ("Options",)
_TABLE = "/connections/<connection>/mappings/<table>"
_MOST_NAMED = 50


@blueprint.get(_TABLE)
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.TableOut), tags=_TAGS)
def rows(connection: str, table: str, query: shapes.TableQuery) -> shapes.TableOut:
    """accounts, tax, categories, tracking or branding, with what each name carries."""
    desk = desk_of(connection)
    source = find_table(desk, table, query.category)
    found = [_row(each, source) for each in items_of(source)]
    return shapes.TableOut(version=desk.options.version, table=table, rows=found)


@blueprint.put(_TABLE)
@admit("admin")
@spec.validate(resp=Response(HTTP_200=shapes.SavedOut), tags=_TAGS)
def change(
    connection: str, table: str, query: shapes.TableQuery, json: shapes.TableBody
) -> shapes.SavedOut:
    """Change these rows; 409 names those that somebody else has changed since `based_on`."""
    desk = desk_of(connection)
    source = find_table(desk, table, query.category)
    told = checked(_wanted(json, source), source)
    if told.typed.errors:
        _refuse([f"{' / '.join(key)}: {why}" for key, why in told.typed.errors.items()])
    forms = [row_form(each) for each in told.rows]
    wish = SettingsWish(rows=forms, based_on=json.based_on, reason=json.reason or "")
    saved = audited.save_settings(connection, wish) if forms else Saved(True, (), ())
    if saved.conflicts:
        abort(problem(409, _CONFLICT, code="conflict", conflicts=_conflicts(saved)))
    if not saved.is_saved:
        _refuse([each.message for each in saved.problems if each.blocks and not each.is_standing])
    return shapes.SavedOut(
        changed=list(saved.changed),
        problems=[problem_form(each) for each in saved.problems],
        not_read=list(saved.not_read),
    )


@blueprint.get(f"{_TABLE}.csv")
@admit("viewer")
@spec.validate(query=shapes.TableQuery, resp=Response("HTTP_200"), tags=_TAGS)
def as_file(connection: str, table: str) -> AnyResponse:
    """The table with use and money."""
    source = find_table(desk_of(connection), table, request.args.get("category") or "")
    return exports.file(lines_of(source), f"{table}.csv")


@blueprint.post(f"{_TABLE}/import")
@admit("admin")
@spec.validate(query=shapes.TableQuery, resp=Response(HTTP_200=shapes.DraftOut), tags=_TAGS)
def import_table(connection: str, table: str) -> shapes.DraftOut:
    """The body is the CSV file; it becomes a draft that a person looks at and applies."""
    desk = desk_of(connection)
    source = find_table(desk, table, request.args.get("category") or "")
    read = read_table(request.get_data(), source)
    if read.problems:
        _refuse(list(read.problems))
    return _draft(desk, table, read.wanted, source)


_CONFLICT = "Somebody else has changed the same rows since; read them again. Nothing was saved."


def _draft(desk: Desk, table: str, wanted: dict[Key, str], source: TableSource) -> shapes.DraftOut:
    version = desk.options.version
    changes = drafting.changes_of(desk, checked(wanted, source).rows, {}, version)
    if not changes:
        abort(problem(409, "Nothing in the file is different from what counts already."))
    own_id = desk.connection.id
    draft = drafting.begin(desk, SECTION_OF_TABLE[table].name, "csv", changes, version)
    there = url_for("configuration.draft", connection=own_id, draft=draft.id)
    return shapes.DraftOut(draft=draft.id, url=there, changes=len(changes))


def _wanted(body: shapes.TableBody, source: TableSource) -> dict[Key, str]:
    length = len(source.heads)
    if any(len(each.key) != length for each in body.rows):
        _refuse([f"A key of this table has {length} {'name' if length == 1 else 'names'}."])
    return {tuple(each.key): (each.value or "").strip() for each in body.rows}


def _refuse(told: list[str]) -> None:
    """Every one in `errors`, the first ones in the sentence."""
    errors = [{"field": "rows", "message": each} for each in told]
    detail = "; ".join(told[:_MOST_NAMED]) or "The rows were refused."
    abort(problem(422, detail, code="invalid", errors=errors))


def _conflicts(saved: Saved) -> list[dict[str, object]]:
    return [
        {
            "key": list(each.key),
            "mine": each.mine,
            "theirs": each.theirs,
            "by": each.by,
            "at": each.at,
        }
        for each in saved.conflicts
    ]


def _row(item: Item, source: TableSource) -> shapes.TableRowOut:
    seen = item.seen
    entry = source.entries.get(item.value) if item.value else None
    found = source.suggests.of(seen, False) if not item.value or item.trouble else None
    return shapes.TableRowOut(
        key=list(seen.key),
        value=item.value or None,
        name=entry.name if entry else None,
        lines=seen.lines,
        money=dict(seen.money),
        faults=seen.faults,
        state=state_of(item, source).word,
        suggestion=shapes.SuggestionOut(
            value=found.value, name=found.name, percent=found.percent, why=found.why
        )
        if found
        else None,
    )
