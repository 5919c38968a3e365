"""The gateway's own decisions, without Flask's client or a database."""
