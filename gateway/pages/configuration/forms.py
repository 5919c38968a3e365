"""Forms of the options: what is entered becomes a draft, or comes back with what is wrong."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from core.domain.errors import UnavailableError
from core.domain.setting_rows import Row
from core.domain.settings_words import OF_THE_SIGN_IN
from gateway import audited
from gateway.filters import choice, is_id, refuse
from gateway.messages import configuration as messages
from gateway.pages.configuration import drafting
from gateway.pages.configuration.desk import Desk, desk_of
from gateway.pages.configuration.door import HERE, blueprint
from gateway.pages.configuration.entered import entered, problems_of, rules_entered, sentence
from gateway.pages.configuration.shown import Entered, find_section, section_page, tables_of
from gateway.pages.configuration.table_forms import table_entered
from gateway.pages.frame import frame_of
from gateway.presenters.configuration.sections import SECTION_OF_TABLE, Section
from gateway.presenters.configuration.table_items import TableSource
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.sign_in import local_path

Answer = Response | tuple[str, int]


@blueprint.post(f"{HERE}/<section>")
@admit("admin")
def change(connection: str, section: str) -> Answer:
    """The fields of a section; only those that are different become changes."""
    desk, found = desk_of(connection), find_section(section)
    values = _values(desk, found)
    errors = problems_of(values)
    if errors:
        return section_page(desk, found, Entered(values, errors)), 422
    return _to_draft(desk, found, (), values)


@blueprint.post(f"{HERE}/tables/<table>")
@admit("admin")
def change_table(connection: str, table: str) -> Answer:
    """Rows of a mapping table."""
    desk, found = desk_of(connection), SECTION_OF_TABLE.get(table) or abort(404)
    source = find_table(desk, table, request.form.get("category") or "")
    told = table_entered(request.form, source)
    if told.typed.is_refused:
        refused = Entered(typed={source.title: told.typed})
        return section_page(desk, found, refused), 422
    return _to_draft(desk, found, told.rows, {})


@blueprint.post(f"{HERE}/refresh")
@admit("operator")
def refresh(connection: str) -> Response:
    """Read the vendor's lists again: Xero's, or Autotask's, of which all who share it have one."""
    frame = frame_of(connection)
    side = choice(request.form, "side", ("xero", "autotask"))
    try:
        if side == "xero":
            flash(audited.refresh_reference_data(connection).message)
        else:
            flash(audited.refresh_lists(frame.lens.connection.autotask_key).message)
    except (CommandRefusedError, UnavailableError) as trouble:
        flash(str(trouble), "bad")
    if back := request.form.get("next"):
        return redirect(local_path(back), 303)
    return _to_section(connection, find_section(request.form.get("section") or "accounts"))


def find_table(desk: Desk, table: str, category: str = "") -> TableSource:
    """A table by its name; one of tracking by the category that its rule fills."""
    section = SECTION_OF_TABLE.get(table) or abort(404)
    for source in tables_of(desk, section):
        if source.name == table and (table != "tracking" or source.prefix[1] == category):
            return source
    return abort(404)


def based_on(desk: Desk) -> int:
    """The version that the page was drawn from."""
    given = request.form.get("based_on") or ""
    if not is_id(given) or int(given) > desk.options.version:
        raise refuse("based_on", given[:20], "the version of the options that was shown")
    return int(given)


def _values(desk: Desk, section: Section) -> dict[str, Any]:
    """What counts on the connection with the sign-in is only read here."""
    is_sharing = desk.owner is not None
    options = [each for each in section.options if not (is_sharing and each in OF_THE_SIGN_IN)]
    values = entered(request.form, options)
    if section.name == "tracking":
        values["tracking"] = rules_entered(request.form, desk.options.dump["tracking"])
    for option in ("default_account", "rounding_account", "untaxed_tax_type"):
        if values.get(option):
            entries = desk.entries["tax_rates" if option == "untaxed_tax_type" else "accounts"]
            values[option] = entries.resolve(values[option])
    return values


def _to_draft(
    desk: Desk, section: Section, rows: tuple[Row, ...], values: Mapping[str, Any]
) -> Answer:
    version = based_on(desk)
    try:
        changes = drafting.changes_of(desk, rows, values, version)
    except ValidationError as error:
        errors = {str(each["loc"][0]): sentence(error) for each in error.errors() if each["loc"]}
        return section_page(desk, section, Entered(values, errors)), 422
    if not changes:
        flash(messages.NOTHING_CHANGED)
        return _to_section(desk.connection.id, section)
    draft = drafting.begin(desk, section.name, "form", changes, version)
    there = url_for("configuration.draft", connection=desk.connection.id, draft=draft.id)
    return redirect(there, 303)


def _to_section(connection: str, section: Section) -> Response:
    there = url_for("configuration.section", connection=connection, section=section.name)
    return redirect(there, 303)
