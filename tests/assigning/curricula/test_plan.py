"""A plan: what is done of it, what opens when, the suggested days, the hours, and what keeps it from publication."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assigning.curricula.checking import Flaw, problems
from lms.assigning.curricula.plan import (
    Hours,
    Item,
    Minutes,
    Opening,
    Plan,
    Progress,
    Section,
    hours,
    opens,
    progress,
    rhythm,
    without,
)

A, B, C, D, E = (UUID(int=number) for number in range(1, 6))
MONDAY = date(2026, 11, 23)
FORTNIGHT = timedelta(days=14)


def plan(*items: Item, needed: int | None = None, every_days: int = 14) -> Plan:
    """Return a plan of one section."""
    return Plan((Section(items, {}, needed),), every_days)


def flaws(of: Plan) -> set[Flaw]:
    """Return the kinds of problems of a plan."""
    return {problem.flaw for problem in problems(of)}


def test_only_required_modules_count() -> None:
    mine = plan(Item(A), Item(B, required=False), Item(C))
    assert progress(mine, {A: MONDAY, B: MONDAY}) == Progress(1, 2)
    assert progress(mine, {A: MONDAY, C: MONDAY}).finished


def test_n_of_m_are_enough_and_more_do_not_stand_in_for_another_section() -> None:
    mine = Plan((Section((Item(A), Item(B), Item(C)), {}, 2), Section((Item(D),))))
    assert progress(mine, {A: MONDAY, B: MONDAY, C: MONDAY}) == Progress(2, 3)
    assert progress(mine, {A: MONDAY, C: MONDAY, D: MONDAY}).finished


def test_what_was_completed_before_the_cycle_does_not_count() -> None:
    mine = plan(Item(A), Item(B))
    done = {A: MONDAY - timedelta(days=1), B: MONDAY}
    assert progress(mine, done, counted_from=MONDAY) == Progress(1, 2)


def test_a_plan_that_asks_nothing_is_never_finished() -> None:
    assert not progress(plan(Item(A, required=False)), {A: MONDAY}).finished


def test_a_module_opens_on_the_later_of_its_days_and_after_what_comes_first() -> None:
    item = Item(C, after=(A, B), opens_on=MONDAY + timedelta(days=3), opens_after_days=7)
    assert opens(item, MONDAY, MONDAY, {A: MONDAY}) == Opening(MONDAY + timedelta(days=7), (B,))
    later = MONDAY + timedelta(days=7)
    assert opens(item, later, MONDAY, {A: MONDAY, B: later}).is_open
    assert opens(item, later, MONDAY, {A: MONDAY, B: later}, counted_from=later) == Opening(None, (A,))


def test_the_rhythm_is_a_module_a_fortnight() -> None:
    steps = rhythm(plan(Item(A), Item(B), Item(C)), MONDAY)
    assert [(step.module, step.begins, step.done_by) for step in steps] == [
        (A, MONDAY, MONDAY + FORTNIGHT),
        (B, MONDAY + FORTNIGHT, MONDAY + 2 * FORTNIGHT),
        (C, MONDAY + 2 * FORTNIGHT, MONDAY + 3 * FORTNIGHT),
    ]


def test_the_rhythm_respects_what_comes_first() -> None:
    assert [step.module for step in rhythm(plan(Item(A, after=(C,)), Item(B), Item(C)), MONDAY)] == [B, C, A]


def test_the_rhythm_waits_for_the_day_a_module_opens_and_fills_the_time_before() -> None:
    late = MONDAY + timedelta(days=100)
    steps = rhythm(plan(Item(A, opens_on=late), Item(B)), MONDAY)
    assert [(step.module, step.begins) for step in steps] == [(B, MONDAY), (A, late)]


def test_optional_modules_and_those_beyond_a_choice_take_no_time_of_their_own() -> None:
    mine = Plan((Section((Item(A), Item(B)), {}, 1), Section((Item(C, required=False), Item(D)))))
    steps = {step.module: step for step in rhythm(mine, MONDAY)}
    assert steps[D].begins == MONDAY + FORTNIGHT
    assert steps[B].begins == steps[A].begins == MONDAY
    assert not steps[C].required


def test_hours_from_the_shortest_choice_to_the_longest_with_what_is_optional_apart() -> None:
    mine = Plan((Section((Item(A), Item(B)), {}, 1), Section((Item(C), Item(D, required=False)))))
    minutes = {A: Minutes(30), B: Minutes(40, 60), C: Minutes(20, 10), D: Minutes(15)}
    assert hours(mine, minutes) == Hours(least=60, most=130, optional=15, reading=60)


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        (plan(), Flaw.NOTHING_REQUIRED),
        (plan(Item(A, required=False)), Flaw.NOTHING_REQUIRED),
        (plan(Item(A), Item(A)), Flaw.TWICE),
        (plan(Item(A, after=(B,))), Flaw.STRANGER),
        (plan(Item(A, after=(A,))), Flaw.CIRCLE),
        (plan(Item(A, after=(B,)), Item(B, after=(C,)), Item(C, after=(A,))), Flaw.CIRCLE),
        (plan(Item(A), needed=2), Flaw.NEEDED),
        (plan(Item(A), needed=0), Flaw.NEEDED),
        (plan(*(Item(UUID(int=number)) for number in range(61))), Flaw.TOO_MANY),
    ],
)
def test_what_cannot_be_published(wrong: Plan, flaw: Flaw) -> None:
    assert flaw in flaws(wrong)


def test_every_problem_is_told_at_once() -> None:
    wrong = plan(Item(A, after=(B,)), Item(B, after=(A,)), Item(C, after=(E,)), Item(C), needed=9)
    assert flaws(wrong) == {Flaw.CIRCLE, Flaw.STRANGER, Flaw.TWICE, Flaw.NEEDED}
    assert not problems(plan(Item(A), Item(B, after=(A,))))


MODULES = [UUID(int=number) for number in range(1, 9)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan of up to eight modules in up to three sections, whose modules wait for some before them."""
    modules = draw(st.lists(st.sampled_from(MODULES), unique=True, max_size=8))
    sections = []
    for _ in range(draw(st.integers(1, 3))):
        cut = draw(st.integers(0, len(modules)))
        chosen, modules = modules[:cut], modules[cut:]
        before = [item.module for section in sections for item in section.items]
        items = tuple(
            Item(
                module,
                draw(st.booleans()),
                tuple(draw(st.lists(st.sampled_from(before), unique=True, max_size=2)) if before else ()),
                draw(st.none() | st.dates(MONDAY, MONDAY + timedelta(days=200))),
                draw(st.none() | st.integers(0, 100)),
            )
            for module in chosen
        )
        sections.append(Section(items, {}, draw(st.none() | st.integers(1, 8))))
    return Plan(tuple(sections), draw(st.integers(1, 30)))


DAYS = st.dictionaries(st.sampled_from(MODULES), st.dates(MONDAY, MONDAY + timedelta(days=30)))


@settings(max_examples=60, deadline=None)
@given(plans(), DAYS, st.sampled_from(MODULES), st.none() | st.dates(MONDAY, MONDAY + timedelta(days=30)))
def test_completing_one_more_never_takes_anything_away(
    of: Plan, done: dict[UUID, date], module: UUID, since: date | None
) -> None:
    before = progress(of, done, since)
    after = progress(of, {**done, module: MONDAY + timedelta(days=31)}, since)
    assert 0 <= before.done <= after.done <= after.total == before.total


@settings(max_examples=60, deadline=None)
@given(plans(), DAYS)
def test_taking_an_optional_module_out_changes_nothing(of: Plan, done: dict[UUID, date]) -> None:
    optional = [item.module for item in of.items if not item.required]
    assert progress(without(of, optional), done) == progress(of, done)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_the_rhythm_holds_each_module_once_and_never_before_it_opens_or_its_predecessors(of: Plan) -> None:
    steps = {step.module: step for step in rhythm(of, MONDAY)}
    assert set(steps) == set(of.modules)
    for item in of.items:
        step = steps[item.module]
        assert step.begins >= (item.first_day(MONDAY) or MONDAY)
        assert all(step.begins >= steps[module].begins for module in item.after)


@settings(max_examples=60, deadline=None)
@given(plans(), st.dictionaries(st.sampled_from(MODULES), st.builds(Minutes, st.integers(0, 90), st.integers(0, 90))))
def test_hours_lie_in_order(of: Plan, minutes: dict[UUID, Minutes]) -> None:
    found = hours(of, minutes)
    assert 0 <= found.least <= found.most
    assert 0 <= found.reading <= found.most


def test_a_required_module_waits_for_an_optional_one_that_opens_later() -> None:
    late = MONDAY + timedelta(days=30)
    steps = {step.module: step for step in rhythm(plan(Item(A, False, opens_on=late), Item(B, after=(A,))), MONDAY)}
    assert steps[B].begins == steps[A].begins == late


def test_a_rhythm_never_runs_past_the_last_day_there_is() -> None:
    items = tuple(Item(each, opens_on=date.max, opens_after_days=365) for each in (A, B, C))
    plan = Plan((Section(items),), every_days=365)
    assert {step.done_by for step in rhythm(plan, date.max)} == {date.max}
