"""A connection's options against the organisation's live lists (product.md S10).

Asked when options are saved, so that a mapping mistake shows at the desk where it is made. What the
same lists say about a single document is asked again by the mapping, before anything is sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.domain.connection_settings import ConnectionSettings
from core.domain.organisation_lists import OrganisationLists, account_fault, tax_fault
from core.domain.setting_choices import TaxMode, TrackingRule


@dataclass(frozen=True, slots=True)
class Problem:
    """`option` is the name of the setting, `value` what in it is wrong, `message` a sentence.

    `blocks` False: some documents would stop by it, others are right; good to know when saving.
    """

    option: str
    value: str
    message: str
    blocks: bool = True


def check_settings(
    settings: ConnectionSettings, lists: OrganisationLists, currencies: Iterable[str] = ()
) -> list[Problem]:
    """Everything that Xero would refuse, or silently drop; a list never read objects to nothing.

    `currencies` are those in which the tenant's companies are billed.
    """
    return [
        *_accounts(settings, lists),
        *_tax_types(settings, lists),
        *_tracking(settings, lists),
        *_themes(settings, lists),
        *_currencies(currencies, lists),
    ]


_ACCOUNT_WORDS = {
    "ACCOUNT_INVALID": "Xero takes no line on account {code}, or has no such account.",
    "ACCOUNT_ARCHIVED": "Account {code} is archived in Xero.",
}


def _accounts(settings: ConnectionSettings, lists: OrganisationLists) -> Iterator[Problem]:
    named = [("accounts", name, code) for name, code in settings.accounts.items()]
    for option, code in (
        ("default_account", settings.default_account),
        ("rounding_account", settings.rounding_account),
    ):
        if code:
            named.append((option, "", code))
    for option, name, code in named:
        if code and (fault := account_fault(code, lists)):
            message = _ACCOUNT_WORDS[fault].format(code=code)
            yield Problem(option, code, f"{name}: {message}" if name else message)


def _tax_types(settings: ConnectionSettings, lists: OrganisationLists) -> Iterator[Problem]:
    if settings.tax_mode is TaxMode.XERO:
        return
    used = {code for code in settings.accounts.values() if code}
    used |= {settings.default_account} if settings.default_account else set()
    for option, where, tax_type in _named_tax_types(settings):
        about = f"{where}: " if where else ""
        if tax_fault(tax_type, "", lists):
            yield Problem(option, tax_type, f"{about}Xero has no active tax rate {tax_type}.")
            continue
        misfits = sorted(code for code in used if tax_fault(tax_type, code, lists))
        if misfits and len(misfits) == len(used):
            text = f"{about}Tax rate {tax_type} fits none of the mapped accounts."
            yield Problem(option, tax_type, text)
        elif misfits and option == "tax_types":
            text = f"{about}Tax rate {tax_type} may not stand on account {', '.join(misfits)}."
            yield Problem(option, tax_type, text, blocks=False)


def _named_tax_types(settings: ConnectionSettings) -> Iterator[tuple[str, str, str]]:
    yield from (("tax_types", region, each) for region, each in settings.tax_types.items())
    for region, rows in settings.tax_types_by_category.items():
        for category, tax_type in rows.items():
            yield "tax_types_by_category", f"{region}, {category}", tax_type
    yield "untaxed_tax_type", "", settings.untaxed_tax_type


def _tracking(settings: ConnectionSettings, lists: OrganisationLists) -> Iterator[Problem]:
    if lists.tracking is None:
        return
    for rule in settings.tracking:
        category = lists.category(rule.category)
        if category is None:
            text = f"Xero has no active tracking category {rule.category}."
            yield Problem("tracking", rule.category, text)
            continue
        active = {option.name.casefold() for option in category.options if option.is_active}
        for option in _named_options(rule):
            if option.strip().casefold() not in active:
                text = f"{rule.category} has no active option {option} in Xero."
                yield Problem("tracking", option, text)


def _named_options(rule: TrackingRule) -> list[str]:
    named = [*rule.options.values(), *([rule.default] if rule.default else [])]
    return list(dict.fromkeys(named))


def _themes(settings: ConnectionSettings, lists: OrganisationLists) -> Iterator[Problem]:
    if lists.themes is None:
        return
    named = [("branding_themes", theme) for theme in settings.branding_themes.values()]
    if settings.default_branding_theme:
        named.append(("default_branding_theme", settings.default_branding_theme))
    for option, theme in dict.fromkeys(named):
        if lists.theme(theme) is None:
            yield Problem(option, theme, f"Xero has no branding theme {theme}.")


def _currencies(currencies: Iterable[str], lists: OrganisationLists) -> Iterator[Problem]:
    if lists.currencies is None:
        return
    base = lists.organisation.base_currency if lists.organisation else ""
    for currency in sorted({each for each in currencies if each} - lists.currencies - {base}):
        text = f"Companies are billed in {currency}, which this organisation has not added."
        yield Problem("currencies", currency, text, blocks=False)
