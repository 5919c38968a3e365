"""Tests of core/domain/contacts."""
