"""What the actors and the gateway share: `domain` decides, `clients` translate, `store` keeps, `runtime` wires.

Arrows point inwards: runtime -> clients | store -> domain. The domain imports nothing of ours.
"""
