"""Words, numbers and links."""
