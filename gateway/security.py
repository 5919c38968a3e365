"""Headers that keep foreign scripts, frames and sniffing out of every page."""

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)

# Foreign HTML: no script, no request to anywhere, no form, and only our own pages may frame it.
PREVIEW_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "sandbox",
        "frame-ancestors 'self'",
        "form-action 'none'",
        "base-uri 'none'",
    )
)


def install(app: Flask, *, behind_tls: bool) -> None:
    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if behind_tls:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint not in ("static", "joined_parts"):
            headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.update(("HX-Request", "Cookie"))
        return response


def is_framed() -> bool:
    """Tell whether one of our own pages shows the answer in its frame, which no other page may be."""
    return request.path.endswith("/source") and "framed" in request.args


def shut_in(response: AnyResponse) -> AnyResponse:
    """Foreign HTML may be framed by our pages, and do nothing at all."""
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def is_cross_site(fetch_site: str | None) -> bool:
    """Browsers say where a request comes from; other programs say nothing."""
    return fetch_site == "cross-site"
