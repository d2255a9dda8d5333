"""A rule as it is written: read back the same, compared however it is written, and refused whole with every reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assigning.groups import rules
from lms.assigning.groups.rules import All, Not, Problem, RuleProblems
from lms.assigning.groups.shapes import LANGUAGES, ROLES
from lms.kernel.permissions import MEMBERS
from lms.people.models import LANGUAGES as SPOKEN
from tests.assigning.groups.random_rules import any_rule

ONE, OTHER = str(UUID(int=1)), str(UUID(int=2))
IN_SALES = {"field": "department", "within": [ONE]}
TEAM_LEADS = {"field": "job", "is": ["Team lead"]}


def _problems(document: object) -> list[tuple[tuple[int, ...], str]]:
    with pytest.raises(RuleProblems) as refused:
        rules.read(document)
    return [(each.path, each.code) for each in refused.value.problems]


@given(any_rule(dict.fromkeys(("department", "manager", "completed", "group"), (ONE, OTHER))))
def test_what_is_written_is_read_back_the_same(rule: rules.Rule) -> None:
    assert rules.read(rules.write(rule)) == rule
    assert rules.normal(rules.normal(rule)) == rules.normal(rule)
    assert rules.same(rule, Not(Not(rule)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"all": [IN_SALES, TEAM_LEADS]}, {"all": [TEAM_LEADS, IN_SALES]}),
        ({"all": [IN_SALES, {"all": [TEAM_LEADS, IN_SALES]}]}, {"all": [IN_SALES, TEAM_LEADS]}),
        ({"any": [IN_SALES, IN_SALES]}, IN_SALES),
        ({"not": {"not": IN_SALES}}, {"all": [IN_SALES]}),
        ({"field": "job", "is": ["b", "a", " a "]}, {"field": "job", "is": ["a", "b"]}),
        ({"field": "department", "is": [OTHER, ONE]}, {"field": "department", "is": [ONE, OTHER]}),
    ],
)
def test_the_same_rule_written_twice_is_equal(one: Any, other: Any) -> None:
    assert rules.same(rules.read(one), rules.read(other))
    assert rules.digest(rules.read(one)) == rules.digest(rules.read(other))


def test_all_and_any_of_the_same_are_not_equal() -> None:
    inside = [IN_SALES, TEAM_LEADS]
    assert not rules.same(rules.read({"all": inside}), rules.read({"any": inside}))
    assert not rules.same(rules.read(IN_SALES), rules.read({"not": IN_SALES}))


def test_everything_that_is_wrong_is_named_at_once_with_its_place() -> None:
    document = {
        "all": [
            {"field": "salary", "is": ["much"]},
            {"field": "job", "is": []},
            {"any": [{"field": "hire_date", "before": "31/12/2026"}, {"field": "department", "is": ["sales"]}]},
            {"not": {"field": "hire_date", "within_days": 0}},
            {"any": []},
        ]
    }
    assert _problems(document) == [
        ((0,), "unknown-field"),
        ((1,), "no-values"),
        ((2, 0), "no-day"),
        ((2, 1), "not-there"),
        ((3, 0), "no-days"),
        ((4,), "empty"),
    ]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (None, "not-a-rule"),
        ([], "not-a-rule"),
        ({}, "not-a-rule"),
        ("everybody", "not-a-rule"),
        ({"all": {}}, "not-a-rule"),
        ({"all": [], "any": []}, "not-a-rule"),
        ({"any": []}, "empty"),
        ({"not": None}, "not-a-rule"),
        ({"field": 7, "is": ["x"]}, "unknown-field"),
        ({"field": ["job"], "is": ["x"]}, "unknown-field"),
        ({"field": "email", "is": ["x@y.example"]}, "unknown-field"),
        ({"field": "self_assessment", "is": ["low"]}, "unknown-field"),
        ({"field": "job"}, "unknown-condition"),
        ({"field": "job", "like": "x"}, "unknown-condition"),
        ({"field": "job", "is": ["x"], "contains": "x"}, "unknown-condition"),
        ({"field": "job", "missing": False}, "unknown-condition"),
        ({"field": "job", "is": "Team lead"}, "no-values"),
        ({"field": "job", "is": [None]}, "no-values"),
        ({"field": "job", "is": ["x" * 121]}, "too-long"),
        ({"field": "job", "is": [str(n) for n in range(201)]}, "too-many-values"),
        ({"field": "job", "contains": "  "}, "no-text"),
        ({"field": "job", "contains": "x" * 121}, "too-long"),
        ({"field": "role", "is": ["owner"]}, "not-there"),
        ({"field": "language", "is": ["DA"]}, "not-there"),
        ({"field": "manager", "below": [ONE.upper(), "x"]}, "not-there"),
        ({"field": "hire_date", "after": "2026-02-30"}, "no-day"),
        ({"field": "hire_date", "after": 20260101}, "no-day"),
        ({"field": "hire_date", "days_ago": True}, "no-days"),
        ({"field": "hire_date", "days_ago": 1e9}, "no-days"),
        ({"field": "hire_date", "days_ago": 36_501}, "no-days"),
        ({"field": "completed", "is": [ONE], "since": "soon"}, "no-day"),
        ({"field": "job", "is": ["x"], "since": "2026-01-01"}, "unknown-condition"),
        ({"all": [TEAM_LEADS] * 41}, "too-many"),
        ({"all": [{"any": [TEAM_LEADS] * 21}, {"any": [IN_SALES] * 20}]}, "too-many"),
    ],
)
def test_what_is_no_rule_is_refused(document: object, code: str) -> None:
    assert [found for _path, found in _problems(document)] == [code]


def test_a_rule_ten_thousand_deep_is_refused_and_not_followed() -> None:
    document: dict[str, Any] = dict(TEAM_LEADS)
    for _ in range(10_000):
        document = {"not": document}
    assert _problems(document) == [((0,) * 10, "too-deep")]
    five: dict[str, Any] = {"not": TEAM_LEADS}
    for _ in range(4):
        five = {"not": {"any": [five]}}
    assert [each.value for each in rules.leaves(rules.read(five))] == [("Team lead",)]
    assert [code for _path, code in _problems({"all": [five]})] == ["too-deep"]


def test_no_condition_means_everybody() -> None:
    assert rules.read({"all": []}) == All(())


def test_a_rule_knows_whether_it_moves_with_time() -> None:
    assert rules.moves_with_time(rules.read({"not": {"field": "hire_date", "within_days": 90}}))
    assert not rules.moves_with_time(rules.read({"all": [IN_SALES, {"field": "hire_date", "before": "2026-01-01"}]}))


def test_a_problem_says_which_field_it_is_about() -> None:
    with pytest.raises(RuleProblems) as refused:
        rules.read({"all": [{"field": "job", "is": []}]})
    assert refused.value.problems == [Problem((0,), "no-values", "job")]


def test_roles_and_languages_are_those_of_people() -> None:
    assert set(ROLES) == {role.value for role in MEMBERS}
    assert LANGUAGES == SPOKEN


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inside: (
            st.lists(inside, max_size=3)
            | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "is", "job", "since"]), inside, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_whatever_is_sent_is_a_rule_or_refused_with_a_reason(document: object) -> None:
    try:
        rule = rules.read(document)
    except RuleProblems as refused:
        assert refused.problems
    else:
        assert rules.read(rules.write(rule)) == rule
