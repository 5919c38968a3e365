"""Contacts: which Xero contact a company is, who pays, who gets the invoice."""
