"""Sends documents to Xero exactly once. Start with `post.py`.

service.py          the doorway; desks.py: where its doors lead
rounds.py           which connection has work, one instance at a time; round_end.py: what it leaves
desk.py, ports.py   what a round works with
post.py             the round: what is due is claimed, mapped, frozen and handed to the crew
waiting.py          what is due, read ahead
prove.py            what may have gone before is proved absent where Xero would take it twice
freeze.py           drafts to exact bytes, with what will prove each element
flight.py           several deliveries at once, and the first failure of any of them
deliver.py          send a frozen batch; settle_documents.py and settle_contacts.py read the answer
put_back.py         what becomes of a batch that Xero did not settle
resolve.py          find out what became of batches that nobody answered
look_up.py          which documents of a batch are in Xero; look_up_update.py for updates
update.py           Resync of a document that Xero has already
parties.py          who pays; healing.py: links that Xero no longer honors
outcomes.py         store what became of a batch's documents at once; stop.py: with a fault

contacts/           a Xero contact for each company, before anything is claimed
mapping/            whether a document is fit, and what the connection's tables make of it
lists/              the organisation's accounts, tax rates and the rest
options/            options are checked against these lists, then saved
people/             what persons ask for: resync, skip, trace, release, removal, many at once;
                    and what only looks: preview, preflight, effects of options, contact reports
"""
