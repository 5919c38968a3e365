"""Xero's own words for each cause, the most useful first (developer.xero.com gives no codes).

Texts were seen on the wire or in other products' support pages. Where an element is refused for
several reasons, the one that stands higher here leads: it names a value or a remedy, and what
stands below often only follows from it.
"""

import re

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _compile(*pairs: tuple[str, str]) -> Patterns:
    return tuple((code, re.compile(text, re.IGNORECASE)) for code, text in pairs)


_DATE = r"(?P<lock_date>\d{1,2}-\w{3}-\d{4})"

REFUSALS: Patterns = _compile(
    # The request itself.
    ("KEY_REUSED", r"Idempotency Key\b.*is used with a different request"),
    ("REQUEST_UNREADABLE", r"Idempotency Key cannot be longer"),
    ("REQUEST_UNREADABLE", r"Error converting value|post data was invalid|was not recognised\. En"),
    ("REQUEST_UNREADABLE", r"No data has been processed for this endpoint"),
    ("REQUEST_UNREADABLE", r"The Api Method called is not implemented"),
    # The document exists, or may not change.
    ("ORDER_DELETED", r"Deleted PurchaseOrders cannot be updated"),
    ("DOCUMENT_LOCKED", r"has a payment or credit note"),
    ("DOCUMENT_LOCKED", r"status (?P<status>\w+) cannot be applied .* payments or credit notes"),
    ("DOCUMENT_LOCKED", r"update fields on a paid invoice line item"),
    ("PAYMENT_REFUSED", r"Payments can only be made against Authori[sz]ed documents"),
    ("PAYMENT_TOO_LARGE", r"Payment (?:amount )?exceeds (?:the )?amount outstanding"),
    ("PAYMENT_ACCOUNT_INVALID", r"account type .*(?:invalid|not valid).*payment"),
    ("PERIOD_LOCKED", rf"before the (?P<lock>[\w -]*?) ?lock date, currently set at {_DATE}"),
    ("PERIOD_LOCKED", r"before the (?P<lock>[\w -]*?) ?lock date"),
    ("PLAN_LIMIT", r"reached the limit of (?:invoices|bills) you can approve"),
    ("CURRENCY_NOT_SUBSCRIBED", r"not subscribed to currency '?(?P<currency>[A-Z]{3})"),
    ("NUMBER_TAKEN", r"(?:Invoice #|Credit Note #|Order number) must be unique"),
    ("NUMBER_TOO_LONG", r"(?:Invoice|Credit ?Note|Order) ?(?:Number|#)\b.*255 characters"),
    # The contact.
    ("CONTACT_ARCHIVED", r"contact with the specified contact details has been archived"),
    ("CONTACT_ARCHIVED", r"matched an archived contact|\bContact has been archived"),
    ("CONTACT_NAME_TAKEN", r"contact name (?P<name>.+) is already assigned to another contact"),
    ("CONTACT_NAME_TAKEN", r"contact name (?:must be unique|(?:is )?already assigned)"),
    ("CONTACT_NUMBER_TAKEN", r"Another contact has this contact number"),
    ("CONTACT_NUMBER_TAKEN", r"contact number must be unique"),
    ("ACCOUNT_NUMBER_TAKEN", r"Account Number already exists"),
    ("PRIMARY_EMAIL_MISSING", r"Additional people cannot be added when the primary person has no"),
    ("PRIMARY_EMAIL_MISSING", r"Additional people need a primary e-?mail"),
    ("EMAIL_INVALID", r"E-?mail address must be valid"),
    ("CONTACT_NAME_INVALID", r"contact name (?:must be specified|cannot contain)"),
    ("CONTACT_MISSING", r"A Contact must be specified"),
    ("CONTACT_MISSING", r"must contain at least 1 of the following elements to identify the co"),
    ("CONTACT_MISSING", r"existing Contact with the specified ContactID could not be found"),
    # Accounts and tax.
    ("ACCOUNT_ARCHIVED", r"Account code '(?P<account>[^']*)' has been archived"),
    ("ACCOUNT_REMOVED", r"Account code '?(?P<account>[^' ]*)'? has been removed as it does not ma"),
    ("ACCOUNT_INVALID", r"Account code '?(?P<account>[^' ]*)'? is not a valid code"),
    (
        "TAX_TYPE_MISMATCH",
        r"TaxType code '(?P<tax_type>[^']*)' cannot be used with account code '(?P<account>[^']*)'",
    ),
    ("TAX_TYPE_MISMATCH", r"TaxType cannot be used with account code"),
    ("TAX_TYPE_UNKNOWN", r"(?:TaxType|Tax) code '?(?P<tax_type>[^' ]*)'? does not exist"),
    ("ACCOUNT_MISSING", r"Account code(?: or ID)? must be specified"),
    ("TRACKING_UNKNOWN", r"tracking (?:category|option)"),
    ("BRANDING_UNKNOWN", r"branding ?theme"),
    ("ITEM_CODE_TAKEN", r"Item with Code '+(?P<item>[^']*)'+ already exists"),
    ("ITEM_CODE_INVALID", r"Item code [‘'′](?P<item>[^’'′]+)[’'′] is not valid"),
    ("ITEM_CODE_INVALID", r"Item code\b.*(?:empty|not valid|30 characters)"),
    ("OUT_OF_STOCK", r"no items available to sell|quantity on hand|not enough stock"),
    ("QUANTITY_REFUSED", r"quantity value '(?P<quantity>[^']*)' is invalid"),
    ("QUANTITY_REFUSED", r"Quantity must not be (?:less than )?zero"),
    ("TAX_TOO_LARGE", r"Tax amount cannot be greater than the line amount"),
    (
        "LINE_TOTAL_MISMATCH",
        (
            r"line total (?P<line_total>[\d.,-]+) does not match the expected line total "
            r"(?P<expected_total>[\d.,-]*\d)"
        ),
    ),
    ("LINE_TOTAL_MISMATCH", r"line total does not match"),
    ("DOCUMENT_TOTAL_MISMATCH", r"document total does not equal the sum of the lines"),
    ("TOTAL_NEGATIVE", r"total for this document must be greater than or equal to zero"),
    ("TOTAL_NEGATIVE", r"document total must be greater than 0"),
    ("DESCRIPTION_MISSING", r"description\b.*(?:must be specified|mandatory)"),
    (
        "TEXT_TOO_LONG",
        (
            r"^\W*(?:The )?(?P<field>\w[\w ]*?)(?: field)? must be (?:less than or equal to )?"
            r"(?P<longest>\d+) characters"
        ),
    ),
    ("LINES_MISSING", r"One or more line items must be specified"),
    ("DUE_DATE_MISSING", r"DueDate field must be specified|Due date cannot be empty"),
    ("LINK_REFUSED", r"\bUrl (?:must|cannot|is)"),
    # Words that leave most open.
    ("NOT_FOUND_IN_XERO", r"An existing .* with the specified \w+ could not be found"),
    ("NOT_FOUND_IN_XERO", r"document with the supplied id was not found"),
    ("NOT_FOUND_IN_XERO", r"resource you're looking for cannot be found"),
    ("DOCUMENT_LOCKED", r"not of valid status for modification"),
    ("STATUS_REFUSED", r"not of valid (?:status|type) for creation"),
    ("STATUS_CHANGE_REFUSED", r"status change is invalid"),
    ("ACCOUNT_INVALID", r"Account must be valid"),
    ("TAX_TYPE_UNKNOWN", r"Tax rate must be (?:valid|active)"),
    ("SENT_FLAG_IGNORED", r"may have SentToContact updated"),
)
