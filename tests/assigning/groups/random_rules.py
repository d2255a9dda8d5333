"""Rules as Hypothesis makes them up, over ids, words and days that a small organisation knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from lms.assigning.groups.rules import All, Any, Leaf, Not, Rule
from lms.assigning.groups.shapes import LANGUAGES, ROLES

Ids = Mapping[str, Sequence[str]]
TODAY = date(2026, 11, 21)
WORDS = ("Team lead", "team LEAD", "Østergård", "100%_", "a\\b", "")
DAYS = (0, 1, 29, 30, 31, 365, 4_000)
PARTS = ("lead", "LEAD", "ØSTER", "%", "_", "\\", "a")


def leaf(ids: Ids) -> st.SearchStrategy[Leaf]:
    """Return conditions of every kind over these ids, {field: ids}."""

    def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(ids[name]), min_size=1, max_size=3).map(_in_order)

    days = st.sampled_from([TODAY - timedelta(days=each) for each in DAYS])
    counted = st.sampled_from([each for each in DAYS if each])
    words = st.lists(st.sampled_from([each for each in WORDS if each]), min_size=1, max_size=3)
    texts, fields = (
        words.map(_in_order),
        st.sampled_from(["job", "location", "cost_centre"]),
    )
    codes = {"language": LANGUAGES, "role": ROLES}
    return st.one_of(
        st.builds(Leaf, st.just("department"), st.sampled_from(["is", "within"]), some("department")),
        st.builds(Leaf, fields, st.just("is"), texts),
        st.builds(Leaf, fields, st.just("contains"), st.sampled_from(PARTS)),
        st.builds(Leaf, st.sampled_from(["job", "hire_date"]), st.just("missing"), st.just(True)),
        *(
            st.builds(
                Leaf,
                st.just(name),
                st.just("is"),
                st.lists(st.sampled_from(known), min_size=1).map(_in_order),
            )
            for name, known in codes.items()
        ),
        st.builds(Leaf, st.just("manager"), st.sampled_from(["is", "below"]), some("manager")),
        st.builds(Leaf, st.just("hire_date"), st.sampled_from(["before", "after"]), days),
        st.builds(Leaf, st.just("hire_date"), st.sampled_from(["within_days", "days_ago"]), counted),
        st.builds(Leaf, st.just("completed"), st.just("is"), some("completed"), st.none() | days),
        st.builds(Leaf, st.just("group"), st.just("is"), some("group")),
    )


def any_rule(ids: Ids) -> st.SearchStrategy[Rule]:
    """Return rules of depth 4 at most over these ids."""

    def around(inside: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        parts = st.lists(inside, min_size=1, max_size=3).map(tuple)
        return st.builds(All, parts) | st.builds(Any, parts) | st.builds(Not, inside)

    plain: st.SearchStrategy[Rule] = leaf(ids)
    return plain | around(plain) | around(around(plain)) | around(around(around(plain)))


def _in_order(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found)))
