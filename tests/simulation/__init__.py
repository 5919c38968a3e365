"""Deterministic simulation of posting: the product's own code in a world drawn from a seed.

Time is virtual, the random source is one, Xero, the bookkeeper, the people and the network are models.
What happened is judged by the model Xero's ledger alone (shared facts: docs/architecture.md).
"""
