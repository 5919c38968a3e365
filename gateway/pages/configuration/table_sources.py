"""Each mapping table with what is seen in Autotask, what invoices carried, and what is suggested."""

from collections.abc import Callable, Iterable, Mapping

from core.domain.mapping.suggest import (
    AccountSuggester,
    Candidate,
    NameSuggester,
    Suggested,
    TaxSuggester,
)
from core.domain.name_lists import NameList
from core.domain.setting_choices import TaxMode, TrackingRule, TrackingSource
from core.store.views.mapping_use import Table as UseTable
from gateway.pages.configuration.desk import Desk
from gateway.pages.configuration.seen import (
    autotask_list,
    faults_by,
    percents_by_region,
    seen_categories,
    seen_in,
)
from gateway.presenters.configuration import entries
from gateway.presenters.configuration.table_items import Key, Seen, Suggests, TableSource
from gateway.presenters.configuration.values import short_choice


def accounts(desk: Desk) -> TableSource:
    settings, found = desk.options.settings, autotask_list(desk, "billing_code")
    suggester = AccountSuggester(desk.lists)
    default = settings.default_account
    return TableSource(
        name="accounts",
        title="Accounts by billing code",
        says="Lines go to the account of their billing code.",
        heads=("Autotask name",),
        prefix=("accounts",),
        rows=_rows(settings.accounts),
        seen=seen_in(desk, found, "billing_codes", faults_by(desk, "accounts", "billing_code")),
        entries=desk.entries["accounts"],
        fallback=lambda _seen: f"goes to the default {default}" if default else "",
        suggests=Suggests(
            lambda each, exact: suggester.suggest(
                each.key[0], each.external_number, only_exact=exact
            )
        ),
        is_list_known=found is not None,
    )


def tax(desk: Desk) -> TableSource:
    settings, found = desk.options.settings, autotask_list(desk, "tax_region")
    suggester = TaxSuggester(desk.lists, _sales_classes(desk))
    percents = percents_by_region(desk)

    def fallback(seen: Seen) -> str:
        if settings.tax_mode is TaxMode.XERO:
            return "left to Xero"
        present = settings.tax_region_aliases.get(seen.key[0])
        return f"counts as {present}" if present else ""

    return TableSource(
        name="tax",
        title="Tax rates by tax region",
        says="Lines get the rate of the invoice’s tax region in Autotask.",
        heads=("Autotask name",),
        prefix=("tax_types",),
        rows=_rows(settings.tax_types),
        seen=seen_in(desk, found, "tax_regions", faults_by(desk, "tax", "tax_region"), percents),
        entries=desk.entries["tax_rates"],
        fallback=fallback,
        suggests=Suggests(
            lambda each, exact: suggester.suggest(each.key[0], each.percents, only_exact=exact)
        ),
        is_list_known=found is not None,
    )


def categories(desk: Desk) -> TableSource:
    """Rows that are there and categories that were billed; others are added by naming both."""
    settings = desk.options.settings
    rows: dict[Key, str] = {
        (region, category): tax_type
        for region, of_region in settings.tax_types_by_category.items()
        for category, tax_type in of_region.items()
    }
    suggester = TaxSuggester(desk.lists, _sales_classes(desk))

    def fallback(seen: Seen) -> str:
        if settings.tax_mode is TaxMode.XERO:
            return "left to Xero"
        return "as its region" if settings.tax_types.get(seen.key[0]) else ""

    return TableSource(
        name="categories",
        title="Tax rates by tax category",
        says="Where a region taxes some categories otherwise, their rows come before its own.",
        heads=("Tax region", "Autotask name"),
        prefix=("tax_types_by_category",),
        rows=rows,
        seen=seen_categories(desk, rows),
        entries=desk.entries["tax_rates"],
        fallback=fallback,
        suggests=Suggests(lambda each, exact: suggester.suggest(each.key[1], only_exact=exact)),
        is_list_known=False,
    )


def branding(desk: Desk) -> TableSource:
    settings, found = desk.options.settings, autotask_list(desk, NameList.TEMPLATES)
    suggester = _by_name(desk.entries["themes"])
    default = settings.default_branding_theme
    return TableSource(
        name="branding",
        title="Branding themes by invoice template",
        says="An invoice gets the theme of its template; a row may name the template’s id as well.",
        heads=("Autotask name",),
        prefix=("branding_themes",),
        rows=_rows(settings.branding_themes),
        seen=seen_in(desk, found, "templates", faults_by(desk, "branding", "template")),
        entries=desk.entries["themes"],
        fallback=lambda _seen: f"gets {default}" if default else "gets Xero’s own theme",
        suggests=Suggests(lambda each, exact: suggester.suggest(each.key[0], only_exact=exact)),
        is_list_known=found is not None,
    )


_USE_OF_SOURCE: Mapping[TrackingSource, tuple[str, UseTable | None]] = {
    TrackingSource.TERRITORY: (NameList.TERRITORIES, "territories"),
    TrackingSource.LINE_OF_BUSINESS: (NameList.LINES_OF_BUSINESS, "lines_of_business"),
    TrackingSource.DEPARTMENT: (NameList.DEPARTMENTS, None),
    TrackingSource.BILLING_CODE: ("billing_code", "billing_codes"),
}


def tracking(desk: Desk, rule: TrackingRule) -> TableSource:
    kind, use = _USE_OF_SOURCE[rule.source]
    found = autotask_list(desk, kind)
    options = entries.tracking_options(desk.lists, rule.category)
    suggester = _by_name(options)

    def fallback(seen: Seen) -> str:
        if options.get(seen.key[0]):
            return "goes by its own name"
        return f"goes to {rule.default}" if rule.default else "goes without"

    def suggest(seen: Seen, exact: bool) -> Suggested | None:
        """An equal name needs no row."""
        if options.get(seen.key[0]):
            return None
        return suggester.suggest(seen.key[0], only_exact=exact)

    return TableSource(
        name="tracking",
        title=f"{rule.category} by {short_choice(rule.source).lower()}",
        says=f"Lines get the option of {rule.category} that their row names, or the one of the same "
        "name.",
        heads=("Autotask name",),
        prefix=("tracking", rule.category, "options"),
        rows=_rows(rule.options),
        seen=seen_in(desk, found, use, faults_by(desk, "tracking", "source_name")),
        entries=options,
        fallback=fallback,
        suggests=Suggests(suggest),
        # A line of business also goes by its name or its division alone.
        is_list_known=found is not None and rule.source is not TrackingSource.LINE_OF_BUSINESS,
    )


BY_NAME: Mapping[str, Callable[[Desk], TableSource]] = {
    "accounts": accounts,
    "tax": tax,
    "categories": categories,
    "branding": branding,
}
"""All tables but those of tracking, of which each rule has one."""


def _rows(table: Mapping[str, str]) -> dict[Key, str]:
    return {(name,): value for name, value in table.items()}


def _sales_classes(desk: Desk) -> frozenset[str]:
    """Classes of the accounts that rows lead to; sales, while there are none."""
    settings = desk.options.settings
    codes: Iterable[str] = {*settings.accounts.values(), settings.default_account or ""}
    found = {account.account_class for code in codes if (account := desk.lists.account(code))}
    return frozenset(found) or frozenset({"REVENUE"})


def _by_name(choices: entries.Entries) -> NameSuggester:
    return NameSuggester([Candidate(each.value, each.name) for each in choices.usable])
