"""What keeps a plan from being published: every problem at once, as values; `wording` says them with the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.assigning.curricula.plan import MOST_MODULES, Plan


class Flaw(StrEnum):
    """What can be wrong with a plan."""

    TOO_MANY = "too-many"
    NOTHING_REQUIRED = "nothing-required"
    TWICE = "twice"
    NEEDED = "needed"
    STRANGER = "stranger"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw: of which module or section (its number from 1); `others`: the modules that belong to it.

    `most`: the largest figure that would do.
    """

    flaw: Flaw
    module: UUID | None = None
    section: int | None = None
    others: tuple[UUID, ...] = ()
    most: int = 0


def problems(plan: Plan) -> list[Problem]:
    """Return everything that is wrong with the plan; empty when it can be published."""
    return [*_of_the_whole(plan), *_of_sections(plan), *_of_order(plan)]


def _of_the_whole(plan: Plan) -> Iterator[Problem]:
    if len(plan.items) > MOST_MODULES:
        yield Problem(Flaw.TOO_MANY, most=MOST_MODULES)
    if not any(item.required for item in plan.items):
        yield Problem(Flaw.NOTHING_REQUIRED)
    yield from (Problem(Flaw.TWICE, module) for module, times in Counter(plan.modules).items() if times > 1)


def _of_sections(plan: Plan) -> Iterator[Problem]:
    for number, section in enumerate(plan.sections, 1):
        if section.needed is not None and not 1 <= section.needed <= len(section.required):
            yield Problem(Flaw.NEEDED, section=number, most=len(section.required))


def _of_order(plan: Plan) -> Iterator[Problem]:
    known = frozenset(plan.modules)
    for item in plan.items:
        strangers = tuple(module for module in item.after if module not in known)
        if strangers:
            yield Problem(Flaw.STRANGER, item.module, others=strangers)
    circle = _in_circles(plan)
    if circle:
        yield Problem(Flaw.CIRCLE, circle[0], others=circle)


def _in_circles(plan: Plan) -> tuple[UUID, ...]:
    """Return the modules that wait for one another, or for such, in the order of the plan."""
    known = frozenset(plan.modules)
    waits = {item.module: {module for module in item.after if module in known} for item in plan.items}
    while free := [module for module, after in waits.items() if not after]:
        for module in free:
            del waits[module]
        for after in waits.values():
            after.difference_update(free)
    return tuple(waits)
