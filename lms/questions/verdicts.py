"""What is wrong with a question, told from its figures: rules with named thresholds, the gravest first.

Where the thresholds come from: difficulty between 0.30 and 0.90 and a discrimination of 0.30 as good, below 0.10 as
none are the customary bounds of classical test theory (Ebel & Frisbie 1991, ch. 13; Crocker & Algina 1986, ch. 14);
an option chosen by fewer than 5 % does not function (Haladyna & Downing 1993). A rule speaks only where the 95 %
interval bears it out, so a small group is told little. The rules for a wrong key and for two right answers follow from
what those faults do: an option that attracts those who know the rest (a positive point-biserial) is not plainly wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from lms.calculators.statistics import normal
from lms.questions.item_statistics import Choice, Estimate, ItemFigures, attraction, proportion

EASY, SURELY_EASY = 0.90, 0.75
HARD, SURELY_HARD = 0.30, 0.40
NO_DISCRIMINATION, GOOD_DISCRIMINATION = 0.10, 0.30
ATTRACTED, BY_CHANCE = 5, 0.025
"""So many must have chosen a wrong option before it is asked who they are; and how likely a sound question may be taken
for one with a wrong key: shared among its wrong options, as each is a chance to be misled (Bonferroni)."""
POPULAR, POPULAR_PEOPLE, AS_GOOD = 0.20, 10, 0.25
"""A second right answer: chosen by a fifth and at least ten, who do about as well elsewhere as those who chose the key:
within a quarter of a standard deviation, and marking both as right would tell people apart better than the key does."""
UNCHOSEN, UNCHOSEN_PEOPLE, MOSTLY_RIGHT = 0.05, 50, 0.80
SLOW_TIMES, SLOW_SECONDS, SLOW_PEOPLE = 2.0, 60.0, 10
SURE_PEOPLE, SURE_AND_WRONG, SURELY_SURE_AND_WRONG = 10, 0.40, 0.25


ALMOST_ONE = 1 - 1e-9
"""The largest correlation that has a Fisher's z."""


class Verdict(StrEnum):
    """What may be wrong with a question, the gravest first; FINE is said alone."""

    KEY = "key"
    TWO_RIGHT = "two-right"
    NOTHING_APART = "nothing-apart"
    TOO_HARD = "too-hard"
    SURE_AND_WRONG = "sure-and-wrong"
    TOO_EASY = "too-easy"
    UNCHOSEN = "unchosen"
    SLOW = "slow"
    FINE = "fine"


GRAVITY = {verdict: place for place, verdict in enumerate(Verdict)}
_GRAVEST_OF_THE_LIGHT = GRAVITY[Verdict.TOO_EASY]


def is_grave(verdict: Verdict) -> bool:
    """Whether a trainer should look at the question soon; what is lighter could only make it better."""
    return GRAVITY[verdict] < _GRAVEST_OF_THE_LIGHT


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, and the categories it is about."""

    verdict: Verdict
    about: tuple[str, ...] = ()


def findings_of(figures: ItemFigures, usual_seconds: float | None = None) -> tuple[Finding, ...]:
    """Return what is found, the gravest first; FINE alone where nothing is.

    `usual_seconds`: the median time of the quiz's questions. An item without a right answer is judged by its time only.
    """
    found: list[Finding] = []
    if any(choice.right for choice in figures.choices):
        keys = _keys(figures)
        found += [*keys, *_level(figures, explained=bool(keys)), *_sure(figures), *_unchosen(figures)]
    slow = max(SLOW_SECONDS, SLOW_TIMES * (usual_seconds or math.inf))
    if figures.seconds is not None and figures.timed >= SLOW_PEOPLE and figures.seconds >= slow:
        found.append(Finding(Verdict.SLOW))
    found.sort(key=lambda each: GRAVITY[each.verdict])
    return tuple(found) or (Finding(Verdict.FINE),)


def _keys(figures: ItemFigures) -> list[Finding]:
    """Ask whether the key is wrong, or one more option right; one of the two at most."""
    better = tuple(each.key for each in figures.choices if not each.right and _beats_the_key(figures, each))
    worse = figures.discrimination is not None and _deviates(figures.discrimination, figures) < normal.quantile(
        BY_CHANCE / 2
    )
    if better or worse:
        return [Finding(Verdict.KEY, better)]
    as_good = tuple(each.key for each in figures.choices if not each.right and _is_as_good(figures, each))
    return [Finding(Verdict.TWO_RIGHT, as_good)] if as_good else []


def _beats_the_key(figures: ItemFigures, choice: Choice) -> bool:
    """Whether those who know the rest choose it, and plainly more so than the key."""
    if choice.people < ATTRACTED or choice.attracts is None:
        return False
    wrong = sum(not each.right for each in figures.choices)
    if _deviates(choice.attracts, figures) < normal.quantile(1 - BY_CHANCE / wrong):
        return False
    key = _elsewhere_of_the_key(figures)
    return key is None or choice.elsewhere is None or choice.elsewhere - key > AS_GOOD * figures.spread


def _deviates(found: Estimate, figures: ItemFigures) -> float:
    """Return how many standard errors a correlation lies from zero, by Fisher's z."""
    value = max(-ALMOST_ONE, min(ALMOST_ONE, found.value))
    return math.atanh(value) * math.sqrt(figures.people - 3)


def _is_as_good(figures: ItemFigures, choice: Choice) -> bool:
    """Whether it is chosen by many who do as well elsewhere, and taking it as right too would tell people apart."""
    right = [each for each in figures.choices if each.right]
    key, enough = _elsewhere_of_the_key(figures), sum(each.people for each in right) >= POPULAR_PEOPLE
    if not figures.exclusive or not enough or key is None or choice.elsewhere is None:
        return False
    if choice.share < POPULAR or choice.people < POPULAR_PEOPLE or key - choice.elsewhere > AS_GOOD * figures.spread:
        return False
    alone, both = _together(figures, right), _together(figures, [*right, choice])
    return both is not None and both.low > 0 and (alone is None or both.value > alone.value)


def _together(figures: ItemFigures, choices: list[Choice]) -> Estimate | None:
    """Return the point-biserial of having chosen any of these, in units in which the rest has mean 0."""
    said = sum(each.people for each in choices)
    others = [each for each in figures.choices if each not in choices]
    every = [*choices, *others]
    known = sum(each.people for each in every)
    mean = sum(each.people * (each.elsewhere or 0.0) for each in every) / known
    rest_of_said = sum(each.people * ((each.elsewhere or 0.0) - mean) for each in choices)
    return attraction(known, 0.0, known * figures.spread**2, said, rest_of_said)


def _elsewhere_of_the_key(figures: ItemFigures) -> float | None:
    """Return how those who chose a right category did elsewhere; None where they are too few to say, or may overlap."""
    right = [each for each in figures.choices if each.right and each.elsewhere is not None]
    people = sum(each.people for each in right)
    if people < ATTRACTED or not figures.exclusive:
        return None
    return sum(each.people * (each.elsewhere or 0.0) for each in right) / people


def _level(figures: ItemFigures, *, explained: bool) -> list[Finding]:
    """Ask whether it is too easy, too hard, or tells nobody apart, where that is not `explained` by its key."""
    found, level, apart = [], figures.difficulty, figures.discrimination
    easy = level.value >= EASY and level.low > SURELY_EASY
    if easy:
        found.append(Finding(Verdict.TOO_EASY))
    if level.value < HARD and level.high < SURELY_HARD:
        found.append(Finding(Verdict.TOO_HARD))
    if (
        not (easy or explained)
        and apart is not None
        and apart.value < NO_DISCRIMINATION
        and apart.high < GOOD_DISCRIMINATION
    ):
        found.append(Finding(Verdict.NOTHING_APART))
    return found


def _sure(figures: ItemFigures) -> list[Finding]:
    if figures.sure < SURE_PEOPLE:
        return []
    wrong = proportion(figures.sure_wrong / figures.sure, figures.sure)
    said = wrong.value >= SURE_AND_WRONG and wrong.low > SURELY_SURE_AND_WRONG
    return [Finding(Verdict.SURE_AND_WRONG)] if said else []


def _unchosen(figures: ItemFigures) -> list[Finding]:
    """Name the wrong options that hardly anybody chooses, where enough people go wrong to have chosen them."""
    if figures.people < UNCHOSEN_PEOPLE or figures.difficulty.value > MOSTLY_RIGHT:
        return []
    offered = [each for each in figures.choices if each.offered and not each.right]
    bare = tuple(each.key for each in offered if each.share < UNCHOSEN)
    return [Finding(Verdict.UNCHOSEN, bare)] if bare else []
