"""What Xero refuses about lines: accounts, tax, amounts, items, tracking."""

from core.domain.faults.kind import FaultKind, Side

_ACCOUNTS = "xero:/GeneralLedger/ChartOfAccounts.aspx"
_TAX_RATES = "xero:/GeneralLedger/TaxRates.aspx"
_ITEMS = "xero:/Accounts/Inventory/"

KINDS = (
    FaultKind(
        "ACCOUNT_ARCHIVED",
        Side.XERO,
        "The Xero account is archived",
        "Account {account} is archived or deleted in Xero, so the invoice does not go through. "
        "Nothing was created.",
        "Restore the account in Xero or map the billing code to another account, then resync.",
        vague="An account of this invoice is archived or deleted in Xero. Nothing was created.",
        links=(_ACCOUNTS,),
    ),
    FaultKind(
        "ACCOUNT_INVALID",
        Side.XERO,
        "Xero does not take this account",
        "Xero does not accept account {account} on this kind of document. Nothing was created.",
        "Map the billing code to an active revenue account, not to a bank or system account, then "
        "resync.",
        vague="Xero does not accept an account of this document and does not say which one. "
        "Nothing was created.",
        links=(_ACCOUNTS,),
    ),
    FaultKind(
        "ACCOUNT_MISSING",
        Side.XERO,
        "A line has no account",
        "Xero wants an account on every line of an approved document. Nothing was created.",
        "Map the billing code to an account or set the default account, then resync.",
        links=(_ACCOUNTS,),
    ),
    FaultKind(
        "ACCOUNT_REMOVED",
        Side.XERO,
        "Xero took the account off a line",
        "Xero knows no active account {account} and made the draft without it, so the money would "
        "land nowhere.",
        "Correct the account mapping, then resync: the same draft is updated.",
        vague="Xero made the draft without the account of one of its lines, so the money would "
        "land nowhere.",
        links=("document:", _ACCOUNTS),
    ),
    FaultKind(
        "TAX_TYPE_MISMATCH",
        Side.XERO,
        "The tax rate does not fit the account",
        "Xero does not allow tax rate {tax_type} with account {account}. Nothing was created.",
        "Change the tax mapping, or the account that the billing code maps to, then resync.",
        vague="Xero does not allow a tax rate of this document with its account. Nothing was "
        "created.",
        links=(_TAX_RATES,),
    ),
    FaultKind(
        "TAX_TYPE_UNKNOWN",
        Side.XERO,
        "Xero has no such active tax rate",
        "Tax rate {tax_type} does not exist in this Xero organisation, was deleted, or cannot be "
        "used for sales. Nothing was created.",
        "Choose another tax rate in the tax mapping, then resync.",
        vague="A tax rate of this document does not exist in this Xero organisation, was deleted, "
        "or cannot be used for sales. Nothing was created.",
        links=(_TAX_RATES,),
    ),
    FaultKind(
        "TAX_TOO_LARGE",
        Side.XERO,
        "The tax is larger than the line",
        "Xero refuses a line whose tax is larger than its amount. Nothing was created.",
        "Check the tax of this invoice in Autotask, then resync.",
        links=("logs:",),
    ),
    FaultKind(
        "LINES_MISSING",
        Side.XERO,
        "Xero wants at least one line",
        "The document had no lines when it reached Xero. Nothing was created.",
        "Check that the invoice has billing items in Autotask, then resync.",
        links=("logs:",),
    ),
    FaultKind(
        "LINE_TOTAL_MISMATCH",
        Side.COUNTERFOIL,
        "Xero computed another line total",
        "A line said {line_total} and Xero came to {expected_total}. Nothing was created.",
        "Send it to Diagnostic Mode and give us its trace; the amount is ours to compute.",
        vague="A line total is not what Xero computes from quantity and price. Nothing was "
        "created.",
        links=("logs:",),
    ),
    FaultKind(
        "QUANTITY_REFUSED",
        Side.XERO,
        "Xero does not take this quantity",
        "Xero refuses quantity {quantity} on a line. Nothing was created.",
        "Resync, so that the line is sent as quantity 1 with a signed amount; if it stays, make "
        "it a credit note in Autotask.",
        vague="Xero refuses the quantity of a line. Nothing was created.",
        links=("logs:",),
    ),
    FaultKind(
        "DESCRIPTION_MISSING",
        Side.XERO,
        "A line has no text",
        "Xero wants a description on every line. Nothing was created.",
        "Give the billing item a description in Autotask, then resync.",
        links=("logs:",),
    ),
    FaultKind(
        "TEXT_TOO_LONG",
        Side.XERO,
        "A text is too long for Xero",
        "Xero's field {field} takes {longest} characters at most. Nothing was created.",
        "Shorten that text in Autotask, or the template that makes it, then resync.",
        vague="A text of this document is longer than Xero allows. Nothing was created.",
        links=("logs:",),
    ),
    FaultKind(
        "ITEM_CODE_INVALID",
        Side.XERO,
        "Xero does not know this item",
        "Item code {item} is empty, unknown in Xero or longer than 30 characters. Nothing was "
        "created.",
        "Create the item in Xero or correct the product's code in Autotask, then resync.",
        vague="An item code of this document is empty, unknown in Xero or longer than 30 "
        "characters. Nothing was created.",
        links=(_ITEMS,),
    ),
    FaultKind(
        "ITEM_CODE_TAKEN",
        Side.XERO,
        "Xero has this item code already",
        "Item code {item} belongs to another item in Xero. Nothing was created.",
        "Use the item that is there, or give the product another code in Autotask, then resync.",
        vague="An item code belongs to another item in Xero. Nothing was created.",
        links=(_ITEMS,),
    ),
    FaultKind(
        "OUT_OF_STOCK",
        Side.XERO,
        "Xero's stock of this item is used up",
        "Xero tracks the stock of an item on this invoice and has none left to sell. Nothing was "
        "created.",
        "Adjust the stock in Xero, send drafts, or use an untracked item; then resync.",
        links=(_ITEMS,),
    ),
    FaultKind(
        "TRACKING_UNKNOWN",
        Side.XERO,
        "Xero has no such tracking option",
        "Tracking option “{option}” of category “{category}” does not exist in Xero or is "
        "archived. Nothing was created.",
        "Create the option in Xero or correct the tracking mapping, then resync.",
        vague="A tracking option of this document does not exist in Xero or is archived. Nothing "
        "was created.",
        links=("xero:/Setup/Tracking.aspx",),
    ),
)
