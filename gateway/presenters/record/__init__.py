"""The record panel: what happened to one document, why, what to do next, and what may be done."""

from gateway.presenters.record.actions import Action, actions_for
from gateway.presenters.record.panel import RecordView, record_view

__all__ = ["Action", "RecordView", "actions_for", "record_view"]
