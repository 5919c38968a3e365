"""The page of a connection's Autotask side, part by part; `page.py` puts them together."""

from gateway.presenters.autotask.page import AutotaskView, autotask_view

__all__ = ["AutotaskView", "autotask_view"]
