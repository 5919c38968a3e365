"""What persons ask for.

requests.py         one invoice: resync, skip, unskip, trace, release; removal.py: off the list
conflicts.py        who was faster, in a sentence
actions.py          what may be done to many, as data; portions.py: a portion of them
bulk.py             many in the background, with progress and stop; resync_many.py: in one answer
simulate.py         what posting would make of a record; preview.py, preflight.py, diagnose.py and
                    simulate_reading.py show it, compare.py shows it for other options
contact_report.py   which Xero contact each company would be billed under
"""
