"""One's notes as a Markdown file, to be kept where one keeps such things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flask_babel import format_date
from flask_babel import gettext as _

from lms.learning.notes.contents import Note
from lms.learning.notes.shelf_of_notes import NotesShelf
from lms.web.languages import local

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_markdown(shelf: NotesShelf) -> str:
    """Return the file: a heading for each module and page, highlights as quotations, notes as they were written."""
    return "\n".join(_lines(shelf)) + "\n"


def _lines(shelf: NotesShelf) -> Iterator[str]:
    yield f"# {_('My notes')}"
    for module in shelf.modules:
        yield from ("", f"## {_plain(local(module.hand.document['title']))}")
        for page in module.pages:
            yield from ("", f"### {_plain(local(page.line.title) if page.line else page.name)}")
            for note in page.notes:
                yield from _note(note)


def _note(note: Note) -> Iterator[str]:
    if note.contents.quote:
        yield from ("", *(f"> {_plain(line)}" for line in note.contents.quote.split("\n")))
    if note.contents.text:
        yield from ("", *map(_plain, note.contents.text.split("\n")))
    yield from ("", f"*{format_date(note.at, 'long')}*")


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it was typed."""
    return _SIGNS.sub(r"\\\1", text)
