"""Reading for screens, as far as it needs no database."""
