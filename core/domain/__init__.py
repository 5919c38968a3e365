"""The rules of the product in plain Python: no I/O, no clock of its own, no vendor's JSON.

Start with `status.py` (the table of transitions), `admission.py` (may this invoice go?), `mapping/`
(what Xero is to get) and `faults.py` (why something is stuck, and what to do).
"""
