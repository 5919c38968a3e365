"""Where somebody is led after signing in."""

import pytest

from gateway.sign_in import local_path


@pytest.mark.parametrize("path", ["/", "/c/kauri/sync/invoices?status=fault&q=a%20b"])
def test_pages_of_ours_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil",
        "evil",
        "/a\nb",
        "javascript:x",
    ],
)
def test_everything_else_leads_home(path: str | None) -> None:
    assert local_path(path) == "/"
