"""Which items of a pool an attempt gets, in which order: fair to every topic, fresh where it can be, ever the same."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from lms.questions.kinds import Item
from lms.questions.shuffling import rank


def draw(
    items: Sequence[Item], topics: Mapping[str, str], count: int, seed: str, met: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the ids of `count` items (all of them where there are fewer) in the order they are asked.

    Goes round the topics ({item id: topic}), one item at a time, so that each is represented as evenly as its size
    allows. Within a topic an item not `met` last time comes before one that was, then the kind drawn least so far, then
    what the seed says. Everything follows from `seed`.
    """
    pools = _pools(items, topics, seed)
    drawn: list[Item] = []
    while len(drawn) < count and any(pools.values()):
        for pool in pools.values():
            if pool and len(drawn) < count:
                pool.sort(key=_preference(seed, met, drawn))
                drawn.append(pool.pop(0))
    return tuple(sorted((item.id for item in drawn), key=lambda id: rank(seed, "place", id)))


def _pools(items: Sequence[Item], topics: Mapping[str, str], seed: str) -> dict[str, list[Item]]:
    """Return {topic: its items}; which topic comes first, and gets one more when they do not divide, is drawn too."""
    pools: dict[str, list[Item]] = {}
    for item in items:
        pools.setdefault(topics.get(item.id, ""), []).append(item)
    return {topic: pools[topic] for topic in sorted(pools, key=lambda topic: rank(seed, "topic", topic))}


def _preference(seed: str, met: Collection[str], drawn: Sequence[Item]) -> Callable[[Item], tuple[bool, int, bytes]]:
    kinds = Counter(item.kind for item in drawn)
    return lambda item: (item.id in met, kinds[item.kind], rank(seed, "item", item.id))
