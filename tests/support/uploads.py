"""Forms with a file, made in memory: the test client would leave a file open."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

FILE = "photograph"


def sent_with(content: bytes, **fields: str) -> dict[str, Any]:
    """Return the body of a form with these fields and a photograph."""
    head = 'Content-Disposition: form-data; name="{}"'
    texts = [f"--edge\r\n{head.format(name)}\r\n\r\n{text}\r\n".encode() for name, text in fields.items()]
    file = f'--edge\r\n{head.format(FILE)}; filename="p.jpg"\r\n\r\n'.encode() + content + b"\r\n"
    return {"data": b"".join([*texts, file, b"--edge--\r\n"]), "content_type": "multipart/form-data; boundary=edge"}


def photograph(width: int = 60, height: int = 40) -> bytes:
    """Return the JPEG of a plain photograph."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "JPEG")
    return written.getvalue()
