"""What both sandboxes share: the inspection door, and what breaks, slows and counts calls.

A vendor implements vendor.Vendor and wraps its Flask app: `Gate(app, door)`. On the way in a call
is written to the request log, admitted or refused by the vendor's limits, delayed, and then met by
the fault armed for it, if any.
"""
