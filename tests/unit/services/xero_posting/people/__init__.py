"""Tests of services/xero_posting/mapping."""
