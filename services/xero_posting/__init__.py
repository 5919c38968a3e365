"""Sends invoices to Xero exactly once. Start with `post.py`.

post.py      choose, claim, map and freeze what is due
deliver.py   send a frozen batch and settle its answer
resolve.py   find out what became of batches that nobody answered
contacts.py  have a Xero contact for every company first
update.py    Resync of a document that Xero has already
people.py    what persons ask for: resync, skip, trace, release, preview
"""
