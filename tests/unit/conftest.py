"""Hypothesis: two hundred examples, others in each run, and no deadline, because machines are shared."""

from hypothesis import settings

settings.register_profile("shared", max_examples=200, deadline=None)
settings.load_profile("shared")
