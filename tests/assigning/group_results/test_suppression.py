"""Nobody's self-assessment can be worked out from what is told of groups, by whoever knows everything that was told."""

from __future__ import annotations

import os
from random import Random

import pytest

from lms.assigning.group_results.rounding import step, told_mean
from lms.assigning.group_results.suppression import ALIKE, FEWEST, NOBODY, Place, Tally, released
from lms.calculators import evaluate
from tests.assigning.group_results.worlds import by_size_alone, history
from tests.support.linear_attack import recovered, smallest_difference

WORLDS = 2_000 if os.environ.get("LMS_SOAK") == "1" else 400
CONTROLS = 25


def people(*scores: float) -> Tally:
    return sum((Tally(1, score, score, score) for score in scores), NOBODY)


def some(count: int) -> Tally:
    """Return so many people who answer differently."""
    return people(*(40 + 30 * (at % 2) for at in range(count)))


def test_all_figures_of_all_quarters_recover_nobody() -> None:
    told = 0
    for seed in range(WORLDS):
        rows = history(seed)
        assert recovered(rows) == set(), seed
        assert (smallest_difference(rows) or FEWEST) >= FEWEST, seed
        told += len(rows)
    assert told > WORLDS * 5  # it is no safety to tell nothing


def test_without_complementary_suppression_somebody_is_recovered() -> None:
    assert any(recovered(history(seed, by_size_alone)) for seed in range(CONTROLS))


def test_without_five_who_answered_anew_somebody_is_recovered() -> None:
    assert any(recovered(history(seed, only_new=False)) for seed in range(CONTROLS))


@pytest.mark.parametrize("fewest", [5, 6, 9])
def test_what_is_told_is_made_of_whole_blocks(fewest: int) -> None:
    for seed in range(WORLDS):
        chance = Random(seed)  # noqa: S311
        parents = [None, *(chance.randrange(at) for at in range(1, chance.randint(2, 40)))]
        scores = [[chance.choice((0, 50, 51, 60, 100)) for _ in range(chance.choice((0, 1, 3, 5, 8)))] for _ in parents]
        told = released([Place(up, people(*own)) for up, own in zip(parents, scores, strict=True)], fewest)
        blocks: dict[int | None, list[float]] = {at: [] for at in told}
        for at, own in enumerate(scores):
            blocks.setdefault(nearest(at, parents, told), []).extend(own)
        for at in told:
            assert not blocks[at] or (len(blocks[at]) >= fewest and max(blocks[at]) - min(blocks[at]) > ALIKE)
        assert (0 in told) == bool(told)


def nearest(at: int | None, parents: list[int | None], told: dict[int, Tally]) -> int | None:
    """Return the told department that somebody of `at` counts in first."""
    while at is not None and at not in told:
        at = parents[at]
    return at


def test_two_levels_are_told_as_the_domain_reference_says() -> None:
    for seed in range(WORLDS):
        chance = Random(seed)  # noqa: S311
        sizes = {f"{at:02}": chance.randint(1, 12) for at in range(chance.randint(1, 9))}
        told = released([Place(None), *(Place(0, some(size)) for size in sizes.values())])
        theirs = evaluate("k_anon", {"groups": sizes, "k": 5})
        assert [name for at, name in enumerate(sizes, 1) if at in told] == theirs["published"], sizes
        assert (0 in told) == theirs["total_published"]


def test_a_group_that_is_all_alike_is_not_told() -> None:
    alike, others = people(*[75] * 7), some(6)
    assert set(released([Place(None), Place(0, alike), Place(0, others)])) == {0}
    assert released([Place(None, alike)]) == {}
    assert set(released([Place(None, people(50, 50, 50, 50, 55.6))])) == {0}


def test_a_department_that_is_the_whole_is_told_beside_it() -> None:
    told = released([Place(None), Place(0, some(6))])
    assert told[0] == told[1] == some(6)


def test_fewer_than_five_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        released([Place(None, some(5))], 4)


def test_a_thousand_departments_in_one_line_are_no_trouble() -> None:
    places = [Place(at - 1 if at else None, some(at % 7)) for at in range(1_000)]
    assert 0 in released(places)


def test_rounding_leaves_everybodys_sum_open_by_twelve_points_or_more() -> None:
    for count in range(FEWEST, 500):
        assert count * step(count) / 2 >= 12


def test_means_are_told_in_steps_that_so_many_people_can_bear() -> None:
    assert (told_mean(5, 5 * 63), told_mean(13, 13 * 63.0), told_mean(25, 25 * 63.4)) == (65, 64, 63)
    assert told_mean(6, 600) == 100
