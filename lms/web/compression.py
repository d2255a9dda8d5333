"""Pages are compressed on the way out; static files are compressed once, when they are gathered.

A page holds a form token and may repeat a word from its address, so its compressed length must tell nothing: a header
of random length goes with it, and session cookies are not sent with other sites' requests in the first place.
"""

from __future__ import annotations

import gzip
import secrets

from flask import Flask, Response, request

SMALLEST = 1_000
LEVEL = 4
LONGEST_PADDING = 64
TYPES = ("text/html", "application/json", "image/svg+xml")


def install(app: Flask) -> None:
    """Compress what is worth it, for browsers that ask for it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype in TYPES and not response.is_streamed:
            response.vary.add("Accept-Encoding")
            body = response.get_data()
            if (
                len(body) >= SMALLEST
                and request.accept_encodings["gzip"]
                and "Content-Encoding" not in response.headers
            ):
                response.set_data(gzip.compress(body, LEVEL, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
                response.headers["X-Padding"] = "x" * secrets.randbelow(LONGEST_PADDING)
        return response
