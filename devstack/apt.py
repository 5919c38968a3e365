"""Installs what is missing from the distribution's packages, with sudo when we are not root."""

import os
import shutil
import subprocess
import sys

from devstack.settings import inherited

_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(*packages: str) -> bool:
    """Whether they are installed now; the package lists are fetched only when the first try fails."""
    if shutil.which("apt-get") is None:
        return False
    sys.stdout.write(f"Installing {' '.join(packages)} with apt-get, once.\n")
    sys.stdout.flush()
    wanted = ("install", "-y", "--no-install-recommends", *packages)
    return _apt(*wanted) or (_apt("update") and _apt(*wanted))


def _apt(*arguments: str) -> bool:
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words only.
            # Somebody else may be installing just now.
            [*rights, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments],
            env={**inherited(), **_QUIET},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0
