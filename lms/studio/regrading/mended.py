"""What a trainer is shown of a mended key: the old and the new one in words, the results that wait, what was done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor, Rows
from lms.learning.regrading import counting
from lms.learning.regrading.applying import is_under_way
from lms.learning.regrading.counted import Counted
from lms.learning.regrading.mends import Mend, mends
from lms.learning.regrading.models import MendCount, Regrading
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
    """One mend as a notice tells it.

    `count`: what was counted last, None before anything was; `latest`: the last regrade; `is_running`: whether it is
    under way.
    """

    mend: Mend
    quiz: Quiz
    count: MendCount | None
    latest: Regrading | None
    is_running: bool

    @property
    def counted(self) -> Counted | None:
        """Return what was counted; None while it is being counted for the first time."""
        return Counted.from_document(self.count.figures) if self.count and self.count.figures else None

    @property
    def progress(self) -> float | None:
        """Return which share of the results has been looked at, from 0 to 1; None where none are being looked at."""
        if self.count is None or self.count.wanted_at is None:
            return None
        return self.count.done / self.count.of if self.count.of else 0.0

    @property
    def waits(self) -> bool:
        """Return whether results may wait for somebody to have them regraded, as far as it is counted."""
        return self.counted is None or self.counted.is_any


def mended(session: Session, actor: Actor, name: str | None = None) -> list[Mended]:
    """Return the mends of the quizzes of that name, or of all, with what is stored of each; no attempt is read."""
    found = mends(session, actor, name)
    if not found:
        return []
    rows = [mend.row for mend in found]
    counts, regradings = counting.counts(session, actor, rows), _latest(session, actor, rows)
    shown = []
    for mend in found:
        latest = regradings.get(mend.row)
        running = latest is not None and is_under_way(session, latest)
        shown.append(Mended(mend, shelf.quiz(session, mend.row), counts.get(mend.row), latest, running))
    return shown


def _latest(session: Session, actor: Actor, versions: Collection[UUID]) -> dict[UUID, Regrading]:
    rows = Rows(session, actor, Regrading).where(Regrading.quiz_version_id.in_(versions))
    return {row.quiz_version_id: row for row in rows.order_by(Regrading.number).all()}


def keys_of(session: Session, each: Mended) -> tuple[Key, ...]:
    """Return the keys that were mended, in words, as the page of a mend shows them."""
    return _keys(session, each.mend, each.quiz)


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
