"""What one attempt or sitting adds to the tallies.

Only somebody's first submitted attempt at a quiz within a major counts, and only their first sitting: whoever has met
the questions answers them differently. An attempt in which nothing was answered says nothing and does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.answers.logged import Logged, current_of
from lms.learning.analysis.models import WHOLE
from lms.learning.analysis.sums import QuizSums, Sums
from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz
from lms.questions.confidence import LEVELS, SURE_OF, sureness_of
from lms.questions.item_sums import Given, ItemSums
from lms.questions.kinds import Item, kind_of
from lms.questions.scale_statistics import ScaleSums
from lms.questions.scoring import score_item
from lms.questions.text import Json

MOST_KNOWN = 20_000
"""Different responses that are kept marked at a time."""
LONGEST = 30 * 60.0
"""Seconds: whoever was silent for longer was away."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one response to one item comes to."""

    points: float
    counted: bool
    answered: bool
    said: tuple[str, ...]


class Marking:
    """Marks responses, each different one once: hundreds of people give the same answer to a question."""

    def __init__(self) -> None:
        """Begin with nothing marked."""
        self._known: dict[tuple[UUID, str, str], Mark] = {}

    def mark(self, version: UUID, item: Item, response: Json) -> Mark:
        """Return what a response to an item of a quiz version comes to, by the rules of its kind."""
        key = version, item.id, repr(response)
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            score = score_item(item, response)
            said = kind_of(item.kind).said(item, response)
            self._known[key] = Mark(score.points, score.counted, score.chosen is not None, said)
        return self._known[key]


def of_attempt(quiz: Quiz, attempt: Attempt, log: Sequence[Logged], marking: Marking) -> dict[str, Sums]:
    """Return {item: sums of one person} with the whole quiz's under WHOLE; nothing of a blank attempt."""
    given = answers_in(quiz, attempt, log, marking)
    if not any(each.answered for each in given.values()):
        return {}
    found: dict[str, Sums] = {WHOLE: QuizSums(1, int(bool(attempt.passed)))}
    for item, each in given.items():
        found[item] = sums = ItemSums()
        sums.add(each)
    return found


def answers_in(quiz: Quiz, attempt: Attempt, log: Sequence[Logged], marking: Marking) -> dict[str, Given]:
    """Return what a submitted attempt says of each question it asked.

    The points are those kept with the attempt, which a regrade may have changed; of one without any, the kind's.
    """
    items, responses = asked(quiz, attempt), current_of(log)
    marks = {item.id: marking.mark(attempt.quiz_version_id, item, responses.get(item.id)) for item in items}
    kept = attempt.scores or {}
    points = {id: kept.get(id, mark.points) for id, mark in marks.items() if mark.counted}
    seconds = seconds_of(attempt.started_at, log)
    total, others = sum(points.values()), len(points)
    found: dict[str, Given] = {}
    for item in items:
        own, alone = points.get(item.id, 0.0), others - (item.id in points)
        sure = responses.get(sureness_of(item.id))
        found[item.id] = Given(
            points=own,
            rest=(total - own) / alone if alone else None,
            said=marks[item.id].said,
            answered=marks[item.id].answered,
            sure=sure if sure in LEVELS and item.id in points else None,
            seconds=seconds.get(item.id),
        )
    return found


def seconds_of(begun: datetime, log: Sequence[Logged]) -> dict[str, float]:
    """Return {item: seconds spent on it}: the gaps that end in a save of it or of how sure one is.

    What came together with other items (a form sent as a whole) or after half an hour of silence tells no time.
    """
    spent: dict[str, float] = {}
    unknown: set[str] = set()
    before = begun
    for at, items in _moments(log):
        gap = (at - before).total_seconds()
        before = at
        if len(items) > 1 or not 0 <= gap <= LONGEST:
            unknown |= items
        else:
            for item in items:
                spent[item] = spent.get(item, 0.0) + gap
    return {item: seconds for item, seconds in spent.items() if item not in unknown}


def _moments(log: Sequence[Logged]) -> list[tuple[datetime, set[str]]]:
    """Return the moments at which something was saved, in order, with the items it was saved for."""
    found: dict[datetime, set[str]] = {}
    for row in log:
        found.setdefault(row.at, set()).add(row.item.removesuffix(SURE_OF))
    return sorted(found.items(), key=lambda moment: moment[0])


@dataclass(frozen=True, slots=True)
class Turned:
    """How the answers of one instrument become points: the reversed statements from the other end."""

    instrument: Instrument

    def points(self, answers: Mapping[str, Any]) -> list[float | None]:
        """Return a point per statement in the author's order, None for what was not judged."""
        top = self.instrument.scale.points
        return [
            (top + 1 - answer if item.reverse else answer) if isinstance(answer := answers.get(item.id), int) else None
            for item in self.instrument.items
        ]


def of_sitting(instrument: Instrument, log: Sequence[Logged]) -> dict[str, Sums]:
    """Return the sums of one closed sitting, all under WHOLE."""
    known = {item.id for item in instrument.items}
    answers = {id: value for id, value in current_of(log).items() if id in known and value is not None}
    sums = ScaleSums()
    sums.add(answers, Turned(instrument).points(answers))
    return {WHOLE: sums}
