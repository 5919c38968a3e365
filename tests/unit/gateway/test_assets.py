"""Browser files: read at once, kept by their address."""

from pathlib import Path

import brotli
from flask import Flask

from gateway import assets

ICON = "vendor/vendor.lock.json"


def make_app() -> Flask:
    app = Flask("gateway", static_folder=str(assets.WEB / "static"), static_url_path="/static")
    assets.install(app)
    return app


def open_files() -> list[str]:
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]


def test_no_file_stays_open_while_a_browser_takes_its_time() -> None:
    client = make_app().test_client()
    answer = client.get(f"/static/{ICON}", buffered=False)
    again = client.get(
        f"/static/{ICON}", headers={"If-None-Match": answer.headers["ETag"]}, buffered=False
    )
    assert (answer.status_code, again.status_code) == (200, 304)
    assert [path for path in open_files() if path.endswith(ICON)] == []
    assert answer.data == (assets.WEB / "static" / ICON).read_bytes()


def test_what_has_a_version_in_its_address_is_kept_for_ever() -> None:
    client = make_app().test_client()
    kept = client.get("/static/theme.js?v=1").headers["Cache-Control"]
    assert "immutable" in kept
    assert "immutable" not in client.get("/static/theme.js").headers["Cache-Control"]


def test_scripts_and_styles_are_packed_once_and_as_small_as_it_gets() -> None:
    client = make_app().test_client()
    for name in ("app.css", "app.js", "vendor/htmx-2.0.11.min.js"):
        plain = client.get(f"/static/{name}?v=1")
        packed = client.get(f"/static/{name}?v=1", headers={"Accept-Encoding": "gzip, br"})
        assert packed.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert brotli.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 3
        assert int(packed.headers["Content-Length"]) == len(packed.data)
