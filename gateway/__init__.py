"""The web door: screens, the JSON API and the commands behind their buttons.

It reads `core.store.views` and rings the actors over RPC; it calls no vendor and changes no business
document. Start at `app.py`; `gate.py` says who may do what; `pages/` are the screens, `presenters/`
their words, `api/` the JSON. Templates and browser files are in `web/`.
"""
