"""OAuth 2.0 as Xero runs it: consents, rotating tokens, scopes, connections."""
