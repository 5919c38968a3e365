"""`python -m devstack run` starts the stack, `python -m devstack reset` forgets its data."""

import sys

from devstack import settings as configuration
from devstack.part import NotAvailableError
from devstack.reset import reset
from devstack.stack import run

COMMANDS = {"run": run, "reset": reset}
FAILED = 1
WRONG_SETTINGS = 2
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.stderr.write("usage: python -m devstack run|reset\n")
        return WRONG_SETTINGS
    try:
        COMMANDS[arguments[0]](configuration.load())
    except configuration.SettingsError as problem:
        sys.stderr.write(f"Wrong settings: {problem}\n")
        return WRONG_SETTINGS
    except NotAvailableError as problem:
        sys.stderr.write(f"{problem}\n")
        return FAILED
    except KeyboardInterrupt:
        # Before the first process was started; later the stack itself obeys the signal.
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
