"""The two vendors' APIs in the product's words: a client translates and never remembers.

    http.py          the one door out: one try, no redirects, explicit timeouts, failures judged by verb
    exact_json.py    JSON in which money is Decimal both ways
    budget.py        what a client asks of whoever counts its calls
    autotask/        start at autotask/client.py
    xero/            start at xero/client.py (reads, and `send`, the only write), xero/payloads.py

May import the domain only; the store, the other vendor's client and `requests` (but for http.py) are
out of bounds. Every method raises the errors of `core.domain.errors` and nothing else.
"""
