"""What looks like a secret is taken out of a text; everything else stays as it was."""

import pytest

from core.domain.secret_texts import remove_secrets

CANARY = "s3cr3t-c4n4ry"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"access_token": "{CANARY}", "expires_in": 1800}}',
        f"grant_type=refresh_token&refresh_token={CANARY}&scope=x",
        f"Authorization: Bearer {CANARY}",
        f"authorization: Basic {CANARY}",
        f'{{"ApiIntegrationCode":"{CANARY}"}}',
        f"the header was Bearer {CANARY}, and so on",
        f'{{"Secret": "{CANARY}", "UserName": "sync@kauri.example"}}',
        f'{{"password": "my pass, {CANARY}"}}',
        f'{{"Secret":"a,b&{CANARY}"}}',
        rf'{{"Secret": "a\"b {CANARY}"}}',
        f'{{"access_token": "cut off, {CANARY}',
    ],
)
def test_a_secret_goes_and_its_name_stays(text: str) -> None:
    clean = remove_secrets(text)
    assert CANARY not in clean
    assert "(removed)" in clean
    assert len(clean) > len("(removed)")


@pytest.mark.parametrize(
    "text",
    [
        '{"InvoiceNumber": "INV-1", "Reference": "PO 77"}',
        "Account code '204' has been archived, or deleted.",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert remove_secrets(text) == text


def test_what_stands_behind_a_secret_in_quotes_stays() -> None:
    text = '{"password": "a, b", "Reference": "PO, 77", "secret": "", "Name": "x"}'
    assert '"Reference": "PO, 77"' in (clean := remove_secrets(text))
    assert '"Name": "x"}' in clean
