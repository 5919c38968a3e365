"""Tests of services/xero_posting/contacts."""
