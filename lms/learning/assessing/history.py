"""Then and now: which two of a person's sittings may be compared, and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from lms.learning.assessing.models import Sitting
from lms.learning.assessing.picture import Line, lines
from lms.learning.assessing.scoring import Change, Result, change_of
from lms.packs.instruments import Instrument

Instruments = Callable[[UUID], Instrument]
"""The instrument of a `quiz_version` row."""


@dataclass(frozen=True)
class Profile:
    """A closed sitting beside the first one that asked the same; `first` is None when it is that one itself.

    `moved_on`: there are earlier sittings, but the statements or the scale have changed since.
    """

    instrument: Instrument
    sitting: Sitting
    result: Result
    first: Sitting | None
    first_result: Result | None
    change: Change | None
    moved_on: bool

    @property
    def lines(self) -> Sequence[Line]:
        """Return the picture."""
        return lines(self.instrument, self.result, self.first_result, self.change)


def profile_of(sitting: Sitting, closed: Sequence[Sitting], instruments: Instruments) -> Profile:
    """Return the profile of a closed sitting; `closed` are all closed sittings of its instrument, oldest first."""
    instrument, result = instruments(sitting.quiz_version_id), _result(sitting)
    earlier = [each for each in closed if each.number < sitting.number]
    same = [each for each in earlier if instruments(each.quiz_version_id).meaning() == instrument.meaning()]
    first = same[0] if same else None
    first_result = _result(first) if first else None
    change = change_of(instrument, first_result.score, result.score) if first_result else None
    return Profile(instrument, sitting, result, first, first_result, change, bool(earlier) and not same)


def _result(sitting: Sitting) -> Result:
    if sitting.result is None:
        raise LookupError(f"sitting {sitting.id} is not closed")
    return Result.from_document(sitting.result)
