"""Sync Logs, Analytics, Audit."""
