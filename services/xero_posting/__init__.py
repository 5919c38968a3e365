"""Sends invoices to Xero exactly once. Start with `post.py`.

post.py             the round: what is due is claimed, mapped, frozen and handed to the crew
waiting.py          what is due, read ahead; contacts.py has a Xero contact for each company first
prove.py            what may have gone before is proved absent where Xero would take it twice
freeze.py           drafts to exact bytes, with what will prove each element
flight.py           several deliveries at once, and the first failure of any of them
deliver.py          send a frozen batch; settle_documents.py and settle_contacts.py read the answer
put_back.py         what becomes of a batch that Xero did not settle
resolve.py          find out what became of batches that nobody answered
look_up.py          which documents of a batch are in Xero; look_up_update.py for updates
update.py           Resync of a document that Xero has already
outcomes.py         store what became of a batch's documents at once
rounds.py           which connection has work, one instance at a time; desk.py and ports.py: with what
people.py           what persons ask for: resync, skip, trace, release, preview
"""
