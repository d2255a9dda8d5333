"""When something is due: each rule's day, the anchors it waits for, and nobody late on the first day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assigning.assignments import dues
from lms.assigning.assignments.dues import Anchors, Due, Kind, Missing, Reckoned, due_date, reckon
from lms.assigning.assignments.refusals import Refused

GIVEN = date(2026, 11, 22)
CURRICULUM, EVENT = uuid4(), uuid4()
DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1))
EVERY = [
    Due(),
    Due(Kind.FIXED, on=date(2026, 12, 24)),
    Due(Kind.ASSIGNED, days=30),
    Due(Kind.HIRE, days=0, at_least_days=7),
    Due(Kind.ROLE, days=3650),
    Due(Kind.COMPLETION, days=14, curriculum=CURRICULUM),
    Due(Kind.EVENT, days=1, event=EVENT),
]


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.kind)
def test_what_is_stored_is_read_back(rule: Due) -> None:
    assert dues.from_json(dues.to_json(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "anchors", "due"),
    [
        (Due(), Anchors(GIVEN, hire_date=GIVEN), None),
        (Due(Kind.FIXED, on=date(2026, 12, 1)), Anchors(GIVEN), date(2026, 12, 1)),
        (Due(Kind.FIXED, on=GIVEN), Anchors(GIVEN), GIVEN),
        (Due(Kind.FIXED, on=date(2026, 11, 21)), Anchors(GIVEN), date(2026, 12, 6)),
        (Due(Kind.ASSIGNED, days=30), Anchors(GIVEN), date(2026, 12, 22)),
        (Due(Kind.ASSIGNED, days=0), Anchors(GIVEN), GIVEN),
        (Due(Kind.HIRE, days=90), Anchors(GIVEN, hire_date=date(2026, 11, 1)), date(2027, 1, 30)),
        (Due(Kind.HIRE, days=90), Anchors(GIVEN, hire_date=date(2015, 3, 1)), date(2026, 12, 6)),
        (Due(Kind.HIRE, days=90), Anchors(GIVEN, hire_date=date(2027, 2, 1)), date(2027, 5, 2)),
        (Due(Kind.ROLE, days=29), Anchors(date(2027, 12, 1), job_since=date(2028, 1, 31)), date(2028, 2, 29)),
        (Due(Kind.COMPLETION, days=14, at_least_days=0), Anchors(GIVEN, completion=GIVEN), date(2026, 12, 6)),
        (Due(Kind.EVENT, days=1, at_least_days=0), Anchors(GIVEN, event=date(2026, 12, 31)), date(2027, 1, 1)),
        (Due(Kind.HIRE, days=90), Anchors(GIVEN), Missing("hire_date")),
        (Due(Kind.ROLE, days=90), Anchors(GIVEN, hire_date=GIVEN), Missing("job_since")),
        (Due(Kind.COMPLETION, days=9, curriculum=CURRICULUM), Anchors(GIVEN), Missing("completion")),
        (Due(Kind.EVENT, days=9, event=EVENT), Anchors(GIVEN, hire_date=GIVEN), Missing("event")),
    ],
)  # fmt: skip
def test_each_rule_comes_to_its_day(rule: Due, anchors: Anchors, due: date | Missing | None) -> None:
    assert due_date(rule, anchors) == due


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({"kind": "birthday"}, "due_kind"),
        ({"kind": "fixed"}, "due_on"),
        ({"kind": "fixed", "on": "31.12.2026"}, "due_on"),
        ({"kind": "hire"}, "due_days"),
        ({"kind": "hire", "days": -1}, "due_days"),
        ({"kind": "hire", "days": 3651}, "due_days"),
        ({"kind": "hire", "days": True}, "due_days"),
        ({"kind": "hire", "days": 1.5}, "due_days"),
        ({"kind": "hire", "days": 5, "at_least_days": 366}, "at_least_days"),
        ({"kind": "completion", "days": 5}, "due_curriculum"),
        ({"kind": "event", "days": 5, "event": "x"}, "due_event"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_that_is_wrong(stored: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        dues.from_json(stored)
    assert refused.value.field == field


@given(st.sampled_from(EVERY[2:]), DAYS, DAYS, st.integers(0, 365))
def test_nobody_gets_fewer_days_than_promised_and_never_another_anchors_date(
    rule: Due, given_on: date, anchor: date, least: int
) -> None:
    rule = Due(rule.kind, None, rule.days, rule.curriculum, rule.event, least)
    anchors = Anchors(given_on, anchor, anchor, anchor, anchor)
    own = (given_on if rule.kind is Kind.ASSIGNED else anchor) + timedelta(days=rule.days)
    found = reckon(rule, anchors)
    assert isinstance(found, Reckoned)
    if rule.kind is Kind.ASSIGNED:
        assert found == Reckoned(own)
    else:
        assert found.day == max(own, given_on + timedelta(days=least))
        assert found.moved == (found.day != own)


def test_days_beyond_the_end_of_the_calendar_end_with_it() -> None:
    assert dues.after(date(9999, 12, 30), 5) == date.max
