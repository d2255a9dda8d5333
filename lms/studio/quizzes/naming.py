"""Ids that a trainer never has to see: made of the words they stand for, each once, and settled once published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from lms.packs.exchange.names import distinct, short
from lms.questions.editing.boxes import Name, Picks
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.tables import NAME
from lms.questions.text import LANGUAGES

NEW = "new"
"""What an id is called until there are words to make it of."""
_UNSETTLED = re.compile(rf"(?:{NEW}(?:-[0-9]+)?)?")


def id_of(words: str, taken: Collection[str]) -> str:
    """Return an id made of the first words of a text that is not among those taken."""
    return distinct([*taken, short(words)], NEW)[-1]


def is_settled(id: str, published: Collection[str] = ()) -> bool:
    """Return whether an id stays: it was published, or was made of words."""
    return id in published or (NAME.fullmatch(id) is not None and not _UNSETTLED.fullmatch(id))


def settle_ids(form: Part, published: Collection[str] = ()) -> None:
    """Give each part of a form whose id is not settled one of its words; what refers to it by the old one follows."""
    groups: dict[str, list[tuple[Name, str]]] = {}
    for group, name, words in _names(form, ""):
        groups.setdefault(group, []).append((name, words))
    renamed: dict[str, str] = {}
    for names in groups.values():
        taken = [name.data for name, _words in names if is_settled(name.data or "", published)]
        for name, words in names:
            if not is_settled(name.data or "", published):
                fresh = id_of(words, taken)
                taken.append(fresh)
                renamed.setdefault(name.data or "", fresh)
                name.data = fresh
    if renamed:
        _follow(form, renamed)


def _names(form: Part, group: str) -> Iterator[tuple[str, Name, str]]:
    """Yield (group, field, words) of each id inside lists and tables of a form, not that of the form itself."""
    for field in form:
        if isinstance(field, Entries):
            for entry in field.entries:
                yield from _own(entry.form, field.id)
        elif isinstance(field, Inside):
            yield from _own(field.form, field.id)


def _own(form: Any, group: str) -> Iterator[tuple[str, Name, str]]:
    name = next((field for field in form if isinstance(field, Name)), None)
    if name is not None:
        yield name.among or group, name, _words(form)
    yield from _names(form, group)


def _words(form: Any) -> str:
    texts = (field.words for field in form if isinstance(field, Texts))
    return next((found[language] for found in texts for language in LANGUAGES if language in found), "")


def _follow(form: Any, renamed: dict[str, str]) -> None:
    for field in form:
        if isinstance(field, Picks):
            field.data = [renamed.get(each, each) for each in field.data or ()]
        elif isinstance(field, Entries):
            for entry in field.entries:
                _follow(entry.form, renamed)
        elif isinstance(field, Inside):
            _follow(field.form, renamed)
