"""Invoice template -> branding theme (product.md X9)."""

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.mapping.context import MappingContext
from core.domain.mapping.naming import NameUnknownError
from core.domain.name_lists import NameList, goes_by_names

_XEROS_OWN = "Xero's own theme for new documents."


def decide_branding(invoice: Invoice, context: MappingContext) -> tuple[str, Decision]:
    """Xero's id of the theme ("" leaves it to Xero), and why.

    Rows of the table go by the template's name or by its id in Autotask.
    """
    settings = context.settings
    wanted, reason = settings.default_branding_theme, "The default theme."
    for name in _template_names(invoice, context):
        if theme := settings.branding_themes.get(name):
            wanted, reason = theme, f"Invoice template {name} → {theme} by the mapping table."
            break
    else:
        _demand_name(invoice, context)
    if not wanted:
        return "", Decision(Subject.BRANDING, "", _XEROS_OWN)
    if context.lists.themes is None:
        unread = f"{reason} Xero's themes were not read yet, so {_XEROS_OWN[0].lower()}"
        return "", Decision(Subject.BRANDING, "", unread + _XEROS_OWN[1:])
    found = context.lists.theme(wanted)
    if found is None:
        error = MappingError(f"no theme {wanted}", code="BRANDING_UNKNOWN", theme=wanted)
        error.keys["template"] = next(iter(_template_names(invoice, context)), "")
        raise error
    return found.theme_id, Decision(Subject.BRANDING, found.name, reason)


def _demand_name(invoice: Invoice, context: MappingContext) -> None:
    """A row might be meant for this very template: then its name has to be known."""
    number = invoice.template_id
    if number is None or context.names.templates.get(number):
        return
    if goes_by_names(context.settings.branding_themes):
        raise NameUnknownError(NameList.TEMPLATES, number)


def _template_names(invoice: Invoice, context: MappingContext) -> tuple[str, ...]:
    if invoice.template_id is None:
        return ()
    name = context.names.templates.get(invoice.template_id, "")
    return (name, str(invoice.template_id)) if name else (str(invoice.template_id),)
