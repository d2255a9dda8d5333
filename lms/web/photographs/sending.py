"""A photograph sent back: to be looked at, kept by no browser and no cache, and used as nothing else."""

from __future__ import annotations

from flask import Response

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": 'inline; filename="photograph.jpg"',
}


def sent(jpeg: bytes) -> Response:
    """Return the answer that holds a JPEG."""
    return Response(jpeg, content_type="image/jpeg", headers=HEADERS)
