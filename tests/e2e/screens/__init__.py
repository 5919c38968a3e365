"""Every screen in a real browser over a filled ledger, without actors or vendors."""
