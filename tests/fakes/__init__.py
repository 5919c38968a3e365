"""Small real implementations of what the use cases need from outside."""
