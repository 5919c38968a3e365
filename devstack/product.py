"""The product's own processes: sandboxes, actors, gateway, and the environment they share."""

import sys
from collections.abc import Mapping
from pathlib import Path

from core.runtime.topology import ACTORS
from devstack import mongodb, rabbitmq
from devstack.install import InstallSecrets
from devstack.part import Part, responds
from devstack.settings import DemoSettings, StackSettings

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parent.parent


def environment(settings: StackSettings, known: InstallSecrets) -> dict[str, str]:
    """What the product is told in the embedded stack; everything else keeps its default."""
    autotask = f"http://127.0.0.1:{settings.autotask_port}"
    xero = f"http://127.0.0.1:{settings.xero_port}"
    return {
        "AMQP_URI": rabbitmq.amqp_uri(settings.rabbitmq_port, known.rabbitmq_password),
        "MONGO_URI": mongodb.mongo_uri(settings.mongod_port),
        "SECRET_KEY": known.secret_key,
        "PUBLIC_URL": settings.public_url,
        "XERO_API_URL": xero,
        "XERO_IDENTITY_URL": f"{xero}/identity",
        "XERO_LOGIN_URL": xero,
        "XERO_CLIENT_ID": known.xero_client_id,
        "XERO_CLIENT_SECRET": known.xero_client_secret,
        "AUTOTASK_ZONE_URL": autotask,
        "AUTOTASK_SANDBOX_URL": autotask,
        "GATEWAY_HOST": settings.host,
        "GATEWAY_PORT": str(settings.gateway_port),
        "HEALTH_PORT": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }


def sandboxes(
    settings: StackSettings, known: InstallSecrets, inherited: Mapping[str, str]
) -> list[Part]:
    """Both vendors."""
    data = settings.home / "sandbox"
    data.mkdir(parents=True, exist_ok=True)
    told = {
        **inherited,
        "SANDBOX_HOST": "127.0.0.1",
        "SANDBOX_AUTOTASK_PORT": str(settings.autotask_port),
        "SANDBOX_XERO_PORT": str(settings.xero_port),
        "SANDBOX_DATA_DIR": str(data),
        "SANDBOX_SEED": str(settings.seed),
        "SANDBOX_WORLD": settings.world,
        "SANDBOX_TODAY": settings.today,
        "SANDBOX_NEW_INVOICE_SECONDS": str(settings.new_invoice_seconds),
        "SANDBOX_DELAY_SCALE": str(settings.delay_scale),
        "SANDBOX_AUTOTASK_USER": known.autotask_user,
        "SANDBOX_AUTOTASK_SECRET": known.autotask_secret,
        "SANDBOX_AUTOTASK_INTEGRATION_CODE": known.autotask_integration_code,
        "SANDBOX_XERO_CLIENT_ID": known.xero_client_id,
        "SANDBOX_XERO_CLIENT_SECRET": known.xero_client_secret,
        "SANDBOX_XERO_REDIRECT_URIS": f"{settings.public_url}/connect/xero/callback",
        "PYTHONUNBUFFERED": "1",
    }
    ports = {"autotask": settings.autotask_port, "xero": settings.xero_port}
    return [
        Part(
            f"sandbox_{vendor}",
            [PYTHON, "-m", "sandbox", vendor],
            told,
            responds(f"http://127.0.0.1:{port}/_sandbox/requests?since=999999999"),
            stop_seconds=10,
            directory=ROOT,
        )
        for vendor, port in ports.items()
    ]


def actors(settings: StackSettings, told: Mapping[str, str]) -> list[Part]:
    """Each actor is a process of its own with a health port of its own."""
    return [
        Part(
            actor,
            [PYTHON, "-m", "core.runtime.launch", f"services.{actor}.service"],
            {**told, "HEALTH_PORT": str(port)},
            responds(f"http://127.0.0.1:{port}/readyz"),
            directory=ROOT,
        )
        for port, actor in enumerate(ACTORS, start=settings.health_port)
    ]


def gateway(settings: StackSettings, told: Mapping[str, str]) -> Part:
    """gunicorn, started by the gateway's own module."""
    return Part(
        "gateway",
        [PYTHON, "-m", "gateway"],
        told,
        responds(f"http://{settings.probe_host}:{settings.gateway_port}/readyz"),
        directory=ROOT,
    )


def demo(settings: StackSettings, known: InstallSecrets) -> DemoSettings:
    """What the set-up of the demo is told."""
    return DemoSettings(
        amqp_uri=rabbitmq.amqp_uri(settings.rabbitmq_port, known.rabbitmq_password),
        mongo_uri=mongodb.mongo_uri(settings.mongod_port),
        secret_key=known.secret_key,
        public_url=settings.public_url,
        demo_password=known.demo_password,
        demo_api_token=known.api_token,
        demo_xero_door=f"http://127.0.0.1:{settings.xero_port}",
        sandbox_autotask_user=known.autotask_user,
        sandbox_autotask_secret=known.autotask_secret,
        sandbox_autotask_integration_code=known.autotask_integration_code,
    )
