"""Counts of random organisations equal what plain Python says of the same people, and the names behind each figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.orm import Session

from lms.assigning.reports import candidates, reading
from lms.assigning.reports.asking import CURRICULUM, DEPARTMENT, MANAGERS, MODULE, MODULES, Filters, Question
from lms.assigning.reports.names import count_names, names
from lms.assigning.reports.rows import Cell, Column, Figures, Name, Report
from tests.assigning.reports import oracle
from tests.assigning.reports.oracle import Columns
from tests.assigning.reports.world import HOLDS, Built, World, build, worlds
from tests.assigning.reports.world import MODULES as MODULE_COUNT
from tests.support.company import Company
from tests.support.installation import Installation

SOME = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def _is(figures: Figures | None, columns: Iterable[Columns]) -> None:
    assert figures is not None
    wanted = oracle.counted(columns)
    assert {column: figures.of(column) for column in Column} == wanted


def _report(session: Session, built: Built, world: World, question: Question) -> Report:
    return reading.report(session, built.hr, question, world.now)


def _check_departments(
    session: Session, built: Built, world: World, question: Question, columns: Callable[[int], Columns]
) -> None:
    """Compare each level of the tree with the oracle, and each level's sum with its total."""
    everybody = range(len(world.people))
    top = _report(session, built, world, question)
    _is(top.totals, (columns(person) for person in everybody))
    for place in [None, *range(len(world.parents))]:
        narrowed = question.narrowed(department=None if place is None else built.departments[place])
        level = _report(session, built, world, narrowed)
        assert level.totals == sum((row.figures for row in level.rows), Figures())
        there = None if place is None else oracle.inside(world, place)
        in_it = [who for who in everybody if there is None or world.people[who].department in there]
        _is(level.totals, (columns(who) for who in in_it))
        for row in level.rows:
            if row.key not in (reading.NONE, reading.DIRECTLY):
                below = oracle.inside(world, [str(id) for id in built.departments].index(row.key))
                _is(row.figures, (columns(who) for who in everybody if world.people[who].department in below))


@given(world=worlds())
@SOME
def test_every_level_of_the_tree_says_what_plain_python_says(installation: Installation, world: World) -> None:
    built = build(Company(installation), world)
    with installation.database.reading() as session:
        for number in range(len(HOLDS)):
            question = Question(CURRICULUM, built.curricula[number])
            _check_departments(
                session, built, world, question, lambda who, number=number: oracle.with_curriculum(world, who, number)
            )
        for number in range(MODULE_COUNT):
            question = Question(MODULE, built.modules[number])
            _check_departments(
                session, built, world, question, lambda who, number=number: oracle.with_module(world, who, number)
            )


@given(world=worlds())
@SOME
def test_as_many_names_stand_behind_a_figure_as_it_says(installation: Installation, world: World) -> None:
    built = build(Company(installation), world)
    questions = [
        Question(),
        Question(filters=Filters(of=MODULES)),
        Question(MANAGERS, filters=Filters(curriculum=built.curricula[0])),
        *(Question(DEPARTMENT, id) for id in built.departments[:1]),
        *(Question(CURRICULUM, built.curricula[1], Filters(department=id)) for id in built.departments[:1]),
    ]
    with installation.database.reading() as session:
        for question in questions:
            found = _report(session, built, world, question)
            cells = [(row.key, row.figures) for row in found.rows]
            cells += [(None, found.totals)] if found.totals is not None else []
            for key, figures in cells:
                for column in [column for column in found.columns if figures.of(column) or column is Column.LATE]:
                    behind = count_names(session, built.hr, question, Cell(key, column), world.now)
                    assert behind == figures.of(column), (question, key, column)


def _every_page(session: Session, built: Built, cell: Cell, world: World) -> list[Name]:
    found, after = names(session, built.hr, Question(), cell, world.now, size=3)
    while after is not None:
        more, after = names(session, built.hr, Question(), cell, world.now, size=3, after=after)
        found += more
    return found


@given(world=worlds())
@SOME
def test_the_pages_of_a_list_of_names_hold_everybody_once(installation: Installation, world: World) -> None:
    built = build(Company(installation), world)
    cell = Cell(None, Column.PEOPLE)
    with installation.database.reading() as session:
        found = _every_page(session, built, cell, world)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(candidates, "FEW", -1)  # as where they are too many to be looked up
            assert _every_page(session, built, cell, world) == found
        totals = _report(session, built, world, Question()).totals
    assert totals is not None
    assert len(found) == len({(each.person_id, each.subject_id) for each in found}) == totals.people
    assert [each.name for each in found] == sorted(each.name for each in found)
    by_id = {(built.people.index(each.person_id), built.curricula.index(each.subject_id)): each for each in found}
    for (person, curriculum), each in by_id.items():
        columns = oracle.with_curriculum(world, person, curriculum)
        assert Column(each.state) in columns
        assert each.late == (Column.LATE in columns)
