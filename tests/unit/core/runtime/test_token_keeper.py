from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.clients.xero.entities import TokenSet
from core.domain.errors import (
    OutcomeUnknownError,
    RejectedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from core.runtime.token_keeper import TokenKeeper
from core.store.tokens import FreshTokens, StoredTokens
from tests.factories.documents import NOON
from tests.fakes.clock import FakeClock


class Store:
    """One token set, with the rules of core/store/tokens.py."""

    def __init__(self, expires_at: datetime) -> None:
        self.stored = StoredTokens("access 1", "refresh 1", expires_at, 1, is_revoked=False)
        self.claimant: str | None = None

    def load(self) -> StoredTokens | None:
        return self.stored

    def claim(self, version: int, claimant: str) -> bool:
        if self.claimant is not None or version != self.stored.version:
            return False
        self.claimant = claimant
        self.stored = replace(self.stored, is_in_doubt=True)
        return True

    def replace(self, version: int, fresh: FreshTokens) -> None:
        if version == self.stored.version:
            self.claimant = None
            self.stored = StoredTokens(
                fresh.access_token,
                fresh.refresh_token,
                fresh.expires_at,
                version + 1,
                is_revoked=False,
            )

    def end_claim(self, claimant: str) -> None:
        if claimant == self.claimant:
            self.claimant = None

    def mark_revoked(self, version: int) -> None:
        if version == self.stored.version:
            self.stored = replace(self.stored, is_revoked=True)


class World:
    """A keeper with everything round it; `answer` is what Xero's identity service does."""

    def __init__(self, expires_in_minutes: float) -> None:
        self.clock = FakeClock()
        self.store = Store(NOON + timedelta(minutes=expires_in_minutes))
        self.asked: list[str] = []
        self.answer: Callable[[], TokenSet] = self.fresh
        self.while_waiting: Callable[[], None] = lambda: None
        self.keeper = TokenKeeper(self.store, self, self.clock, self._pause)

    def refresh(self, refresh_token: str) -> TokenSet:
        self.asked.append(refresh_token)
        return self.answer()

    def fresh(self) -> TokenSet:
        ends_at = self.clock() + timedelta(minutes=30)
        return TokenSet("access 2", "refresh 2", ends_at, ())

    def fails(self, error: SyncError) -> None:
        def answer() -> TokenSet:
            raise error

        self.answer = answer

    def _pause(self, seconds: float) -> None:
        self.clock.pass_by(seconds=seconds)
        self.while_waiting()


def test_a_token_that_is_good_for_a_while_costs_nothing() -> None:
    world = World(expires_in_minutes=10)
    assert world.keeper.access_token() == "access 1"
    assert world.asked == []


def test_a_token_that_ends_soon_is_renewed_and_the_new_refresh_token_stored_before_it_is_used() -> (
    None
):
    world = World(expires_in_minutes=1)
    assert world.keeper.access_token() == "access 2"
    assert world.asked == ["refresh 1"]
    assert world.store.stored.refresh_token == "refresh 2"
    assert world.store.claimant is None


def test_while_another_renews_the_old_token_serves_to_its_end() -> None:
    world = World(expires_in_minutes=1)
    world.store.claimant = "another"
    assert world.keeper.access_token() == "access 1"
    world.clock.pass_by(seconds=55)
    with pytest.raises(UnavailableError):
        world.keeper.access_token()
    assert world.asked == []


def test_who_waits_for_another_gets_what_that_one_got() -> None:
    world = World(expires_in_minutes=0)
    world.store.claimant = "another"
    world.while_waiting = lambda: world.store.replace(
        1, FreshTokens("theirs", "refresh 2", NOON + timedelta(minutes=30))
    )
    assert world.keeper.access_token() == "theirs"
    assert world.asked == []


@pytest.mark.parametrize("error", [UnavailableError("lost"), OutcomeUnknownError("lost")])
def test_after_a_lost_answer_the_same_refresh_token_goes_again(error: SyncError) -> None:
    world = World(expires_in_minutes=0)
    world.fails(error)
    with pytest.raises(type(error)):
        world.keeper.access_token()
    assert world.store.claimant is None
    world.answer = world.fresh
    assert world.keeper.access_token() == "access 2"
    assert world.asked == ["refresh 1", "refresh 1"]


def test_a_consent_that_has_ended_is_marked_so_and_nobody_asks_again() -> None:
    world = World(expires_in_minutes=0)
    world.fails(UnauthorizedError("gone", consent_ended=True))
    for _ in range(2):
        with pytest.raises(UnauthorizedError) as caught:
            world.keeper.access_token()
        assert caught.value.consent_ended
    assert world.store.stored.is_revoked
    assert len(world.asked) == 1


def test_a_refusal_of_a_token_that_another_has_replaced_means_nothing() -> None:
    world = World(expires_in_minutes=0)

    def answer() -> TokenSet:
        world.store.replace(1, FreshTokens("theirs", "refresh 2", NOON + timedelta(minutes=30)))
        raise UnauthorizedError("used already", consent_ended=True)

    world.answer = answer
    assert world.keeper.access_token() == "theirs"
    assert not world.store.stored.is_revoked


@pytest.mark.parametrize(
    "error", [UnauthorizedError("wrong secret"), RejectedError("unsupported", status=400)]
)
def test_a_wrong_app_secret_revokes_nothing_and_frees_the_claim(error: SyncError) -> None:
    world = World(expires_in_minutes=0)
    world.fails(error)
    with pytest.raises(UnauthorizedError):
        world.keeper.access_token()
    assert not world.store.stored.is_revoked
    assert world.store.claimant is None


def test_a_token_that_xero_calls_expired_is_renewed_though_it_looks_good() -> None:
    world = World(expires_in_minutes=20)
    world.keeper.renew()
    assert world.keeper.access_token() == "access 2"


def test_without_a_consent_there_is_nothing_to_renew() -> None:
    world = World(expires_in_minutes=20)
    world.store.load = lambda: None  # type: ignore[method-assign]
    with pytest.raises(UnauthorizedError, match="connect again"):
        world.keeper.access_token()


def test_a_lost_renewal_is_repeated_although_the_token_is_still_good() -> None:
    """Xero takes the refresh token that we have for thirty minutes more, and no longer."""
    world = World(expires_in_minutes=20)
    world.fails(UnavailableError("lost"))
    with pytest.raises(UnavailableError):
        world.keeper.renew()
    assert world.keeper.access_token() == "access 1"
    world.answer = world.fresh
    assert world.keeper.access_token() == "access 2"
    assert world.keeper.access_token() == "access 2"
    assert world.asked == ["refresh 1"] * 3
    assert not world.store.stored.is_in_doubt
