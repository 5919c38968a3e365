"""Programs for maintainers; no running process imports them."""
