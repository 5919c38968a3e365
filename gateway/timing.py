"""How long the gateway itself took for an answer, told in a header that browsers show."""

from time import perf_counter

from flask import Flask, Response, g

HEADER = "Server-Timing"


def install(app: Flask) -> None:
    """Installed first: it begins before and ends after everything else."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if "began" in g:
            response.headers[HEADER] = f"app;dur={(perf_counter() - g.began) * 1000:.1f}"
        return response
