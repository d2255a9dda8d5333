"""What a note holds: some words of the text, words of one's own, or both, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.web.languages import LANGUAGES

LONGEST_QUOTE: Final = 1_000
LONGEST_NOTE: Final = 4_000
LONGEST_BESIDE: Final = 64
"""Characters kept before and after a quotation, to tell two equal ones apart."""
LONGEST_PLACE: Final = 80
BOUNDS: Final = {
    "place": LONGEST_PLACE,
    "quote": LONGEST_QUOTE,
    "before": LONGEST_BESIDE,
    "after": LONGEST_BESIDE,
    "text": LONGEST_NOTE,
    "language": 2,
}


@dataclass(frozen=True)
class Contents:
    """One note as it is stored. `place`: the id of its block, empty for the page as a whole.

    `quote` is what is highlighted, with up to 64 characters `before` and `after` it as they stood in `language`.
    """

    place: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    text: str = ""
    language: str = "en"

    def value(self) -> dict[str, str]:
        """Return the note as an answer's value."""
        return {name: getattr(self, name) for name in BOUNDS}


@dataclass(frozen=True)
class Note:
    """A note of one's own. `id` is the UUIDv7 it was made under; `at` is when it was last changed."""

    id: str
    module: UUID
    page: str
    contents: Contents
    revision: int
    at: datetime


def read_contents(value: Any) -> Contents:
    """Return the note in `value`, an object of texts; Refusal says which of them is too long or missing."""
    if not isinstance(value, Mapping) or not set(value) <= BOUNDS.keys():
        raise Refusal("value", _("is an object with quote and text"))
    if not all(isinstance(text, str) for text in value.values()):
        raise Refusal("value", _("holds texts only"))
    given = {name: _plain(text) for name, text in value.items()}
    for name, text in given.items():
        if len(text) > BOUNDS[name]:
            raise Refusal(f"value.{name}", _too_long(name))
    contents = Contents(**given)
    if contents.language not in LANGUAGES:
        raise Refusal("value.language", _("is one of ours"))
    if not contents.place.isprintable():
        raise Refusal("value.place", _("There is no such block on this page."))
    if not contents.quote and not contents.text:
        raise Refusal("value.text", _("Write something first."))
    return contents


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _too_long(name: str) -> str:
    if name == "quote":
        return str(_("Highlight at most %(most)s characters at a time.", most=f"{LONGEST_QUOTE}"))
    if name == "text":
        return str(_("A note has room for %(most)s characters. Make two of it.", most=f"{LONGEST_NOTE}"))
    return str(_("is too long"))
