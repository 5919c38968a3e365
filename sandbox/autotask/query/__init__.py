"""Autotask's query language: what a filter matches, and how results come in pages."""
