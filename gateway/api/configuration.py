"""Options in their sections, what a change would have done, and who changed what."""

from dataclasses import asdict

from flask import Blueprint
from spectree import Response

from core.domain.connection_settings import ConnectionSettings
from core.domain.settings_words import LABELS, choice_words
from core.store.views import options as store
from gateway import audited
from gateway.answers import OptionProblem
from gateway.api import configuration_schemas as shapes
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.presenters.configuration.kinds import choices_of
from gateway.presenters.configuration.sections import SECTIONS, Section, options_of
from gateway.roles import admit

blueprint = Blueprint("configuration", __name__)

_TAGS = ("Options",)
_HERE = "/connections/<connection>/configuration"
_USUAL = ConnectionSettings().model_dump(mode="json")


@blueprint.get(_HERE)
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.ConfigurationOut), tags=_TAGS)
def configuration(connection: str) -> shapes.ConfigurationOut:
    """Every option with its sentence, in the sections of the screens."""
    lens_of(connection)
    present = store.options(connection)
    sections = [_section(each, present.dump) for each in SECTIONS]
    return shapes.ConfigurationOut(version=present.version, sections=sections)


@blueprint.post(f"{_HERE}/effect")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=shapes.EffectOut), tags=_TAGS)
def effect(connection: str, json: shapes.EffectBody) -> shapes.EffectOut:
    """What options would have done to the last invoices, and what speaks against them."""
    lens_of(connection)
    told = audited.commands().compare(connection, json.settings, count=json.count)
    return shapes.EffectOut(
        problems=[problem_form(each) for each in told.problems],
        summary=list(told.summary),
        not_shown=dict(told.not_shown),
        invoices=[
            shapes.EffectRowOut(
                autotask_id=each.autotask_id,
                number=each.number,
                company=each.company,
                currency=each.currency,
                total=each.total,
                changes=[shapes.EffectChangeOut(**asdict(one)) for one in each.changes],
            )
            for each in told.invoices
            if each.is_changed
        ],
    )


@blueprint.get(f"{_HERE}/changes")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.ChangesOut), tags=_TAGS)
def changes(connection: str, query: shapes.ChangesQuery) -> shapes.ChangesOut:
    """Who changed which rows, the newest first."""
    lens_of(connection)
    found = store.history(connection, query.below, query.limit + 1)
    items = [
        shapes.SettingChangeOut(
            version=each.version,
            by=each.by,
            at=each.at,
            reason=each.reason,
            rows=[
                shapes.RowChangeOut(
                    option=one.option, key=list(one.key), before=one.before, after=one.after
                )
                for one in each.changes
            ],
        )
        for each in found[: query.limit]
    ]
    is_more = len(found) > query.limit
    return shapes.ChangesOut(items=items, next_cursor=items[-1].version if is_more else None)


def problem_form(problem: OptionProblem) -> dict[str, object]:
    return {
        "option": problem.option,
        "message": problem.message,
        "blocks": problem.blocks,
        "standing": problem.is_standing,
    }


def _section(section: Section, values: dict[str, object]) -> shapes.SectionOut:
    return shapes.SectionOut(
        name=section.name,
        title=section.title,
        says=section.says,
        options=[_option(each, values[each]) for each in options_of(section)],
        tables=list(section.tables),
    )


def _option(name: str, value: object) -> shapes.OptionOut:
    return shapes.OptionOut(
        name=name,
        label=LABELS[name],
        says=ConnectionSettings.model_fields[name].description or "",
        value=value,
        usual=_USUAL[name],
        choices=[
            shapes.ChoiceOut(value=each.value, says=choice_words(each)) for each in choices_of(name)
        ],
    )
