"""Browser files and templates."""
