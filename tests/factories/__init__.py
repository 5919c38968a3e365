"""Things that tests need, made so that only what matters is said."""
