"""What persons ask for: resync, skip, trace, release, preview, preflight."""
