"""Faults planted in a simulated quiz are found and named; a quiz without faults is left in peace."""

from __future__ import annotations

from collections import Counter

import pytest

from lms.questions.item_statistics import figures_of
from lms.questions.item_sums import Given, ItemSums
from lms.questions.verdicts import Finding, Verdict, findings_of, is_grave
from tests.questions.simulated import CATEGORIES, OPTIONS, Question, answered, summed

SOUND = [Question(difficulty=each) for each in (-1.0, -0.6, -0.3, 0.0, 0.2, 0.4, 0.7, -0.1, 0.1, 0.5)]
FAULTS = {
    "wrong-key": Verdict.KEY,
    "two-right": Verdict.TWO_RIGHT,
    "noise": Verdict.NOTHING_APART,
    "easy": Verdict.TOO_EASY,
    "hard": Verdict.TOO_HARD,
    "unchosen": Verdict.UNCHOSEN,
}
SEEDS = range(8)


def _worst(questions: list[Question], people: int, seed: int) -> list[Finding]:
    sums = summed(answered(questions, people, seed))
    return [findings_of(figures_of(each, CATEGORIES, OPTIONS))[0] for each in sums]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    found = [_worst([*SOUND, Question(fault)], 400, seed)[-1].verdict for seed in SEEDS]
    assert found.count(FAULTS[fault]) >= len(SEEDS) - 1, found


def test_the_option_that_is_really_right_is_named() -> None:
    assert _worst([*SOUND, Question("wrong-key")], 200, seed=1)[-1] == Finding(Verdict.KEY, ("b",))
    assert _worst([*SOUND, Question("two-right")], 400, seed=1)[-1] == Finding(Verdict.TWO_RIGHT, ("b",))
    assert _worst([*SOUND, Question("unchosen")], 200, seed=1)[-1] == Finding(Verdict.UNCHOSEN, ("d",))


@pytest.mark.parametrize("people", [20, 60, 400])
def test_a_sound_quiz_is_left_in_peace(people: int) -> None:
    found = Counter(each.verdict for seed in SEEDS for each in _worst(SOUND, people, seed))
    grave = sum(count for verdict, count in found.items() if is_grave(verdict))
    assert grave <= 0.05 * found.total(), found


def test_a_small_group_is_told_little() -> None:
    wrong = [_worst([*SOUND, Question("wrong-key")], 6, seed)[-1].verdict for seed in SEEDS]
    assert Verdict.KEY not in wrong


def test_a_question_without_a_right_answer_is_never_called_hard() -> None:
    sums = ItemSums()
    for place in range(60):
        sums.add(Given(0.0, place % 7 / 7, (OPTIONS[place % 4],)))
    asks = tuple(type(each)(each.key, each.text, False) for each in CATEGORIES)
    assert findings_of(figures_of(sums, asks, OPTIONS)) == (Finding(Verdict.FINE),)


def test_many_who_are_sure_and_wrong_are_a_finding_by_themselves() -> None:
    sums = ItemSums()
    for place in range(40):
        right = place % 2 == 0
        sums.add(Given(float(right), 0.3 + 0.4 * right + place % 5 / 50, ("a" if right else "b",), sure="sure"))
    assert Finding(Verdict.SURE_AND_WRONG) in findings_of(figures_of(sums, CATEGORIES, OPTIONS))


def test_a_question_that_takes_twice_as_long_is_slow() -> None:
    sums = ItemSums()
    for place in range(40):
        right = place % 2 == 0
        sums.add(Given(float(right), 0.3 + 0.4 * right + place % 5 / 50, ("a" if right else "b",), seconds=150.0))
    figures = figures_of(sums, CATEGORIES, OPTIONS)
    assert Finding(Verdict.SLOW) in findings_of(figures, usual_seconds=50.0)
    assert Finding(Verdict.SLOW) not in findings_of(figures, usual_seconds=100.0)
    assert Finding(Verdict.SLOW) not in findings_of(figures)
