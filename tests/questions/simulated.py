"""A quiz answered by simulated people (two-parameter logistic), with faults planted in some of its questions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from lms.questions.item_sums import Given, ItemSums
from lms.questions.kinds import Category

OPTIONS = ("a", "b", "c", "d")
CATEGORIES = tuple(Category(key, {"en": key}, key == "a") for key in OPTIONS)


@dataclass(frozen=True)
class Question:
    """How a question behaves: `fault` is "", "wrong-key", "two-right", "noise", "easy", "hard" or "unchosen"."""

    fault: str = ""
    slope: float = 1.2
    difficulty: float = 0.0

    def said(self, ability: float, chance: Random) -> str:
        """Return the option somebody of this ability chooses; `a` is the one the author marked."""
        shift = {"easy": -3.5, "hard": 2.8}.get(self.fault, self.difficulty)
        slope = 0.0 if self.fault == "noise" else self.slope
        knows = chance.random() < 1 / (1 + math.exp(-slope * (ability - shift)))
        if self.fault == "wrong-key":  # what is right stands under `b`; `a` is one of the wrong ones
            return "b" if knows else chance.choice("acd")
        if self.fault == "two-right":
            return chance.choice("ab") if knows else chance.choice("cd")
        if knows:
            return "a"
        return chance.choice("bc" if self.fault == "unchosen" else "bcd")


def answered(questions: list[Question], people: int, seed: int) -> list[list[str]]:
    """Return what each person said to each question."""
    chance = Random(seed)  # noqa: S311  - the same people every time is the point
    abilities = [chance.gauss(0, 1) for _ in range(people)]
    return [[question.said(ability, chance) for question in questions] for ability in abilities]


def summed(rows: list[list[str]]) -> list[ItemSums]:
    """Return the sums of each question."""
    sums = [ItemSums() for _ in rows[0]]
    for row in rows:
        points = [float(said == "a") for said in row]
        for at, said in enumerate(row):
            rest = (sum(points) - points[at]) / (len(points) - 1)
            sums[at].add(Given(points[at], rest, (said,)))
    return sums
