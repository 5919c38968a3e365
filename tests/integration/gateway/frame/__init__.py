"""What every page has, without a browser."""
