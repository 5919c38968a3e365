from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from core.domain.errors import UnauthorizedError
from core.store import tokens
from core.store.sealing import Sealer
from core.store.tokens import FreshTokens, StoredTokens
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once

KEY = Fernet.generate_key().decode()
SEALER = Sealer(KEY)
CANARY = "canary-access-token"
pytestmark = pytest.mark.usefixtures("server")


def _fresh(access: str = CANARY, refresh: str = "canary-refresh-token") -> FreshTokens:
    return FreshTokens(access, refresh, NOON + timedelta(minutes=30))


def _load() -> StoredTokens:
    stored = tokens.load("kauri", SEALER)
    assert stored
    return stored


@pytest.fixture(autouse=True)
def _consent(server: Server) -> None:
    tokens.save("kauri", _fresh(), SEALER)


def test_what_was_saved_reads_back() -> None:
    stored = _load()
    assert (stored.access_token, stored.refresh_token) == (CANARY, "canary-refresh-token")
    assert (stored.expires_at, stored.version) == (NOON + timedelta(minutes=30), 1)
    assert not stored.is_revoked


def test_tokens_are_nowhere_in_the_clear(server: Server) -> None:
    assert "canary" not in str(list(server.token_sets.find()))
    assert "canary" not in repr(_load())
    assert "canary" not in repr(_fresh())


def test_a_consent_that_was_never_given_is_absent() -> None:
    assert tokens.load("rata", SEALER) is None


def test_one_of_many_refreshes() -> None:
    got = all_at_once(lambda number: tokens.claim_refresh("kauri", 1, f"worker {number}"))
    assert sorted(got) == [False] * 7 + [True]


def test_what_was_refreshed_already_is_not_refreshed_again() -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.replace("kauri", 1, _fresh("second"), SEALER)
    assert not tokens.claim_refresh("kauri", 1, "a")
    assert tokens.claim_refresh("kauri", 2, "a")
    assert _load().access_token == "second"


def test_a_claim_of_a_dead_process_ends_by_itself(server: Server) -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    assert not tokens.claim_refresh("kauri", 1, "b")
    passed = [{"$set": {"refreshing_until_at": {"$subtract": ["$refreshing_until_at", 91_000]}}}]
    server.token_sets.update_one({"_id": "kauri"}, passed)
    assert tokens.claim_refresh("kauri", 1, "b")


def test_a_failed_refresh_frees_its_claim_and_nobody_elses() -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.end_claim("kauri", "b")
    assert not tokens.claim_refresh("kauri", 1, "b")
    tokens.end_claim("kauri", "a")
    assert tokens.claim_refresh("kauri", 1, "b")


def test_of_two_that_refreshed_from_the_same_tokens_the_later_answer_stays() -> None:
    first, second = (
        FreshTokens(name, "refresh", NOON + timedelta(minutes=minutes))
        for name, minutes in (("first", 31), ("second", 33))
    )
    tokens.replace("kauri", 1, first, SEALER)
    tokens.replace("kauri", 1, second, SEALER)
    assert _load().access_token == "second"
    tokens.replace("kauri", 1, first, SEALER)
    assert _load().access_token == "second"


def test_a_refresh_that_comes_late_does_not_replace_a_new_consent() -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.save("kauri", _fresh("new consent"), SEALER)
    tokens.replace("kauri", 1, _fresh("late"), SEALER)
    assert _load().access_token == "new consent"


def test_a_refusal_that_comes_late_does_not_revoke_a_new_consent() -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.save("kauri", _fresh("new consent"), SEALER)
    tokens.mark_revoked("kauri", 1)
    assert not _load().is_revoked


def test_a_revoked_consent_stays_so_until_a_new_one() -> None:
    tokens.mark_revoked("kauri", 1)
    assert _load().is_revoked
    tokens.save("kauri", _fresh(), SEALER)
    assert not _load().is_revoked


def test_another_secret_key_opens_nothing_and_says_what_to_do() -> None:
    other = Sealer(Fernet.generate_key().decode())
    with pytest.raises(UnauthorizedError, match="SECRET_KEY"):
        tokens.load("kauri", other)


def test_a_rotated_key_still_opens_what_the_old_one_sealed() -> None:
    rotated = Sealer(f"{Fernet.generate_key().decode()}, {KEY}")
    stored = tokens.load("kauri", rotated)
    assert stored
    assert stored.access_token == CANARY


def test_a_refresh_is_in_doubt_from_its_claim_to_its_answer() -> None:
    assert not tokens.is_in_doubt("kauri")
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.end_claim("kauri", "a")
    assert tokens.is_in_doubt("kauri")
    assert _load().is_in_doubt
    tokens.replace("kauri", 1, _fresh("second"), SEALER)
    assert not tokens.is_in_doubt("kauri")
    assert not _load().is_in_doubt


def test_of_a_consent_that_has_ended_nothing_is_in_doubt() -> None:
    assert tokens.claim_refresh("kauri", 1, "a")
    tokens.mark_revoked("kauri", 1)
    assert not tokens.is_in_doubt("kauri")
