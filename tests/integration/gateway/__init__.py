"""The gateway against a real MongoDB, with a stub instead of the actors."""
