"""A clip of a draft with what belongs to it: captions by language, a picture before it plays, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.packs.blocks import Block
from lms.packs.clips import caption_words, captions_fault, captions_name
from lms.packs.media import Medium
from lms.questions.text import LANGUAGES
from lms.studio.drafts.held import content_of
from lms.studio.pages.uses import Uses
from lms.web.context import db


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands around a clip. `captions`: {language: file's name}; `words`: what they say, "" without them."""

    captions: Mapping[str, str]
    poster: Medium | None
    words: str


def filled_clip(uses: Uses, block: Block) -> Filled:
    """Return what belongs to the clip of a block, as far as it lies in the draft."""
    place, clip = uses.place, str(block.data["file"])
    folder = f"modules/{place.draft.slug}/media"
    named = {code: captions_name(clip, code) for code in LANGUAGES if "." in clip}
    captions = {code: name for code, name in named.items() if f"{folder}/{name}" in place.files}
    spoken = captions.get(place.language) or captions.get("en")
    content = content_of(db(), place.draft, f"{folder}/{spoken}") if spoken else None
    poster = str(block.data.get("poster") or "")
    words = caption_words(content) if content is not None and captions_fault(content) is None else ""
    return Filled(captions, uses.medium(poster) if poster else None, words)
