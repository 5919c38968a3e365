"""Pages of the options: read by everybody, changed by administrators through a draft."""

from gateway.pages.configuration import drafts, files, forms, history, shown
from gateway.pages.configuration.door import blueprint

__all__ = ["blueprint", "drafts", "files", "forms", "history", "shown"]
