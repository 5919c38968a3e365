"""The Xero contact of every company: found, made, kept up to date, chosen by a person."""
