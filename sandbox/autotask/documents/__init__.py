"""The printed invoice: as HTML and as PDF."""
