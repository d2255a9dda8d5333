"""Keeping what a form or a button makes of a file of questions: one act, never over what somebody else wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.packs.segments import base_of
from lms.questions.text import LANGUAGES, KeyPath
from lms.studio.drafts.files import FILE, Conflict, Edit, Refused, change
from lms.studio.drafts.people import names_of
from lms.studio.drafts.sent import words_of
from lms.studio.quizzes.edited import EditedPiece
from lms.studio.quizzes.labels import label_of
from lms.studio.quizzes.rooms import Room
from lms.web.context import actor, db, now

WRITTEN: Final = "question.changed"
ORDERED: Final = "question.moved"
REMOVED: Final = "question.removed"
ADDED: Final = "question.added"
MENDED: Final = "question.mended"


@dataclass(frozen=True)
class Difference:
    """One box that two people filled differently: where it stands, its label and language ("" for none), both texts."""

    path: KeyPath
    label: str
    language: str
    theirs: str
    mine: str

    @property
    def key(self) -> str:
        """Return what a form calls it."""
        return json.dumps(self.path, ensure_ascii=False)


@dataclass(frozen=True)
class Outcome:
    """What came of keeping: the act's number (None where nothing changed), or why nothing was kept.

    `differences`: what somebody else wrote meanwhile beside what was sent; `by`: who; `locked`: they are writing still.
    """

    number: int | None = None
    differences: tuple[Difference, ...] = ()
    by: str = ""
    locked: bool = False
    refused: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether what was sent is stored."""
        return not (self.differences or self.locked or self.refused)


def keep(room: Room, path: str, old: str, new: str, what: str) -> Outcome:
    """Make a file's text `new` where it still is `old`."""
    if old == new:
        return Outcome()
    try:
        changed = change(db(), room.draft, actor(), [Edit(path, FILE, base_of(old), new)], what, now())
    except Conflict as conflict:
        clash = conflict.clashes[0]
        name = _name(clash.locked_by or clash.person_id)
        return Outcome(by=name, locked=True)
    except Refused as refused:
        return Outcome(refused=tuple(" ".join(words_of(each)) for each in refused.refusals))
    return Outcome(changed.number)


def keep_piece(room: Room, piece: EditedPiece, base: str, *, over: bool, left: Sequence[str] = ()) -> Outcome:
    """Keep a part as it was sent; `base`: the revision its form was made of.

    `over`: after both readings were seen: but for the boxes whose keys are in `left`, which stay as they are.
    """
    if over and left:
        piece.left = dict(_left(piece.before, piece.after, (), left))
    if not piece.is_changed:
        return Outcome()
    if base != piece.base:
        return Outcome(differences=tuple(_differences(piece, piece.before, piece.after, ())))
    return keep(room, piece.file.path, piece.file.text, piece.text, WRITTEN)


def _name(person: UUID | None) -> str:
    names = names_of(db(), actor(), [person])
    return (names.get(person, "") if person is not None else "") or str(_("A colleague"))


def _differences(piece: EditedPiece, theirs: Any, mine: Any, path: KeyPath) -> Iterator[Difference]:
    """Yield what differs between two readings of a form, box by box."""
    for place, one, other in _boxes(theirs, mine, path):
        spoken = next((str(key) for key in reversed(place) if key in LANGUAGES), "")
        yield Difference(place, label_of(piece, place), spoken, _told(one), _told(other))


def _boxes(theirs: Any, mine: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any, Any]]:
    """Yield (where, theirs, mine) of each value that differs; lists of another length are one value."""
    if isinstance(theirs, dict) and isinstance(mine, dict):
        for key in dict.fromkeys([*theirs, *mine]):
            yield from _boxes(theirs.get(key), mine.get(key), (*path, key))
    elif isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine):
        for place, (one, other) in enumerate(zip(theirs, mine, strict=True)):
            yield from _boxes(one, other, (*path, place))
    elif theirs != mine:
        yield path, theirs, mine


def _left(theirs: Any, mine: Any, path: KeyPath, keys: Sequence[str]) -> Iterator[tuple[KeyPath, Any]]:
    """Yield (where, theirs) of the boxes that stay as they are."""
    for place, one, _other in _boxes(theirs, mine, path):
        if json.dumps(place, ensure_ascii=False) in keys:
            yield place, one


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(filter(None, map(_told, value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_told, value)))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)
