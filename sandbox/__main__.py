"""`python -m sandbox autotask|xero`: one sandbox in the foreground until SIGTERM or Ctrl-C."""

import sys

from sandbox.settings import VENDORS, SettingsError, read


def main(arguments: list[str]) -> int:
    """The exit code: 2 for a wrong argument or setting, else what the server ended with."""
    if len(arguments) != 1 or arguments[0] not in VENDORS:
        sys.stderr.write("usage: python -m sandbox autotask|xero\n")
        return 2
    vendor = arguments[0]
    try:
        settings = read(vendor)
    except SettingsError as problem:
        sys.stderr.write(f"sandbox {vendor}: {problem}\n")
        return 2
    # Imported here because each sandbox must run without the other one's code being loaded.
    if vendor == "autotask":
        from sandbox.autotask.app import create_app
    else:
        from sandbox.xero.app import create_app
    from sandbox.door.server import serve

    serve(vendor, settings.host, settings.port, lambda: create_app(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
