"""The whole product on one machine: `make run`, or `python -m devstack run`.

`stack.py` says which processes there are and in which order they come up (`rabbitmq.py`, `mongodb.py`
and `product.py` describe them), `supervisor.py` keeps them alive, `output.py` shows what they say,
`instance.py` makes sure that there is one stack per directory and that a crashed one leaves nothing
behind, `demo.py` fills the demo. Everything that is kept lies in one directory (`.run/`).
"""
