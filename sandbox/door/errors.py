"""The two ways a call can end without the vendor answering it."""

import errno


class DoorError(ValueError):
    """Bad input at the inspection door; its text is the sentence for the caller."""


class DroppedConnectionError(ConnectionResetError):
    """The socket is to be closed without an answer; gunicorn ends the connection quietly."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "the sandbox dropped the connection on purpose")
