"""`python -m core.runtime.launch services.<actor>.service`: one actor in the foreground until SIGTERM or Ctrl-C.

nameko's own command line is not used: it needs pkg_resources, has no limit for a stop and leaves
zombies. The exit codes are listed in `actor_process`.
"""

import sys

import eventlet

# Before anything imports sockets, ssl or threading: what came first would block the whole process.
eventlet.monkey_patch()

from core.runtime.actor_process import main  # noqa: E402 - see above.

if __name__ == "__main__":
    main(sys.argv[1:])
