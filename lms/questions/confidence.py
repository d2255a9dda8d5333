"""How sure somebody was, beside how right they were. It never changes a score; it shows where to look first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from lms.questions.kinds import BadResponse, Score
from lms.questions.text import N_, Json

SURE_OF = ".sure"
"""What stands behind an item's id in the name of the field that asks how sure one is; ids hold no full stop."""

LEVELS = ("guess", "fairly", "sure")
MEANT: Final = {"guess": 0.35, "fairly": 0.7, "sure": 0.95}
"""The share of answers that somebody who judges themselves well has right at each level."""
FEWEST: Final = 4
"""With fewer answers nothing is said about how somebody judges themselves."""
NEAR: Final = 0.15
"""What expected and right may differ by in one who judges themselves well: a share of the answers, at least one."""

Leaning = Literal["over", "under", "even"]


def sureness_of(item: str) -> str:
    """Return the name of the field that asks how sure one is of an item."""
    return f"{item}{SURE_OF}"


def sureness(field: str, value: Json) -> Json:
    """Return the level, None for "not said"; raise `BadResponse`."""
    if value is None or value in LEVELS:
        return value
    raise BadResponse(field, N_("This is none of the answers."), N_("Choose one of the answers shown."))


@dataclass(frozen=True, slots=True)
class Level:
    """How many items one was this sure of, and how many of them were right."""

    said: int
    right: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """{level: figures}, and the ids of the items one was sure of and had wrong, in the order asked."""

    levels: dict[str, Level]
    sure_and_wrong: tuple[str, ...]

    @property
    def said(self) -> int:
        """How many items were given a level."""
        return sum(level.said for level in self.levels.values())

    @property
    def right(self) -> int:
        """How many of these were right."""
        return sum(level.right for level in self.levels.values())

    @property
    def expected(self) -> float:
        """How many would be right if each level meant what it says."""
        return sum(MEANT[name] * level.said for name, level in self.levels.items())

    @property
    def leaning(self) -> Leaning | None:
        """Surer than right ("over"), less sure than right ("under"), or neither; None with too few answers to say."""
        if self.said < FEWEST:
            return None
        beyond = self.expected - self.right
        if abs(beyond) <= max(1.0, NEAR * self.said):
            return "even"
        return "over" if beyond > 0 else "under"


def calibrate(scores: Mapping[str, Score], responses: Mapping[str, Json]) -> Calibration:
    """Compare what was said with what was right, over the items that count and were answered."""
    told = {
        id: (str(responses.get(sureness_of(id))), score)
        for id, score in scores.items()
        if score.counted and score.chosen is not None
    }
    levels = {level: [score.correct for said, score in told.values() if said == level] for level in LEVELS}
    wrong = tuple(id for id, (said, score) in told.items() if said == "sure" and not score.correct)
    return Calibration({level: Level(len(each), sum(each)) for level, each in levels.items()}, wrong)
