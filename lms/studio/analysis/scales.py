"""What the pages show of one version of a self-assessment: reliability, and each statement's distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.learning.analysis.models import WHOLE, ItemRelease
from lms.learning.analysis.reading import OnShelf
from lms.learning.assessing.scoring import CANNOT_JUDGE
from lms.packs.instruments import Instrument, Statement
from lms.questions.scale_statistics import FEWEST_WITH_WARNING, WEAK_ITEM, Reliability
from lms.questions.text import Text


@dataclass(frozen=True)
class Said:
    """One answer of the scale and how many gave it."""

    text: Text
    people: int
    share: float


@dataclass(frozen=True)
class StatementFigures:
    """One statement. `item_rest` and `without` None while alpha is not told; `said` empty while withheld."""

    statement: Statement
    place: int
    people: int
    said: tuple[Said, ...]
    item_rest: float | None
    without: float | None

    @property
    def weak(self) -> bool:
        """Whether it hardly goes with the others."""
        return self.item_rest is not None and self.item_rest < WEAK_ITEM

    @property
    def backwards(self) -> bool:
        """Whether it goes against the others: perhaps it should be turned, or not."""
        return self.item_rest is not None and self.item_rest < 0

    @property
    def rank(self) -> tuple[float, int]:
        """Return what sorts statements, the weakest first."""
        return (1.0 if self.item_rest is None else self.item_rest, self.place)


@dataclass(frozen=True)
class ScaleFigures:
    """One version of a self-assessment with what was released of it. `people` 0: nothing yet."""

    shelved: OnShelf
    instrument: Instrument
    statements: tuple[StatementFigures, ...]
    reliability: Reliability | None
    people: int = 0
    complete: int = 0
    at: datetime | None = None
    more: int | None = None
    versions: tuple[OnShelf, ...] = ()

    @property
    def to_look_at(self) -> int:
        """How many statements hardly go with the others."""
        return sum(each.weak for each in self.statements)

    @property
    def more_for_alpha(self) -> int:
        """Return how many more have to answer every statement before reliability is told."""
        return max(0, FEWEST_WITH_WARNING - self.complete)


def scale_figures(
    session: Session,
    shelved: OnShelf,
    released: Sequence[ItemRelease],
    more: int | None = None,
    versions: tuple[OnShelf, ...] = (),
) -> ScaleFigures:
    """Return the figures of a version; `more` and `versions` as of a quiz."""
    instrument = shelf.instrument(session, shelved.row)
    whole = next((row for row in released if row.item == WHOLE), None)
    told: Mapping[str, Any] = whole.figures if whole else {}
    reliability = Reliability.from_document(told["reliability"]) if told.get("reliability") else None
    statements = [
        _statement(instrument, item, place, told.get("said", {}).get(item.id, {}), reliability)
        for place, item in enumerate(instrument.items)
    ]
    return ScaleFigures(
        shelved,
        instrument,
        tuple(sorted(statements, key=lambda each: each.rank)),
        reliability,
        people=whole.people if whole else 0,
        complete=told.get("complete", 0),
        at=whole.released_at if whole else None,
        more=more,
        versions=versions,
    )


def _statement(
    instrument: Instrument, item: Statement, place: int, counts: Mapping[str, int], reliability: Reliability | None
) -> StatementFigures:
    people = sum(counts.values())
    answers = [(str(point), text) for point, text in enumerate(instrument.scale.anchors, 1)]
    answers.append((CANNOT_JUDGE, instrument.scale.no_answer))
    said = tuple(Said(text, counts.get(key, 0), counts.get(key, 0) / people) for key, text in answers) if people else ()
    return StatementFigures(
        item,
        place + 1,
        people,
        said,
        reliability.item_rest[place] if reliability else None,
        reliability.without[place] if reliability else None,
    )
