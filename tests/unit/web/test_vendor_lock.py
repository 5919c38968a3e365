"""Vendored files are the ones that the lock describes, complete with licences, and nothing else."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ["web/static/vendor", "tests/vendor"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_has_the_hash_of_the_lock(folder: str) -> None:
    for package in json.loads((ROOT / folder / "vendor.lock.json").read_text())["packages"]:
        for file in package["files"]:
            body = (ROOT / folder / file["name"]).read_bytes()
            assert len(body) == file["bytes"]
            assert hashlib.sha256(body).hexdigest() == file["sha256"]
            digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
            assert file["integrity"] == f"sha384-{digest}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_there_is_no_other_file_and_no_source_map(folder: str) -> None:
    packages = json.loads((ROOT / folder / "vendor.lock.json").read_text())["packages"]
    locked = {file["name"] for package in packages for file in package["files"]}
    there = {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name not in ("vendor.lock.json", "__init__.py")
    }
    assert there == locked
    assert not [name for name in there if name.endswith(".map")]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_package_has_its_licence_and_its_pinned_version(folder: str) -> None:
    wanted = {
        package["name"]: package["version"]
        for package in json.loads((ROOT / "web/vendor.json").read_text())[folder]
    }
    packages = json.loads((ROOT / folder / "vendor.lock.json").read_text())["packages"]
    assert {package["name"]: package["version"] for package in packages} == wanted
    for package in packages:
        assert [file for file in package["files"] if file["name"].startswith("LICENSE")]
        assert package["license"] in ("0BSD", "MIT", "MPL-2.0")
