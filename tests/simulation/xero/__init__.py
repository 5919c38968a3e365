"""A model of Xero that speaks HTTP: bytes in, bytes out. Its books are the oracle's only witness."""
