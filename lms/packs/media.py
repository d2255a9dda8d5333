"""Pictures of a module: what they are, how large, and what they show in words."""

import hashlib
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lms.packs.files import PackFiles
from lms.packs.svg import read_svg
from lms.questions.text import Json, Text
from lms.sentences import say

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.(?:svg|png|jpg|jpeg|webp)")
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture: `alt` says in words what it shows, empty where it only decorates; sizes in pixels.

    `content` is empty in a medium built from a document: bytes live elsewhere, under their `digest` (SHA-256).
    """

    name: str
    media_type: str
    digest: str
    size: int
    width: int
    height: int
    alt: Text
    content: bytes = b""

    def document(self) -> dict[str, Json]:
        """Return everything but the bytes as JSON."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "digest": self.digest,
            "size": self.size,
            "width": self.width,
            "height": self.height,
            "alt": {**self.alt},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Medium":
        """Build the medium, without bytes, from its document."""
        return cls(**document)


def read_medium(source: PackFiles, path: str, alt: Text) -> Medium | None:
    """Read a picture of a pack; None, and problems, where it is not what its name says or may not be shown."""
    name, findings = PurePosixPath(path).name, source.findings
    content = source.content(path)
    if content is None:
        return None
    if name.endswith(".svg"):
        picture = read_svg(content)
        for line, message, remedy in picture.faults:
            findings.problem(path, line, message, remedy)
        size = picture.width, picture.height
    else:
        size = bitmap_size(content, TYPES[PurePosixPath(path).suffix])
        if size == (None, None):
            findings.problem(path, 1, say("The content is not what the name says."), say("Export the picture anew."))
    width, height = size
    if not width or not height:
        return None
    if width * height > MOST_PIXELS:
        findings.problem(
            path,
            1,
            say("The picture has {width} × {height} pixels.", width=width, height=height),
            say("Make it smaller (40 million at most)."),
        )
    digest = hashlib.sha256(content).hexdigest()
    return Medium(name, TYPES[PurePosixPath(path).suffix], digest, len(content), width, height, alt, content)


def bitmap_size(content: bytes, media_type: str) -> tuple[int, int] | tuple[None, None]:
    """Return width and height from the head of a PNG, JPEG or WebP; (None, None) where it is not that type."""
    try:
        return _SIZES[media_type](content)
    except (struct.error, IndexError, ValueError):
        return None, None


def _png(content: bytes) -> tuple[int, int]:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR":
        raise ValueError("no PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    if not content.startswith(b"\xff\xd8\xff"):
        raise ValueError("no JPEG")
    position = 2
    while position < len(content):
        marker, length = struct.unpack(">xBH", content[position : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the start-of-frame segments
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    raise ValueError("no frame")


def _webp(content: bytes) -> tuple[int, int]:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ValueError("no WebP")
    form = content[12:16]
    if form == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
    elif form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif form == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", content[26:30]))
    else:
        raise ValueError("no WebP")
    return width, height


_SIZES = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}
