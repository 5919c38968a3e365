"""A connection's options: checked against the organisation's lists, then saved."""
