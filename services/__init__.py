"""What runs: `ls services` lists the actors. Each is a doorway (`service.py`) beside its use cases.

An actor knows the runtime, the clients, the store and the domain, and never another actor: they
meet in the ledger and ring each other's bells.
"""
