"""An offer in the words of somebody who does not read files: which page or quiz, where on it, and plain text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from lms.packs.differences.marking import Run, marked, words_of
from lms.packs.markdown import render
from lms.packs.segments import HEAD
from lms.studio.drafts.acts import FILE
from lms.studio.offers.offering import Offer

_PAGE: Final = re.compile(r"modules/[^/]+/([a-z]{2})/([^/]+)\.md")
_HEADING: Final = re.compile(r"^#{2,6} (.*)$", re.MULTILINE)
_HEADING_ID: Final = re.compile(r"\{#[a-z0-9-]{1,64}\}[ \t]*$", re.MULTILINE)
_FENCE: Final = ("```", "~~~")


@dataclass(frozen=True)
class Told:
    """One offer to be shown: `file` it is in, the `language` of a page ("" for other files), `place` on it; `change`
    of the library and `own` change of the module, with marks."""

    offer: Offer
    file: str
    language: str
    place: str
    change: tuple[Run, ...]
    own: tuple[Run, ...]


def told(offer: Offer) -> Told:
    """Return an offer in words, in the reader's language."""
    was, now, mine = (_plain(offer, text) for text in (offer.was, offer.now, offer.mine))
    page = _PAGE.fullmatch(offer.path)
    file = page[2] if page else _file(offer.path)
    return Told(offer, file, page[1] if page else "", _place(offer), marked(was, now), marked(was, mine))


def _file(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    if path.startswith("quizzes/") and name.endswith(".toml"):
        return str(_("Questions: %(name)s", name=name.removesuffix(".toml")))
    return str(_("Outline of the module")) if name == "module.toml" else name


def _place(offer: Offer) -> str:
    heading = _HEADING.search(offer.now or offer.was or "") if offer.path.endswith(".md") else None
    if offer.part == FILE:
        place = _("the whole page") if offer.path.endswith(".md") else _("the whole file")
    elif offer.part == HEAD:
        place = _("its title and what is said at the top")
    elif offer.part == "start":
        place = _("the beginning")
    elif heading is not None:
        place = _HEADING_ID.sub("", heading[1]).strip()
    else:
        place = offer.part.partition(".")[2] or offer.part
    return str(place)


def _plain(offer: Offer, text: str | None) -> str:
    """Return a text without its marks: of a page the words, of a block or a TOML file what it says line by line."""
    if text is None or offer.is_medium:
        return ""
    if offer.path.endswith(".md") and offer.part not in (HEAD, FILE) and not text.startswith(_FENCE):
        return words_of(render(_HEADING_ID.sub("", text)))
    lines = [line for line in text.strip().split("\n") if line.strip() and not line.startswith((*_FENCE, "+++"))]
    return "\n".join(map(_said, lines))


def _said(line: str) -> str:
    """Return what a line of TOML says: the words alone, where it is one key with words."""
    values: object
    try:
        values = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return line
    while isinstance(values, dict) and len(values) == 1:
        values = next(iter(values.values()))
    return values if isinstance(values, str) else line
