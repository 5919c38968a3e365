"""Autotask: either a model of what ingestion stores, or a server that the real ingestion asks."""
