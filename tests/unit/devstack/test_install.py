"""Secrets are made once per installation and readable by nobody else."""

from pathlib import Path

from devstack import install


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    first = install.ensure(tmp_path)
    assert install.ensure(tmp_path) == first
    assert (tmp_path / "api-token").read_text() == f"{first.api_token}\n"
    for name in ("secrets.json", "api-token"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first, second = install.ensure(one).model_dump(), install.ensure(other).model_dump()
    same = {name for name in first if first[name] == second[name]}
    assert same == {"autotask_user"}
