"""Sales by month."""
