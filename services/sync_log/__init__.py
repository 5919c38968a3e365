"""Keeps the lines that every actor writes about what it does."""
