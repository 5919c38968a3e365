"""What screens, exports and the JSON API read: projections in, typed rows out, nothing written.

Start at `documents.py` (lists of invoices and purchase orders) and `connections.py`. Every question
has a deadline (`reading.py`), so that a frozen database becomes a sentence and never a hang.
"""
