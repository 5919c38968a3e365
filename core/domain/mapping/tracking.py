"""Territory, line of business, department or billing code -> tracking options (product.md X9).

An option is found by the rule's table, else by an equal name, else it is the rule's default. A line
for which none of these says anything goes without tracking, and a person is told. A default is for
names without a row, not for ids whose name is not known: those stop the invoice.
"""

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.line_item import LineItem
from core.domain.mapping.context import MappingContext
from core.domain.mapping.naming import NameUnknownError
from core.domain.name_lists import NameList
from core.domain.reference_data import TrackingCategory
from core.domain.setting_choices import TrackingRule, TrackingSource
from core.domain.xero_document import Tracking

# In the reason of a line for which nothing says anything.
GOES_WITHOUT = "it goes without"

_SOURCES = {
    TrackingSource.TERRITORY: "territory",
    TrackingSource.LINE_OF_BUSINESS: "line of business",
    TrackingSource.DEPARTMENT: "department",
    TrackingSource.BILLING_CODE: "billing code",
}


def decide_tracking(
    line: LineItem, context: MappingContext
) -> tuple[tuple[Tracking, ...], tuple[Decision, ...]]:
    """The tracking options of a line, at most one of each category, and why."""
    options: list[Tracking] = []
    decisions: list[Decision] = []
    for rule in context.settings.tracking:
        try:
            option, reason = _by_rule(rule, line, context)
        except MappingError as error:
            names = _names(rule.source, line, context)
            error.keys |= {"source": rule.source.value, "source_name": names[0] if names else ""}
            raise
        if option:
            options.append(option)
        value = f"{rule.category}: {option.option if option else 'none'}"
        decisions.append(Decision(Subject.TRACKING, value, reason, line.autotask_id))
    return tuple(options), tuple(decisions)


def _by_rule(
    rule: TrackingRule, line: LineItem, context: MappingContext
) -> tuple[Tracking | None, str]:
    source = _SOURCES[rule.source]
    names = _names(rule.source, line, context)
    if not names:
        _demand_name(rule.source, line, context)
    for name in names:
        if wanted := _row(rule, name):
            reason = f"{source.capitalize()} {name} → {wanted} by the mapping table."
            return _option(rule.category, wanted, context), reason
        if equal := _equal_option(rule, name, context):
            return equal, f"{source.capitalize()} {name} has an option of the same name."
    what = f"No option for {source} {names[0]}" if names else f"The line has no {source}"
    if rule.default:
        chosen = _option(rule.category, rule.default, context)
        return chosen, f"{what}; default {rule.default} is used."
    return None, f"{what} and no default: {GOES_WITHOUT} {rule.category}."


def _names(source: TrackingSource, line: LineItem, context: MappingContext) -> tuple[str, ...]:
    """What Autotask calls it, the most telling name first."""
    names = context.names
    code_id = line.billing_code_id or 0
    match source:
        case TrackingSource.TERRITORY:
            found: tuple[str, ...] = (names.territory,)
        case TrackingSource.LINE_OF_BUSINESS:
            found = names.lines_of_business.get(line.line_of_business_id or 0, ())
        case TrackingSource.DEPARTMENT:
            found = (names.departments.get(code_id, ""),)
        case TrackingSource.BILLING_CODE:
            found = (context.billing_codes.get(code_id, ""),)
    return tuple(name for name in found if name)


def _demand_name(source: TrackingSource, line: LineItem, context: MappingContext) -> None:
    """Autotask says which one it is, and its list does not say what that is called."""
    names = context.names
    match source:
        case TrackingSource.TERRITORY:
            kind, number = NameList.TERRITORIES, names.territory_id
        case TrackingSource.LINE_OF_BUSINESS:
            kind, number = NameList.LINES_OF_BUSINESS, line.line_of_business_id
        case TrackingSource.DEPARTMENT:
            department = names.department_ids.get(line.billing_code_id or 0)
            kind, number = NameList.DEPARTMENTS, department
        case TrackingSource.BILLING_CODE:
            return
    if number:
        raise NameUnknownError(kind, number)


def _row(rule: TrackingRule, name: str) -> str | None:
    if exact := rule.options.get(name):
        return exact
    wanted = name.casefold()
    return next((to for key, to in rule.options.items() if key.strip().casefold() == wanted), None)


def _equal_option(rule: TrackingRule, name: str, context: MappingContext) -> Tracking | None:
    if context.lists.tracking is None:
        return None
    category = _category(rule.category, name, context)
    return _among(category, name)


def _option(category_name: str, option_name: str, context: MappingContext) -> Tracking:
    """The option that a table or a default names: it has to be there."""
    if context.lists.tracking is None:
        # Never read: by its names Xero may still find it.
        return Tracking("", "", category_name, option_name)
    category = _category(category_name, option_name, context)
    option = _among(category, option_name)
    if option is None:
        raise _unknown(category_name, option_name)
    return option


def _category(name: str, option_name: str, context: MappingContext) -> TrackingCategory:
    category = context.lists.category(name)
    if category is None:
        raise _unknown(name, option_name)
    return category


def _among(category: TrackingCategory, option_name: str) -> Tracking | None:
    wanted = option_name.strip().casefold()
    return next(
        (
            Tracking(category.category_id, each.option_id, category.name, each.name)
            for each in category.options
            if each.is_active and each.name.casefold() == wanted
        ),
        None,
    )


def _unknown(category: str, option: str) -> MappingError:
    # Xero drops an unknown pair without a word (xero-node issue 516), so it must not be sent.
    return MappingError(
        f"no option {option} in {category}",
        code="TRACKING_UNKNOWN",
        category=category,
        option=option,
    )
