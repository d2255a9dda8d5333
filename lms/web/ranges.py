"""Long files in pieces: a browser that plays a clip asks for stretches of bytes and is given them (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Response, request

MOST: Final = 1_048_576
"""Bytes of one answer; whoever wants more asks again."""
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes `start` to `end`, the last one included."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Return how many bytes that are."""
        return self.end - self.start + 1


class Unsatisfiable(ValueError):
    """A stretch that lies beyond the file's end."""


def asked(header: str | None, size: int) -> Stretch | None:
    """Return the stretch that a Range header asks for, at most `MOST` bytes of it; None for the whole file.

    A header that is none of ours, several stretches among it, counts as not there. Raise `Unsatisfiable`.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last) if first and last else size - 1)
    if start > end:
        raise Unsatisfiable
    return Stretch(start, min(end, start + MOST - 1))


def in_ranges(size: int, content_type: str, read: Callable[[int, int], bytes]) -> Response:
    """Return the answer for a file of `size` bytes: 206 with a stretch, 200 with all of it, 416.

    `read(start, length)` gives bytes from `start` on, counted from 0.
    """
    try:
        stretch = asked(request.headers.get("Range"), size)
    except Unsatisfiable:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    if stretch is None:
        response = Response(read(0, size) if request.method != "HEAD" else b"", content_type=content_type)
        response.headers["Content-Length"] = str(size)
    else:
        response = Response(read(stretch.start, stretch.length), status=206, content_type=content_type)
        response.headers["Content-Range"] = f"bytes {stretch.start}-{stretch.end}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response
