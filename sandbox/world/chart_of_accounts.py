"""The accounts and tax rates of a New Zealand organisation, some of them traps."""

from typing import Any, Final

Record = dict[str, Any]

# (code, name, type, class, tax type, what else is known of it)
ACCOUNTS: Final[tuple[tuple[str, str, str, str, str, Record], ...]] = (
    ("090", "Business Bank Account", "BANK", "ASSET", "NONE", {"BankAccountType": "BANK"}),
    ("200", "Sales", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("204", "Hosting (retired)", "REVENUE", "REVENUE", "OUTPUT2", {"Status": "ARCHIVED"}),
    ("210", "Managed Services", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("220", "Labour", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("221", "After Hours Labour", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("230", "Hardware Sales", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("240", "Software Licences", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("241", "Cloud Backup", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("250", "Projects", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("260", "Travel Recovered", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("270", "Service Adjustments", "REVENUE", "REVENUE", "OUTPUT2", {}),
    ("300", "Purchases", "DIRECTCOSTS", "EXPENSE", "INPUT2", {}),
    ("429", "General Expenses", "EXPENSE", "EXPENSE", "INPUT2", {}),
    ("610", "Accounts Receivable", "CURRENT", "ASSET", "NONE", {"SystemAccount": "DEBTORS"}),
    ("800", "Accounts Payable", "CURRLIAB", "LIABILITY", "NONE", {"SystemAccount": "CREDITORS"}),
    ("820", "GST", "CURRLIAB", "LIABILITY", "NONE", {"SystemAccount": "GST"}),
    ("835", "Customer deposits", "CURRLIAB", "LIABILITY", "NONE", {}),
    ("860", "Rounding", "CURRLIAB", "LIABILITY", "NONE", {"SystemAccount": "ROUNDING"}),
)

EVERYWHERE: Final = ("Assets", "Equity", "Expenses", "Liabilities", "Revenue")

# (tax type, name, report type, percent, where it can apply, status)
TAX_RATES: Final = (
    ("INPUT2", "15% GST on Expenses", "INPUT", "15", ("Assets", "Equity", "Expenses"), "ACTIVE"),
    ("OUTPUT2", "15% GST on Income", "OUTPUT", "15", ("Assets", "Equity", "Revenue"), "ACTIVE"),
    ("ZERORATED", "Zero Rated", "ZERORATEDOUTPUT", "0", ("Equity", "Revenue"), "ACTIVE"),
    ("NONE", "No GST", "NONE", "0", EVERYWHERE, "ACTIVE"),
    ("GSTONIMPORTS", "GST on Imports", "GSTONIMPORTS", "0", ("Assets", "Expenses"), "ACTIVE"),
    ("OUTPUT", "12.5% GST on Income", "OUTPUT", "12.5", ("Assets", "Revenue"), "DELETED"),
)
