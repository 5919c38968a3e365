"""Stand-ins for Autotask and Xero that refuse what the real ones refuse, as documented.

door/       what both share: inspection under /_sandbox/, faults, limits, latency, clock, storage
autotask/   Autotask PSA under /atservicesrest/
xero/       Xero under /api.xro/2.0/, /identity/ and /connections
world/      the demo world from a seed: pure functions, no input or output

Run one with `python -m sandbox autotask` or `python -m sandbox xero`.
The product imports nothing of this.
"""
