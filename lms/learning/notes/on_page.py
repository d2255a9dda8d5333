"""The notes of the page in hand, and the places on it a new one can stand at."""

from __future__ import annotations

from dataclasses import dataclass

from lms.answers.reading import CurrentAnswers
from lms.catalog.models import PageVersion
from lms.catalog.search import remembered_texts
from lms.kernel.ids import new_id
from lms.learning.notes.anchors import PlacedNote, block_names, placed
from lms.learning.notes.mine import notes_among


@dataclass(frozen=True)
class PageNotes:
    """What the end of a page shows. `places`: (block, name, whether it is the first of that name) of each part;
    `fresh`: the id under which the form's note is kept, however often it is sent."""

    notes: list[PlacedNote]
    places: list[tuple[str, str, bool]]
    fresh: str


def page_notes(answers: CurrentAnswers, page: PageVersion) -> PageNotes:
    """Return the notes on a page among the answers read for it."""
    blocks = remembered_texts(page.id, page.document)
    names = block_names(blocks, page.title)
    first = {name: block for block, name in reversed(names.items())}
    places = [(block, name, first[name] == block) for block, name in names.items()]
    return PageNotes(placed(notes_among(answers, page.name), page), places, str(new_id()))
