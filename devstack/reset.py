"""Forgets everything the stack keeps: data, logs, secrets."""

import shutil
import sys

from devstack.instance import Instance
from devstack.settings import StackSettings


def reset(settings: StackSettings) -> None:
    """Refused while the stack runs; what a crashed run left is ended first."""
    instance = Instance(settings.home)
    instance.take("stop it before `make reset`")
    instance.clean_up()
    shutil.rmtree(settings.home)
    sys.stdout.write(f"Forgot everything in {settings.home}.\n")
