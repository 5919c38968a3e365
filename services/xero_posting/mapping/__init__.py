"""Mapping at the desk: whether a claimed document is fit, and what its tables make of it."""
