"""What our own tables and guards say before anything is sent."""

from core.domain.faults.kind import FaultKind, Side

KINDS = (
    FaultKind(
        "ACCOUNT_UNMAPPED",
        Side.COUNTERFOIL,
        "“{billing_code}” has no Xero account yet",
        "No account is mapped for billing code “{billing_code}”, and the default account is "
        "not allowed. Nothing was sent.",
        "Add the billing code to the connection's account mapping, then resync.",
        links=("here:/configuration/accounts?q={billing_code}", "here:/configuration/accounts"),
    ),
    FaultKind(
        "TAX_UNMAPPED",
        Side.COUNTERFOIL,
        "Tax region “{tax_region}” has no Xero tax rate yet",
        "No tax rate is mapped for Autotask's tax region “{tax_region}”. Nothing was sent.",
        "Add the tax region to the connection's tax mapping, or its present name to the list of "
        "renamed regions; then resync.",
        links=("here:/configuration/tax",),
    ),
    FaultKind(
        "TAX_GUARD",
        Side.COUNTERFOIL,
        "The tax is not what the rate makes",
        "On “{line}” Autotask charged {tax} tax, and Xero's rate {tax_type} makes {expected} of "
        "it. Nothing was sent.",
        "Correct the tax mapping or the tax in Autotask, then resync.",
        vague="On a line Autotask charged another tax than Xero's rate makes of it. Nothing was "
        "sent.",
        links=("here:/configuration/tax",),
    ),
    FaultKind(
        "TOTAL_NOT_REACHED",
        Side.COUNTERFOIL,
        "Xero cannot come out at this total",
        "By Xero's rounding the lines come to {xero_total}, Autotask's invoice to {total}, and no "
        "rounding line may bridge that. Nothing was sent.",
        "Choose a rounding account for the connection, or a higher cap; then resync.",
        vague="By Xero's rounding the lines do not come to Autotask's total, and no rounding line "
        "may bridge that. Nothing was sent.",
        links=("here:/configuration/lines",),
    ),
    FaultKind(
        "UNROUTABLE",
        Side.COUNTERFOIL,
        "No connection is set for it",
        "Several connections share this Autotask, and the rule does not say which of them gets "
        "this invoice, because {why}. Nothing was sent.",
        "Add the route (Configuration, Routing, where the sign-in is), or correct the company or "
        "the lines in Autotask; it goes on by itself with the next looks.",
        links=("here:/autotask#routing",),
    ),
)
