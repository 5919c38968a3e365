"""Who signs in, who is billed, what goes wrong."""

PASSWORD = "correct horse battery staple"

PEOPLE = {
    "viewer": "vera@example.test",
    "operator": "omar@example.test",
    "admin": "ada@example.test",
}
TOKENS = {role: f"{role}-token-0123456789abcdef" for role in PEOPLE}

HOSTILE_NAME = '=HYPERLINK("http://evil.example")<script>alert(1)</script>'
# Names that no layout was drawn for.
LONG_NAMES = (
    "W" + "a" * 198 + "!",
    " ".join(f"word{number}" for number in range(60)),
    "شركة كاوري للخدمات التقنية المحدودة",
)

CLIENTS = (
    "Kauri Property Group", "Beacon Engineering", "Tasman Dental", "Harbour Plumbing",
    "Northgate Architects", "Summit Schools Trust", "Pinnacle Wines", "Coastal Motors",
    "Ironbark Logistics", "Meridian Legal", "Fernhill Accounting", "Café Zürich Ltd",
)  # fmt: skip

FAULTS = (
    ("ACCOUNT_ARCHIVED", "xero", "The Xero account is archived",
     "Xero turned this invoice away because account 204 is archived or deleted. Nothing was created.",
     "Restore account 204 in Xero or map the billing code to another account, then resync.",
     "xero:/GeneralLedger/ChartOfAccounts.aspx",
     "Account code '204' has been archived, or deleted."),
    ("TAX_TYPE_MISMATCH", "xero", "The tax rate does not fit the account",
     "Xero does not allow tax rate OUTPUT2 with account 835. Nothing was created.",
     "Change the tax mapping, or the account that the billing code maps to, then resync.",
     "/configuration/tax", "The TaxType code 'OUTPUT2' cannot be used with account code '835'."),
    ("AMOUNT_MISMATCH", "autotask", "The totals do not match, so we stopped",
     "The lines add up to 100.00 net and 15.00 tax, Autotask's invoice says 120.00. Nothing was sent.",
     "Check the invoice in Autotask; the API user needs every line of business. Then resync.", "", ""),
)  # fmt: skip
