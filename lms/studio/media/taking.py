"""What somebody uploads, made into what may lie in a module: drawn anew, checked, named; or refused in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from flask_babel import gettext as _

from lms.packs.clips import CAPTIONS_NAME, CLIP_TYPES, LARGEST_CAPTIONS, LARGEST_CLIP, captions_fault, clip_type
from lms.packs.files import LARGEST_MEDIUM
from lms.packs.svg import read_svg
from lms.sentences import say
from lms.web.languages import in_words
from lms.web.photographs.taking import Unusable as NotDrawn
from lms.web.photographs.taking import drawn

LARGEST_PNG: Final = 1_000_000
"""Bytes from which a PNG is kept as a JPEG: then it is a photograph, not a drawing."""
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"})


class Unusable(ValueError):
    """A file that may not lie in a module: why, and what to do, in the trainer's language."""

    def __init__(self, message: str, remedy: str) -> None:
        """Keep both."""
        self.message, self.remedy = message, remedy
        super().__init__(f"{message} {remedy}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it will lie in the module; `width` and `height` in pixels, 0 for what has none.

    `filename`: what it was called where it came from; its ending says nothing here.
    """

    filename: str
    suffix: str
    content: bytes
    width: int
    height: int


def taken(content: bytes, filename: str) -> Taken:
    """Return an uploaded picture or clip as it may be kept. Raise `Unusable`.

    A bitmap is drawn anew in a process with little memory and time, so that nothing but its pixels comes along.
    """
    if not content:
        raise Unusable(_("There is no file."), _("Choose one first."))
    if _is_svg(content, filename):
        return _svg(content, filename)
    kind = clip_type(content)
    if kind is not None:
        return _clip(content, kind, filename)
    if PurePosixPath(filename.lower()).suffix in CLIP_TYPES:
        raise Unusable(_("This is no clip that can be shown."), _("Export it as MP4 (H.264) or WebM."))
    return _bitmap(content, filename)


def taken_captions(content: bytes) -> bytes:
    """Return uploaded captions as they may be kept. Raise `Unusable`."""
    if len(content) > LARGEST_CAPTIONS:
        raise Unusable(_("The captions are larger than 200 KB."), _("Shorten them, or the clip."))
    fault = captions_fault(content)
    if fault is not None:
        raise Unusable(fault, _("Save them as WebVTT (.vtt) in UTF-8."))
    return content


def named(filename: str, suffix: str, taken: Collection[str]) -> str:
    """Return a name made from the one a file was uploaded under; a number tells it from those that are `taken`."""
    stem = PurePosixPath(filename.replace("\\", "/")).stem.lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "picture"
    numbers = (f"{base}{'' if number == 1 else f'-{number}'}{suffix}" for number in range(1, len(taken) + 2))
    return next(name for name in numbers if name not in taken)


def is_captions(name: str) -> bool:
    """Return whether a file is the captions of a clip."""
    return CAPTIONS_NAME.fullmatch(name) is not None


def _is_svg(content: bytes, filename: str) -> bool:
    return filename.lower().endswith(".svg") or b"<svg" in content[:1000].lower()


def _svg(content: bytes, filename: str) -> Taken:
    if len(content) > LARGEST_MEDIUM:
        raise Unusable(_("The drawing is larger than 2 MB."), _("Simplify it."))
    picture = read_svg(content)
    if picture.faults or not picture.width or not picture.height:
        line, message, remedy = picture.faults[0] if picture.faults else (1, say("The picture has no size."), "")
        raise Unusable(
            _("The drawing may not be shown: %(why)s (line %(line)d)", why=in_words(message), line=line),
            in_words(remedy),
        )
    return Taken(filename, ".svg", content, picture.width, picture.height)


def _clip(content: bytes, kind: str, filename: str) -> Taken:
    if len(content) > LARGEST_CLIP:
        raise Unusable(
            _("The clip is larger than 20 MB."), _("Shorten it, or export it smaller: 720 lines are plenty.")
        )
    suffix = next(suffix for suffix, known in CLIP_TYPES.items() if known == kind)
    return Taken(filename, suffix, content, 0, 0)


def _bitmap(content: bytes, filename: str) -> Taken:
    try:
        if content.startswith(b"\x89PNG"):
            clear = drawn(content, clear=True)
            if len(clear.jpeg) <= LARGEST_PNG:
                return Taken(filename, ".png", clear.jpeg, clear.width, clear.height)
        found = drawn(content)
    except NotDrawn as refused:
        raise Unusable(str(refused), _("JPEG, PNG, WebP and SVG are pictures; MP4 and WebM are clips.")) from refused
    return Taken(filename, ".jpg", found.jpeg, found.width, found.height)
