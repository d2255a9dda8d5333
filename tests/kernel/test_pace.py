"""Jobs learn from the last portion how large the next may be."""

from __future__ import annotations

from lms.kernel.pace import Pace


class Watch:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def sizes(per_thing: list[float], *, first: int = 5, most: int = 100) -> list[int]:
    """Return the sizes of the portions of many things that take so many seconds each, portion by portion."""
    watch = Watch()
    pace, found = Pace(first, most, aim=0.04, clock=watch), []
    for portion, seconds in zip(pace.portions(range(10_000)), per_thing, strict=False):
        with pace.timed(len(portion)):
            watch.at += seconds * len(portion)
        found.append(len(portion))
    return found


def test_quick_work_grows_at_most_twofold_and_never_above_the_most() -> None:
    assert sizes([0.0001] * 7) == [5, 10, 20, 40, 80, 100, 100]


def test_slow_work_shrinks_at_once_to_what_fits_and_never_below_one() -> None:
    assert sizes([0.015, 0.015, 0.5, 0.5]) == [5, 2, 2, 1]


def test_work_that_takes_no_time_at_all_still_grows_step_by_step() -> None:
    assert sizes([0.0] * 3) == [5, 10, 20]


def test_every_thing_comes_once_and_in_order_whatever_the_sizes() -> None:
    watch = Watch()
    pace, met = Pace(3, 50, clock=watch), list[int]()
    for portion in pace.portions(range(200)):
        with pace.timed(len(portion)):
            watch.at += 0.013 * (len(portion) % 4)
        met += portion
    assert met == list(range(200))


def test_a_busy_machine_never_makes_portions_smaller_than_the_least() -> None:
    watch = Watch()
    pace = Pace(50, 400, least=20, clock=watch)
    with pace.timed(50):
        watch.at += 30.0
    assert pace.size == 20


def test_others_get_their_turn_after_every_portion() -> None:
    rests: list[float] = []
    pace = Pace(4, 4, turn=0.25, rest=rests.append)
    for portion in pace.portions("abcdefghij"):
        assert len(rests) * 4 == "abcdefghij".index(portion[0]), "the rest came inside a portion"
    assert rests == [0.25] * 3
