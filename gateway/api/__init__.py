"""The JSON API under /api/v1: the same rows and commands as the screens (design.md section 7)."""
