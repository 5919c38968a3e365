"""The audit's pages: a simulated invoice, the contact report, lists compared, who did what."""
