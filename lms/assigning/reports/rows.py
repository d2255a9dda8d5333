"""What a report consists of: figures of people, rows of them, and the report itself. Plain values, nothing private."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from lms.assigning.reports.asking import Question


class Column(StrEnum):
    """A column of figures, by the name it has in addresses and files; each has its attribute in `Figures`."""

    PEOPLE = "people"
    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    FINISHED = "finished"
    LATE = "late"
    EXEMPT = "exempt"
    BEGUN = "begun"
    HALFWAY = "halfway"

    @property
    def attribute(self) -> str:
        """Return the attribute of `Figures` and `Row` that holds it."""
        return self.value.replace("-", "_")


SHOWN: Final = (Column.PEOPLE, Column.NOT_STARTED, Column.UNDER_WAY, Column.FINISHED, Column.LATE, Column.EXEMPT)
"""The columns of every table, in their order."""
FUNNEL: Final = (Column.PEOPLE, Column.BEGUN, Column.HALFWAY, Column.FINISHED)
"""From given to finished; each is part of the one before."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of active people. `people` is not_started + under_way + finished; `late` is among the first two; `exempt`
    are not among `people`. `begun` and `halfway` (half of the required modules, or more) include who has finished."""

    people: int = 0
    not_started: int = 0
    under_way: int = 0
    finished: int = 0
    late: int = 0
    exempt: int = 0
    halfway: int = 0

    @property
    def begun(self) -> int:
        """Return how many have begun or finished."""
        return self.under_way + self.finished

    @property
    def share(self) -> int | None:
        """Return how many of a hundred have finished, rounded down, so that 100 means everybody; None of nobody."""
        return 100 * self.finished // self.people if self.people else None

    def of(self, column: Column) -> int:
        """Return the figure of one column."""
        return int(attrgetter(column.attribute)(self))

    def __add__(self, other: Figures) -> Figures:
        """Return both together."""
        return Figures(*(getattr(self, each) + getattr(other, each) for each in COUNTED))


COUNTED: Final = ("people", "not_started", "under_way", "finished", "late", "exempt", "halfway")
"""The attributes of `Figures` that are counted and stored; the others follow from them."""


def total(figures: Iterable[Figures]) -> Figures:
    """Return all of them together."""
    together = Figures()
    for each in figures:
        together = together + each
    return together


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key`: what its cells are asked for by, an id or "none" (no department, no line manager).

    `label`: its words in the reader's language. `deeper`: the question its label leads to, None where it leads nowhere.
    """

    key: str
    label: str
    figures: Figures
    deeper: Question | None = None

    @property
    def people(self) -> int:
        """Return how many people have it, exempt ones left out."""
        return self.figures.people

    @property
    def not_started(self) -> int:
        """Return how many have finished no module of it."""
        return self.figures.not_started

    @property
    def under_way(self) -> int:
        """Return how many have begun and not finished."""
        return self.figures.under_way

    @property
    def finished(self) -> int:
        """Return how many have finished."""
        return self.figures.finished

    @property
    def late(self) -> int:
        """Return how many are late, where they live."""
        return self.figures.late


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a report: the key of its row, None in the totals, and its column."""

    row: str | None
    column: Column


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way down to where a report stands."""

    label: str
    question: Question | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was counted at `as_of`.

    `heading`: the title of its first column. `totals`: of everybody asked for, not only of the rows of this page; None
    where a sum would say nothing (modules beside each other). `pairs`: whether the totals count somebody once for each
    curriculum they have. `following`: the question of the next page, None on the last. `way`: from the top down to
    here. `counted`: False while nothing was counted yet in a large organisation; there are no rows then.
    """

    question: Question
    title: str
    heading: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Figures | None
    as_of: datetime
    pairs: bool = False
    following: Question | None = None
    way: Sequence[Crumb] = ()
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """One person behind a figure, with one curriculum or module; of module and curriculum one is there, the other None.

    `state`: "not-started", "under-way", "finished" or "exempt". `modules_done` of `modules` required ones; both 0 of a
    module. `due`: the day it is due, None without one.
    """

    person_id: UUID
    name: str
    email: str
    department: str | None
    subject_id: UUID
    subject: str
    state: str
    late: bool
    modules_done: int
    modules: int
    due: date | None
