"""How the people of a world stand, said in plain Python from its values: written apart from the product's queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from lms.assigning.assignments.models import APPLIED, COMPLETED, EXEMPT, OPEN
from lms.assigning.reports.rows import Column
from lms.learning.models import State
from tests.assigning.reports.world import HOLDS, TODAY, Given, World

Columns = frozenset[Column]
NOTHING: Columns = frozenset()


def is_late(world: World, one: Given) -> bool:
    """Return whether what somebody was given is late where they live: open, past its day, they are there."""
    person = world.people[one.person]
    here: date = world.now.astimezone(ZoneInfo(person.zone or "Europe/Copenhagen")).date()
    away = person.away is not None and _day(person.away[0]) <= here <= _day(person.away[1])
    past = one.late_after is not None and _day(one.late_after) < here
    return person.active and one.state == OPEN and past and not away


def standing(world: World, person: int, curriculum: int) -> Given | None:
    """Return the row that says how somebody stands with a curriculum."""
    rows = [one for one in world.given if (one.person, one.curriculum) == (person, curriculum) and one.run == APPLIED]
    held = [one for one in rows if one.state in (OPEN, COMPLETED)]
    exempt = [one for one in rows if one.state == EXEMPT]
    return max(held or exempt, key=lambda one: one.cycle, default=None)


def with_curriculum(world: World, person: int, curriculum: int) -> Columns:
    """Return the columns somebody is counted in for a curriculum."""
    one = standing(world, person, curriculum)
    if one is None or not world.people[person].active:
        return NOTHING
    if one.state == EXEMPT:
        return frozenset({Column.EXEMPT})
    if one.state == COMPLETED:
        return frozenset({Column.PEOPLE, Column.FINISHED, Column.BEGUN, Column.HALFWAY})
    found = {Column.PEOPLE, Column.UNDER_WAY if one.done else Column.NOT_STARTED}
    if one.done:
        found |= {Column.BEGUN, Column.HALFWAY}  # each of these has two modules
    return frozenset(found | ({Column.LATE} if is_late(world, one) else set()))


def with_module(world: World, person: int, module: int) -> Columns:
    """Return the columns somebody is counted in for a module."""
    if not world.people[person].active:
        return NOTHING
    asked = [one for number, holds in enumerate(HOLDS) if module in holds for one in [standing(world, person, number)]]
    those = [one for one in asked if one is not None]
    taken = [one for one in world.taken if (one.person, one.module) == (person, module)]
    latest = max(taken, key=lambda one: one.cycle, default=None)
    since = max((one.counted_from for one in those if one.state == OPEN and one.counted_from is not None), default=None)
    if latest is not None and latest.state is State.COMPLETED and (since is None or latest.completed >= since):
        return frozenset({Column.PEOPLE, Column.FINISHED, Column.BEGUN, Column.HALFWAY})
    begun = latest is not None and latest.state is State.UNDER_WAY
    held = any(one.state in (OPEN, COMPLETED) for one in those)
    if not begun and not held:
        return frozenset({Column.EXEMPT}) if those else NOTHING
    requiring = [one for one in those if HOLDS[one.curriculum][module]]
    late = {Column.LATE} if any(is_late(world, one) for one in requiring) else set()
    begun_columns = {Column.UNDER_WAY, Column.BEGUN} if begun else {Column.NOT_STARTED}
    return frozenset({Column.PEOPLE, *begun_columns, *late})


def inside(world: World, department: int) -> frozenset[int]:
    """Return a department and all below it."""
    found = {department}
    for place, parent in enumerate(world.parents):
        if parent in found:
            found.add(place)
    return frozenset(found)


def counted(columns: Iterable[Columns]) -> dict[Column, int]:
    """Return how many are in each column."""
    every = list(columns)
    return {column: sum(column in each for each in every) for column in Column}


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)
