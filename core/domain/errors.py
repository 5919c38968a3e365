"""Errors named by what the caller may do about them; nothing else crosses a boundary.

SyncError
├─ RetryLaterError        nothing happened at the other side; try again at `not_before`
│  ├─ RateLimitedError    a limit was reached, ours or the vendor's; knows until when
│  │  └─ NoCallLeftError  our own count said no: nothing was asked of the vendor
│  └─ UnavailableError    the other side was never reached, or said it is offline
│     ├─ MaintenanceError it says that it is being maintained; asking every few seconds is no use
│     └─ WordlessError    it failed without a word: away, or it does not know who is asking
├─ OutcomeUnknownError    a write left and no readable answer came back: look before sending again
├─ RejectedError          read and refused; carries the vendor's own words
│  └─ NotPermittedError   the sign-in is good, but this user may not do that; a person must grant it
├─ UnauthorizedError      credentials or consent are gone; stop and say so on the dashboard
│  ├─ SignInStoppedError  it was refused before; nobody asks again until a person has acted
│  ├─ DisconnectedError   somebody removed our access to the organisation
│  └─ ScopeMissingError   the consent does not cover what was asked; no new token helps
├─ MappingError           our own tables do not say; a person must
├─ LeaseLostError         another instance took over; do not send
├─ UnstorableError        the ledger can never take this; its one invoice must stop, not the run
└─ IllegalTransitionError a bug
"""

from datetime import datetime, timedelta


class SyncError(Exception):
    """Anything the sync knows how to talk about."""


class RetryLaterError(SyncError):
    """Nothing happened; a later try may succeed by itself."""


class RateLimitedError(RetryLaterError):
    """A limit is reached. `until` is when calls may go on, `limit` names which one.

    `until` is by the clock of who raises it; `wait`, where it is known, is good for any.
    """

    def __init__(
        self, message: str, *, limit: str, until: datetime, wait: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.limit = limit
        self.until = until
        self.wait = wait

    def ends_at(self, now: datetime) -> datetime:
        """When calls may go on by the clock that says `now`, just after this was raised."""
        return self.until if self.wait is None else now + self.wait


class NoCallLeftError(RateLimitedError):
    """Our own count of calls has none left, so a write stayed here."""


class UnavailableError(RetryLaterError):
    """The other side could not be reached, so nothing can have happened there."""


class MaintenanceError(UnavailableError):
    """The other side says that it is offline for maintenance."""


class WordlessError(UnavailableError):
    """A failure without any reason: an outage, or a sign-in that is refused without saying so."""


class OutcomeUnknownError(SyncError):
    """The request left; whether it was carried out is not known.

    `in_maintenance`: what came back was the notice that the other side is being maintained.
    """

    def __init__(self, message: str, *, in_maintenance: bool = False) -> None:
        super().__init__(message)
        self.in_maintenance = in_maintenance


class RejectedError(SyncError):
    """The vendor read the request and refused it. `reasons` are its words, unchanged."""

    def __init__(self, message: str, *, reasons: tuple[str, ...] = (), status: int = 0) -> None:
        super().__init__(message)
        self.reasons = reasons or (message,)
        self.status = status


class NotPermittedError(RejectedError):
    """The vendor knows us but does not permit it: one job suffers, the others go on."""


class UnauthorizedError(SyncError):
    """Secret, token or consent is not accepted.

    `expired` means that a new token may cure it, `consent_ended` that only a new consent can.
    """

    def __init__(self, message: str, *, expired: bool = False, consent_ended: bool = False) -> None:
        super().__init__(message)
        self.expired = expired
        self.consent_ended = consent_ended


class SignInStoppedError(UnauthorizedError):
    """Our own stop: nothing was asked of the vendor."""


class DisconnectedError(UnauthorizedError):
    """The organisation is no longer connected to our app."""


class ScopeMissingError(UnauthorizedError):
    """The consent does not cover the call."""


class MappingError(SyncError):
    """The connection's tables do not say where this goes. `code` is a fault of the catalogue.

    `values` fill its sentences; `keys` tell by what names the tables would have to know it, ""
    where Autotask gives none.
    """

    def __init__(self, message: str, *, code: str, **values: str) -> None:
        super().__init__(message)
        self.code = code
        self.values = values
        self.keys: dict[str, str] = {}


class LeaseLostError(SyncError):
    """Another instance holds the lease now; whatever is in hand must not be sent."""


class UnstorableError(SyncError):
    """Something among what was to be stored will not go in, however often it is tried."""


class IllegalTransitionError(SyncError):
    """A status change that the table does not list."""
