"""What every process needs before it does its work: settings, logs, AMQP that never hangs, health, metrics.

Start with `launch.py` (how an actor starts and stops), then `entrypoints.py` (what a service class uses)
and `providers/` (what is injected into it). nameko 2.14.1 is frozen; where its behavior would lose an
actor or a message in an outage, a subclass here corrects it: `queue_consumer`, `rpc_entrypoint`,
`event_entrypoints`, `tick`, `container`. May import `core.store`, `core.clients` and `core.domain`.
"""
