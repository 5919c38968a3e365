"""Invoices, bills and credit notes: one set of rules, two resources."""
