"""Random companies over some quarters: joiners, leavers, movers, erased people, departments that move and merge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from random import Random

from lms.assigning.group_results.suppression import NOBODY, Place, Tally, released

Sat = tuple[int, int]
"""One sitting: whose, and which of theirs. A new sitting is a new value."""
Rule = Callable[[list[Place]], Collection[int]]


@dataclass
class Somebody:
    """A person of the random company."""

    department: int
    active: bool = True
    scores: dict[int, tuple[int, float]] = field(default_factory=dict)


@dataclass
class World:
    """A tree of departments (0 is the whole), its people, and what has been told of it."""

    chance: Random
    parents: list[int | None] = field(default_factory=lambda: [None])
    people: list[Somebody] = field(default_factory=list)
    quarter: int = 0
    since: int = 0

    @classmethod
    def of(cls, chance: Random) -> World:
        """Make one with 1 to 12 departments and 3 to 60 people."""
        world = cls(chance)
        for at in range(1, chance.randint(2, 13)):
            world.parents.append(chance.randrange(at))
        for _ in range(chance.randint(3, 60)):
            world.join()
        return world

    def join(self) -> None:
        """Take somebody on."""
        self.people.append(Somebody(self.chance.randrange(len(self.parents))))

    def live(self) -> None:
        """Let a quarter go by: people answer (or not), come, leave, move, are erased; departments move and merge."""
        self.quarter += 1
        chance, keen = self.chance, self.chance.choice((0.1, 0.3, 0.6, 0.9))
        for _ in range(chance.choice((0, 0, 1, 1, 2, 6))):
            self.join()
        for each in self.people:
            if each.active and chance.random() < keen:
                each.scores[self.quarter] = (len(each.scores), round(chance.gauss(55, 18) * 36 / 100) * 100 / 36)
            if chance.random() < 0.06:  # noqa: PLR2004
                each.department = chance.randrange(len(self.parents))
            if chance.random() < 0.04:  # noqa: PLR2004
                each.active = not each.active
            if chance.random() < 0.02:  # noqa: PLR2004
                each.active, each.scores = False, {}
        if len(self.parents) > 2 and chance.random() < 0.3:  # noqa: PLR2004
            at = chance.randrange(2, len(self.parents))
            self.parents[at] = chance.randrange(at)
        if len(self.parents) > 2 and chance.random() < 0.2:  # noqa: PLR2004
            gone, into = chance.randrange(1, len(self.parents)), 0
            for each in self.people:
                each.department = into if each.department == gone else each.department

    def sittings(self, since: int) -> dict[int, tuple[Sat, float]]:
        """Return {person: their latest sitting after the quarter `since`, its score} of those who are here."""
        found: dict[int, tuple[Sat, float]] = {}
        for who, each in enumerate(self.people):
            quarters = [quarter for quarter in each.scores if quarter > since]
            if each.active and quarters:
                number, score = each.scores[max(quarters)]
                found[who] = ((who, number), score)
        return found

    def cut(self, rule: Rule, *, only_new: bool = True) -> Iterator[frozenset[Sat]]:
        """Yield who is in each figure told at the end of the quarter."""
        found = self.sittings(self.since if only_new else 0)
        own: list[dict[Sat, float]] = [{} for _ in self.parents]
        for who, (sat, score) in found.items():
            own[self.people[who].department][sat] = score
        places = [
            Place(parent, sum((Tally(1, score, score, score) for score in here.values()), NOBODY))
            for parent, here in zip(self.parents, own, strict=True)
        ]
        told = rule(places)
        if 0 in told:
            self.since = self.quarter
        below = [set(here) for here in own]
        for at in range(len(self.parents) - 1, 0, -1):
            below[self.parents[at] or 0] |= below[at]
        yield from (frozenset(below[at]) for at in told)


def by_size_alone(places: list[Place]) -> list[int]:
    """Return every place with five people or more: what happens without complementary suppression."""
    everybody = [place.own for place in places]
    for at in range(len(places) - 1, 0, -1):
        everybody[places[at].parent or 0] += everybody[at]
    return [at for at, tally in enumerate(everybody) if tally.people >= 5]  # noqa: PLR2004


def history(seed: int, rule: Rule = released, *, only_new: bool = True, quarters: int = 5) -> list[frozenset[Sat]]:
    """Return every figure told of one random company, over all its quarters, as the set of sittings in it."""
    world, told = World.of(Random(seed)), []  # noqa: S311
    for _ in range(quarters):
        world.live()
        told.extend(world.cut(rule, only_new=only_new))
    return told
