"""What a failure without a word means: Autotask is away, or it does not know our user.

Clients report a bare 500 for an unknown user (autotask-api section 2), which would be tried again for
ever. The zone look-up needs no secret, is free of limits and says so in words.
"""

from collections.abc import Callable

from core.domain.errors import SyncError, UnauthorizedError, WordlessError

# Most outages are over before the third try; a user may also be taken away during a long one.
_FIRST = 3
_AGAIN_EVERY = 20


def cause_of(error: SyncError, failures: int, ask_who_we_are: Callable[[], None]) -> SyncError:
    """The failure itself, or that the user is unknown; `failures` in a row, with this one."""
    if not isinstance(error, WordlessError):
        return error
    if failures != _FIRST and failures % _AGAIN_EVERY:
        return error
    try:
        ask_who_we_are()
    except UnauthorizedError as unknown:
        return unknown
    except SyncError:
        # The look-up is away as well: an outage.
        return error
    return error
