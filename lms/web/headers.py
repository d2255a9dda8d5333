"""The headers every answer carries. Nothing of ours needs an inline script or style, so none is allowed."""

from __future__ import annotations

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)


EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""What every answer of a view carries; an answer that set its own policy keeps it."""
FILES = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What a static file carries: a drawing opened by itself runs nothing. On a cold page every byte counts."""
HSTS = "max-age=31536000"


def install(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer of `app`'s views; static files never come here, `assets` adds theirs."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if app.config.get("LMS_WITHOUT_CSP"):  # switched off only by the test that proves the cleaner alone holds
            del response.headers["Content-Security-Policy"]
        if https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
