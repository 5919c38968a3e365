"""Webhooks: events are noted with each write and delivered by a thread of their own."""
