"""Whether this process has been asked to stop, for loops that may end between two steps."""

_asked = False


def ask_to_stop() -> None:
    """Called once, by whoever obeys the signal."""
    global _asked  # noqa: PLW0603 - a process stops once.
    _asked = True


def is_stopping() -> bool:
    """True from the signal on. A long round ends after the step it is in; the next process goes on."""
    return _asked
