"""What a trainer is shown of a mended key: the old and the new one in words, the results that wait, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor, Rows
from lms.learning.regrading.applying import is_under_way
from lms.learning.regrading.mends import Mend, mends
from lms.learning.regrading.models import Regrading
from lms.learning.regrading.preview import Count, Preview, previews, waiting
from lms.packs.model import Quiz
from lms.questions.kinds import Item, Mendable, kind_of
from lms.questions.text import Text


@dataclass(frozen=True)
class Key:
    """One question whose key was mended: what was right before, in each older version that differs, and now."""

    item: Item
    before: tuple[Text, ...]
    now: Text


@dataclass(frozen=True)
class Mended:
    """One mend as its page shows it.

    `count`: the results that stand on the old key; `latest`: the last regrade; `is_running`: whether it is under way.
    """

    mend: Mend
    quiz: Quiz
    keys: tuple[Key, ...]
    count: Count
    latest: Regrading | None
    is_running: bool = False
    previews: Sequence[Preview] = ()


def mended(session: Session, actor: Actor, name: str | None = None, *, in_full: bool = False) -> list[Mended]:
    """Return the mends of the quizzes of that name, or of all; `in_full` with what a regrade would change."""
    return [_shown(session, actor, mend, in_full=in_full) for mend in mends(session, actor, name)]


def _shown(session: Session, actor: Actor, mend: Mend, *, in_full: bool) -> Mended:
    quiz = shelf.quiz(session, mend.row)
    mine = Rows(session, actor, Regrading).where(Regrading.quiz_version_id == mend.row)
    latest = mine.order_by(Regrading.number.desc()).first()
    count = waiting(session, actor.organisation_id, mend)
    found = previews(session, actor.organisation_id, mend) if in_full and count.results else ()
    is_running = latest is not None and is_under_way(session, latest)
    return Mended(mend, quiz, _keys(session, mend, quiz), count, latest, is_running, found)


def _keys(session: Session, mend: Mend, quiz: Quiz) -> tuple[Key, ...]:
    before: dict[str, list[Text]] = {}
    for row, items in mend.older.items():
        older = shelf.quiz(session, row)
        for id in items:
            words = _words(older.item(id))
            if words not in before.setdefault(id, []):
                before[id].append(words)
    return tuple(Key(item, tuple(before[item.id]), _words(item)) for item in quiz.items if item.id in before)


def _words(item: Item | None) -> Text:
    kind = kind_of(item.kind) if item else None
    return kind.key_words(item) if isinstance(kind, Mendable) else {"en": "–"}
