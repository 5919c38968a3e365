"""Browser files: parts joined at the start, versions in names or a hash behind, so caches never lie."""

import hashlib
import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, request
from markupsafe import Markup
from werkzeug.wsgi import FileWrapper

from gateway.roles import admit

WEB = Path(__file__).resolve().parent.parent / "web"
_STATIC = WEB / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_TEXTS = frozenset((*_KINDS.values(), "image/svg+xml"))


def install(app: Flask) -> None:
    joined = join(_STATIC)

    @app.get('/static/<any("app.css", "app.js"):name>')
    @admit("public")
    def joined_parts(name: str) -> Response:
        return Response(joined[name], mimetype=_KINDS[Path(name).suffix])

    app.jinja_env.globals.update(
        asset=asset,
        vendor=vendor,
        icon=icon,
    )

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint not in ("static", "joined_parts"):
            return response
        if response.status_code == HTTPStatus.OK and (
            "v" in request.args or "/vendor/" in request.path
        ):
            response.headers["Cache-Control"] = _FOR_EVER
        return _packed(_read_now(response))


def _read_now(response: Response) -> Response:
    """Without an open file: Flask-Compress 1.25 never closes one, nor does a server whose browser hung up."""
    file = response.response
    response.direct_passthrough = False
    response.make_sequence()
    if isinstance(file, FileWrapper):
        file.close()
    return response


def _packed(response: Response) -> Response:
    """As small as it gets, since the same bytes go out again and again; other answers are packed
    quickly, by Flask-Compress, which leaves these alone."""
    if response.status_code != HTTPStatus.OK or response.mimetype not in _TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["br"]:
        response.set_data(_pack(response.get_data()))
        response.headers["Content-Encoding"] = "br"
    return response


@cache
def _pack(body: bytes) -> bytes:
    """The files of this installation, and nothing that a request could choose."""
    packed: bytes = brotli.compress(body, quality=11)
    return packed


def join(folder: Path) -> dict[str, str]:
    """What browsers fetch as one file: the parts that parts.json lists, in its order. A part that
    is missing stops the start, so that no page ever comes without it."""
    listed: dict[str, list[str]] = json.loads((folder / "parts.json").read_text())
    joined = {
        name: "".join((folder / part).read_text() for part in parts)
        for name, parts in listed.items()
    }
    return joined | {"app.js": f'"use strict";\n{joined["app.js"]}'}


@cache
def asset(name: str) -> str:
    """One of our own files, with a hash of its content as version."""
    return f"/static/{name}?v={_hash(name)}"


def vendor(package: str) -> Markup:
    """The script tag of a vendored library, with the integrity that the lock says."""
    file = _vendored()[package]["files"][0]
    return Markup('<script src="/static/vendor/{}" integrity="{}" defer></script>').format(
        file["name"], file["integrity"]
    )


@cache
def icon(name: str, size: str = "") -> Markup:
    """A symbol of the sprite; a page has a hundred of them, so each is written once."""
    sprite = f"/static/vendor/{_vendored()['@tabler/icons']['files'][0]['name']}"
    return Markup('<svg class="ico {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        size, sprite, name
    )


@cache
def _hash(name: str) -> str:
    joined = join(_STATIC).get(name)
    body = joined.encode() if joined is not None else (_STATIC / name).read_bytes()
    return hashlib.sha256(body).hexdigest()[:12]


@cache
def _vendored() -> dict[str, Any]:
    lock = json.loads((_STATIC / "vendor/vendor.lock.json").read_text())
    return {package["name"]: package for package in lock["packages"]}
