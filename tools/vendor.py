"""Fetch the browser files that web/vendor.json names, and lock their hashes: `python -m tools.vendor`.

Run by a maintainer who changes a version; the files and the lock are committed, so neither users
nor tests need npm. A tarball that differs from the registry's own hash is refused.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    for folder, packages in json.loads((ROOT / "web/vendor.json").read_text()).items():
        target = ROOT / folder
        target.mkdir(parents=True, exist_ok=True)
        lock = {"packages": [_vendor(package, target) for package in packages]}
        (target / "vendor.lock.json").write_text(json.dumps(lock, indent=1) + "\n")


def _vendor(package: dict[str, Any], target: Path) -> dict[str, Any]:
    tarball, integrity = _download(f"{package['name']}@{package['version']}")
    with tempfile.TemporaryFile() as opened:
        opened.write(tarball)
        opened.seek(0)
        with tarfile.open(fileobj=opened) as archive:
            written = [_write(target, name, body) for name, body in _files(package, archive)]
    return {
        "name": package["name"],
        "version": package["version"],
        "license": package["license"],
        "tarball_sha512": integrity,
        "files": written,
    }


def _download(spec: str) -> tuple[bytes, str]:
    with tempfile.TemporaryDirectory() as folder:
        packed = _npm("pack", spec, "--silent", "--pack-destination", folder)
        tarball = (Path(folder) / packed.splitlines()[-1]).read_bytes()
    integrity = json.loads(_npm("view", spec, "dist.integrity", "--json"))
    if integrity != _digest("sha512", tarball):
        raise SystemExit(f"{spec}: the tarball is not the one that the registry describes")
    return tarball, integrity


def _npm(*arguments: str) -> str:
    done = subprocess.run(["npm", *arguments], capture_output=True, text=True, check=True)  # noqa: S603, S607 - a maintainer's own npm.
    return done.stdout.strip()


def _files(package: dict[str, Any], archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for source, name in package.get("files", {}).items():
        yield name, _member(archive, source)
    if "icons" in package:
        yield package["sprite"], _sprite(package["icons"], archive)
    for icon in package.get("masks", ()):
        yield f"i/{icon}.svg", _member(archive, f"icons/outline/{icon}.svg")
    plain = re.sub(r"\W+", "-", package["name"]).strip("-")
    yield f"LICENSE-{plain}.txt", _member(archive, package["licence_file"])


def _sprite(icons: list[str], archive: tarfile.TarFile) -> bytes:
    symbols = []
    for icon in icons:
        drawing = _member(archive, f"icons/outline/{icon}.svg").decode()
        body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing, flags=re.DOTALL)
        symbols.append(
            f'<symbol id="{icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
            + " ".join(body.split())
            + "</symbol>"
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'.encode()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(f"package/{name}")
    if found is None:
        raise SystemExit(f"{name} is not in the package")
    return found.read()


def _write(target: Path, name: str, body: bytes) -> dict[str, Any]:
    place = target / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(body)
    return {
        "name": name,
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "integrity": _digest("sha384", body),
    }


def _digest(algorithm: str, body: bytes) -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"


if __name__ == "__main__":
    main()
