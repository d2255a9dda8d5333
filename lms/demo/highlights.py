"""A highlight in a published page: a sentence as it stands there, with the words round it."""

from __future__ import annotations

import re
from typing import Final

from lms.catalog.models import PageVersion
from lms.catalog.page_words import BlockText, block_texts
from lms.learning.notes.contents import LONGEST_BESIDE, Contents

SENTENCE: Final = re.compile(r"[^.?!]+[.?!]")
SHORTEST, LONGEST = 40, 180


def highlight(page: PageVersion, beginning: str, text: str) -> Contents | None:
    """Return a highlight of the sentence that begins so, or else of the first of a good length; None without any.

    `text` is the note beside it, perhaps empty.
    """
    sentences = [(block, found) for block in block_texts(page.document) for found in SENTENCE.finditer(block.body)]
    wanted = [pair for pair in sentences if pair[1].group().strip().startswith(beginning)]
    good = [pair for pair in sentences if SHORTEST <= len(pair[1].group().strip()) <= LONGEST]
    for block, found in [*wanted, *good][:1]:
        return _contents(block, found.group().strip(), text, page.language)
    return None


def _contents(block: BlockText, quote: str, text: str, language: str) -> Contents:
    at = block.text.find(quote)
    before = block.text[max(0, at - LONGEST_BESIDE) : at]
    after = block.text[at + len(quote) :][:LONGEST_BESIDE]
    return Contents(place=block.id, quote=quote, before=before, after=after, text=text, language=language)
