"""Drawing from a pool: even over topics, fresh on the second try, and always the same for the same attempt."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.questions.drawing import draw
from lms.questions.kinds import Item

KINDS = ("single-choice", "number", "multiple-choice", "order")
POOL = [Item(f"{topic}-{n}", KINDS[n], {"en": "?"}) for topic in ("years", "worth", "losses") for n in range(4)]
TOPICS = {item.id: item.id.partition("-")[0] for item in POOL}


def drawn(count: int = 6, seed: str = "an attempt", met: Any = ()) -> tuple[str, ...]:
    """Return what is drawn from the pool."""
    return draw(POOL, TOPICS, count, seed, met)


def test_the_same_attempt_gets_the_same_questions_in_the_same_order() -> None:
    assert drawn() == drawn()
    assert drawn() == ("years-1", "worth-2", "years-0", "losses-0", "losses-2", "worth-3")


def test_attempts_differ_in_what_they_ask_and_in_which_order() -> None:
    many = [drawn(seed=f"attempt {n}") for n in range(30)]
    assert len({frozenset(each) for each in many}) > 20
    assert len({TOPICS[each[0]] for each in many}) == 3


@given(st.integers(0, 14), st.text(max_size=5))
def test_every_topic_has_its_even_share(count: int, seed: str) -> None:
    ids = drawn(count, seed)
    shares = Counter(TOPICS[id] for id in ids)
    assert len(ids) == len(set(ids)) == min(count, 12)
    assert max(shares.values(), default=0) - min((shares[t] for t in set(TOPICS.values())), default=0) <= 1


def test_the_second_try_asks_what_the_first_did_not() -> None:
    first = drawn()
    assert not set(first) & set(drawn(seed="the second", met=first))


def test_a_third_of_the_pool_left_is_filled_up_with_what_was_met() -> None:
    first = drawn(9)
    again = drawn(9, seed="the second", met=first)
    assert set(again) >= {item.id for item in POOL} - set(first)


def test_kinds_vary() -> None:
    kinds = {item.id: item.kind for item in POOL}
    for n in range(20):
        assert len({kinds[id] for id in drawn(4, seed=f"attempt {n}")}) == 4
