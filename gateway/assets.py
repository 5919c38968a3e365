"""Addresses of browser files: versions in their names or a hash behind them, so caches never lie."""

import hashlib
import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, url_for
from markupsafe import Markup
from werkzeug.wsgi import FileWrapper

WEB = Path(__file__).resolve().parent.parent / "web"
_FOR_EVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        asset=asset,
        vendor=vendor,
        sprite=f"/static/vendor/{_vendored()['@tabler/icons']['files'][0]['name']}",
    )

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint != "static":
            return response
        if response.status_code == HTTPStatus.OK and (
            "v" in request.args or "/vendor/" in request.path
        ):
            response.headers["Cache-Control"] = _FOR_EVER
        return _read_now(response)


def _read_now(response: Response) -> Response:
    """Without an open file: Flask-Compress 1.25 never closes one, nor does a server whose browser hung up."""
    file = response.response
    response.direct_passthrough = False
    response.make_sequence()
    if isinstance(file, FileWrapper):
        file.close()
    return response


def asset(name: str) -> str:
    """One of our own files, with a hash of its content as version."""
    return url_for("static", filename=name, v=_hash(name))


def vendor(package: str) -> Markup:
    """The script tag of a vendored library, with the integrity that the lock says."""
    file = _vendored()[package]["files"][0]
    return Markup('<script src="/static/vendor/{}" integrity="{}" defer></script>').format(
        file["name"], file["integrity"]
    )


@cache
def _hash(name: str) -> str:
    return hashlib.sha256((WEB / "static" / name).read_bytes()).hexdigest()[:12]


@cache
def _vendored() -> dict[str, Any]:
    lock = json.loads((WEB / "static/vendor/vendor.lock.json").read_text())
    return {package["name"]: package for package in lock["packages"]}
