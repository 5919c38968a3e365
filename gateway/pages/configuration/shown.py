"""The options as they are: all sections at a glance, and each section with its fields and tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, request

from core.store.views import mapping_tables, mapping_use
from gateway.filters import choice, text_of
from gateway.pages.configuration import table_sources
from gateway.pages.configuration.desk import Desk, desk_of
from gateway.pages.configuration.door import HERE, blueprint
from gateway.pages.configuration.seen import LISTS_OF
from gateway.pages.frame import render
from gateway.presenters.configuration.fields import Filled, field_view
from gateway.presenters.configuration.overview import cards
from gateway.presenters.configuration.rules import rule_views
from gateway.presenters.configuration.sections import BY_NAME, SECTIONS, Section
from gateway.presenters.configuration.table_items import TableSource
from gateway.presenters.configuration.tables import SHOWS, Typed, Wanted, table_view
from gateway.presenters.times import Moment, moment_or_none
from gateway.roles import admit

_LAST_PAGE = 1000
_MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody typed that cannot be taken as it is: in fields, in tables by their title, or a
    file."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    file_problems: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.errors) or any(each.is_refused for each in self.typed.values())


NOTHING = Entered()


@blueprint.get(HERE)
@admit("viewer")
def overview(connection: str) -> str:
    desk = desk_of(connection)
    return render(
        "configuration/overview.html",
        desk.frame,
        cards=cards(desk.options.settings, list(each_table(desk, SECTIONS))),
        version=desk.options.version,
        newest=desk.options.newest,
        owner=desk.owner,
    )


@blueprint.get(f"{HERE}/<section>")
@admit("viewer")
def section(connection: str, section: str) -> str:
    return section_page(desk_of(connection), find_section(section))


def find_section(name: str) -> Section:
    return BY_NAME.get(name) or abort(404)


def section_page(desk: Desk, section: Section, entered: Entered = NOTHING) -> str:
    """With what was typed in place of what is saved, where something could not be taken."""
    values = desk.options.dump | dict(entered.values)
    filled = Filled(values, entered.errors, desk.entries, is_sharing=desk.owner is not None)
    through = desk.frame.lens
    return render(
        "configuration/section.html",
        desk.frame,
        section=section,
        sections=SECTIONS,
        fields=[field_view(option, filled) for option in section.options],
        rules=rule_views(values["tracking"], desk.lists, entered.errors.get("tracking", ""))
        if section.name == "tracking"
        else None,
        tables=[
            table_view(source, _wanted(), entered.typed.get(source.title, Typed()))
            for source in tables_of(desk, section)
        ],
        shows=SHOWS,
        based_on=desk.options.version,
        owner=desk.owner,
        is_refused=entered.is_refused,
        file_problems=entered.file_problems[:_MOST_PROBLEMS],
        more_problems=max(0, len(entered.file_problems) - _MOST_PROBLEMS),
        read=_lists_read(desk, section),
        counted=moment_or_none(
            mapping_use.counted_at(desk.connection.id), through.now, through.zone
        ),
    )


def tables_of(desk: Desk, section: Section) -> Iterator[TableSource]:
    """The tables of a section; tracking has one for each of its rules."""
    for name in section.tables:
        if name == "tracking":
            for rule in desk.options.settings.tracking:
                yield table_sources.tracking(desk, rule)
        else:
            yield table_sources.BY_NAME[name](desk)


def each_table(desk: Desk, sections: tuple[Section, ...]) -> Iterator[tuple[Section, TableSource]]:
    for each in sections:
        for source in tables_of(desk, each):
            yield each, source


def _lists_read(desk: Desk, section: Section) -> list[tuple[str, Moment | None]]:
    """When the lists that the section's tables lean on were read; Xero's first."""
    wanted = [each for table in section.tables for each in LISTS_OF[table]]
    ours = mapping_tables.read_at(desk.connection.id, [each.kind for each in wanted])
    theirs = mapping_tables.read_at(desk.connection.autotask_key, [each.kind for each in wanted])
    through, at = desk.frame.lens, ours | theirs
    return [
        (each.name, moment_or_none(at.get(each.kind), through.now, through.zone))
        for each in dict.fromkeys(wanted)
    ]


def _wanted() -> Wanted:
    page = request.args.get("page") or "1"
    number = int(page) if page.isascii() and page.isdigit() else 1
    return Wanted(
        query=text_of(request.args, "q"),
        show=choice(request.args, "show", SHOWS),
        page=min(max(1, number), _LAST_PAGE),
    )
