"""Lists compared with what the options say, and the options checked as they are."""

from core.domain.settings_words import LABELS
from gateway import audited
from gateway.answers import read_option_problem
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.configuration.desk import Desk, desk_of
from gateway.pages.configuration.shown import each_table
from gateway.pages.frame import render
from gateway.presenters.audit.comparison import Compared, compared
from gateway.presenters.configuration.sections import SECTIONS
from gateway.roles import admit


@blueprint.get(f"{HERE}/comparison")
@admit("viewer")
def comparison(connection: str) -> str:
    """Nothing is called: what was read of both lists last is compared."""
    desk = desk_of(connection)
    tables = compare(desk)
    return render("audit/comparison.html", desk.frame, tables=tables)


@blueprint.get(f"{HERE}/check")
@admit("operator")
def check(connection: str) -> str:
    """What Xero says to the options that are saved; its lists are read anew where they are old."""
    desk = desk_of(connection)
    told = audited.commands().check_settings(connection, desk.options.dump)
    problems = [read_option_problem(each) for each in told.get("problems") or ()]
    return render(
        "audit/check.html",
        desk.frame,
        problems=[(LABELS.get(each.option, each.option), each) for each in problems],
        not_read=[str(each) for each in told.get("not_read") or ()],
    )


def compare(desk: Desk) -> list[Compared]:
    rates = desk.lists.tax_rates or {}
    return [compared(source, section.name, rates) for section, source in each_table(desk, SECTIONS)]
