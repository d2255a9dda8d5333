"""Medians, places, changes, queues, Student's distribution and the fit of survivors: in all three interpreters."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lms.calculators import evaluate
from lms.calculators.codes import INVALID_INPUT, OUT_OF_DOMAIN, TOO_MANY_STEPS
from lms.calculators.formula.parser import parse
from lms.calculators.formula.sampled import evaluate_samples
from lms.calculators.formula.scalar import Failure, evaluate_tree

from .material import Browser, cases, chance_of

HIGH_END = [1000.0, 869.0, 743.0, 653.0, 593.0, 551.0, 517.0, 491.0]
FITS = [
    each
    for each in cases("calculators.json")
    if each["op"] == "sbg_fit" and len(each["inputs"]["cohorts"]) == 1 and "alpha" in each["expected"]
]


def got(text: str, **names: Any) -> Any:
    return evaluate_tree(parse(text), names)


def in_browser(browser: Browser, text: str, each: list[dict[str, Any]]) -> list[Any]:
    return list(browser.run("data[1].map((e) => modules['formula.js'].evaluateTree(data[0], e))", [parse(text), each]))


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("median(rows.x)", 3.0), ("median(shift(rows.x, 1))", 2.0), ("median(years(4))", 2.5),
        ("product(rows.x)", 120.0), ("product(years(0))", 1.0), ("shift(rows.x, 1)", [0.0, 5.0, 1.0, 3.0, 2.0]),
        ("shift(rows.x, 1, first)", [9.0, 5.0, 1.0, 3.0, 2.0]), ("shift(rows.x, 0 - 2, 7)", [3.0, 2.0, 4.0, 7.0, 7.0]),
        ("shift(rows.x, 200)", [0.0] * 5), ("changes(rows.x)", 4.0), ("changes(years(0))", 0.0),
        ("changes(if(rows.x > 2, 1, 0))", 4.0), ("distinct(rows.x)", 5.0), ("distinct(if(rows.x > 2, 1, 0))", 2.0),
        ("distinct(years(0))", 0.0), ("erlang_c(0, 1)", 0.0), ("erlang_c(3, 3)", 1.0), ("erlang_c(0.5, 1)", 0.5),
        ("student_quantile(0.5, 3)", 0.0), ("student_cdf(0, 7)", 0.5),
    ],
)  # fmt: skip
def test_every_new_function_gives_what_the_textbook_says(browser: Browser, text: str, gives: Any) -> None:
    names = {"rows.x": [5.0, 1.0, 3.0, 2.0, 4.0], "first": 9.0}
    assert got(text, **names) == gives
    assert in_browser(browser, text, [names]) == [gives]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("median(rows.x * years(0))", OUT_OF_DOMAIN), ("shift(rows.x, 0.5)", OUT_OF_DOMAIN),
        ("shift(rows.x, 201)", OUT_OF_DOMAIN), ("erlang_c(1, 1000000000)", OUT_OF_DOMAIN),
        ("erlang_c(1, 10001)", OUT_OF_DOMAIN), ("erlang_c(1, 2.5)", OUT_OF_DOMAIN), ("erlang_c(1, 0)", OUT_OF_DOMAIN),
        ("erlang_c(0 - 1, 5)", OUT_OF_DOMAIN), ("student_cdf(1, 0.5)", OUT_OF_DOMAIN),
        ("student_cdf(1, 1000001)", OUT_OF_DOMAIN), ("student_quantile(0, 5)", OUT_OF_DOMAIN),
        ("student_quantile(1, 5)", OUT_OF_DOMAIN), ("sbg_alpha(years(5))", INVALID_INPUT),
        ("sbg_beta(0 - years(5))", INVALID_INPUT), ("sbg_alpha(0 * years(5) + 7)", "NOT_ESTIMABLE"),
        ("sbg_alpha(1 / years(2))", "NOT_ESTIMABLE"), ("sbg_alpha(if(years(4) == 1, 9, 0))", "NOT_ESTIMABLE"),
        ("sbg_alpha(years(0))", "NOT_ESTIMABLE"), ("product(10^(100 * rows.x))", "TOO_LARGE"),
        ("sum(erlang_c(years(200), 9000))", TOO_MANY_STEPS), ("sum(student_quantile(0.3 + 0 * years(200), 3)) + sum("
         "student_quantile(0.3 + 0 * years(200), 3))", TOO_MANY_STEPS),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_alike_everywhere(browser: Browser, text: str, code: str) -> None:
    names: dict[str, Any] = {"rows.x": [1.0, 2.0, 3.0]}
    if "rows.x * years(0)" in text:
        names = {"rows.x": []}
    assert got(text, **names) == Failure(code)
    assert in_browser(browser, text, [names]) == [{"fail": code}]
    arrays = {"rows.x": [np.full(4, each) for each in names["rows.x"]]}
    assert evaluate_samples(parse(text), arrays, 4).codes == {code: 4}


def test_students_distribution_is_that_of_the_tables(browser: Browser) -> None:
    chance = chance_of(5)
    each = [
        {"t": chance.uniform(-9, 9), "p": chance.uniform(0.0001, 0.9999), "df": df}
        for df in (1.0, 2.0, 3.5, 10.0, 30.0, 60.0, 1000.0, 1e6)
        for _ in range(40)
    ]
    shares, quantiles = (in_browser(browser, text, each) for text in ("student_cdf(t, df)", "student_quantile(p, df)"))
    for at, one in enumerate(each):
        share, quantile = got("student_cdf(t, df)", **one), got("student_quantile(p, df)", **one)
        assert share == pytest.approx(stats.t.cdf(one["t"], one["df"]), rel=1e-10)
        assert quantile == pytest.approx(stats.t.ppf(one["p"], one["df"]), rel=1e-9)
        assert shares[at] == pytest.approx(share, rel=1e-12)
        assert quantiles[at] == pytest.approx(quantile, rel=1e-12)


def test_samples_of_the_new_functions_are_those_of_single_values() -> None:
    chance = np.random.default_rng(7)
    count = 300
    arrays: dict[str, Any] = {
        "t": chance.uniform(-6, 6, count), "p": chance.uniform(-0.01, 1.01, count),
        "df": chance.uniform(0.9, 90, count),
        "load": chance.uniform(-0.1, 30, count), "agents": np.floor(chance.uniform(0, 40, count)),
        "rows.x": [chance.uniform(-2, 2, count).round(1) for _ in range(5)],
    }  # fmt: skip
    texts = (
        "student_cdf(t, df)", "student_quantile(p, df)", "student_quantile(0.975, df)", "student_cdf(2, 8)",
        "erlang_c(load, agents)", "sum(erlang_c(load, years(9) * 5))", "median(rows.x)", "median(shift(rows.x, 2, t))",
        "product(rows.x)", "changes(rows.x)", "distinct(rows.x)",
        "sbg_beta(cumulative(abs(shift(rows.x, 1))) * (0 - 1) + 99)",
        "sbg_alpha(shift(years(4), 1) + rows.x^2 * 0)", "sum(shift(rows.x, if(t > 0, 1, 2)))",
    )  # fmt: skip
    for text in texts:
        found = evaluate_samples(parse(text), arrays, count)
        for at in range(count):
            one = {
                name: [row[at] for row in each] if isinstance(each, list) else each[at] for name, each in arrays.items()
            }
            one = {
                name: list(map(float, each)) if isinstance(each, list) else float(each) for name, each in one.items()
            }
            mine = got(text, **one)
            if isinstance(mine, Failure):
                assert math.isnan(found.values[at]), (text, one, mine)
            else:
                assert found.values[at] == pytest.approx(mine, rel=1e-11, abs=1e-12), (text, one)


@pytest.mark.parametrize("case", FITS, ids=lambda case: str(case["id"]))
def test_a_published_cohort_gives_its_published_fit(case: dict[str, Any]) -> None:
    survivors = [float(each) for each in case["inputs"]["cohorts"][0]]
    assert got("sbg_alpha(n)", n=survivors) == pytest.approx(case["expected"]["alpha"], abs=1e-3)
    assert got("sbg_beta(n)", n=survivors) == pytest.approx(case["expected"]["beta"], abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=14), st.integers(1, 500))
def test_the_fit_is_that_of_the_operation(lost: list[int], left: int) -> None:
    counts = [float(left + sum(lost[at:])) for at in range(len(lost) + 1)]
    theirs = evaluate("sbg_fit", {"cohorts": [counts]})
    alpha, beta = got("sbg_alpha(n)", n=counts), got("sbg_beta(n)", n=counts)
    if "error" in theirs:
        assert alpha == beta == Failure(str(theirs["error"]))
    elif theirs["homogeneous"]:
        assert min(alpha, beta) > 5e3
        assert beta / (alpha + beta) == pytest.approx(theirs["constant_retention"], abs=1e-4)
    else:
        assert alpha == pytest.approx(theirs["alpha"], rel=1e-3)
        assert beta == pytest.approx(theirs["beta"], rel=1e-3)


def test_the_browser_fits_survivors_to_the_last_bit(browser: Browser) -> None:
    chance = chance_of(11)
    each = [{"n": HIGH_END}, {"n": [100.0, 60.0, 36.0, 21.6, 12.96]}]
    for _ in range(120):
        counts = [float(chance.randint(50, 5000))]
        for _period in range(chance.randint(2, 40)):
            counts.append(float(round(counts[-1] * chance.uniform(0.5, 1))))
        each.append({"n": counts})
    for text in ("sbg_alpha(n)", "sbg_beta(n)"):
        mine = [got(text, **one) for one in each]
        assert in_browser(browser, text, each) == [{"fail": m.code} if isinstance(m, Failure) else m for m in mine]


def test_people_who_wait_are_those_of_the_operation(browser: Browser) -> None:
    chance = chance_of(13)
    each = [{"a": chance.uniform(0, 400), "n": float(chance.randint(1, 500))} for _ in range(200)]
    mine = [got("erlang_c(a, n)", **one) for one in each]
    assert in_browser(browser, "erlang_c(a, n)", each) == mine
    for one, found in zip(each, mine, strict=True):
        inputs = {"calls": one["a"], "interval_seconds": 1, "aht_seconds": 1, "agents": one["n"], "target_seconds": 20}
        assert found == evaluate("erlang_c", inputs)["p_wait"]


def test_a_whole_series_of_sixty_teams_is_affordable() -> None:
    assert isinstance(got("erlang_c(load, first + years(60))", load=1500.0, first=1480.0), list)


def test_cohorts_of_many_samples_are_fitted_as_one_by_one() -> None:
    chance = np.random.default_rng(3)
    count, periods = 400, 9
    kept = np.cumprod(np.vstack([np.full(count, 1000.0), chance.uniform(0.4, 1.02, (periods, count))]), axis=0)
    kept[5:, :10] = 0
    kept[1:, 10:20] = kept[0, 10:20]
    samples = {"n": [row.round() for row in kept]}
    for text in ("sbg_alpha(n)", "sbg_beta(n)"):
        found = evaluate_samples(parse(text), samples, count)
        codes: dict[str, int] = {}
        for at in range(count):
            mine = got(text, n=[float(row[at]) for row in samples["n"]])
            if isinstance(mine, Failure):
                codes[mine.code] = codes.get(mine.code, 0) + 1
                assert math.isnan(found.values[at])
            else:
                assert found.values[at] == pytest.approx(mine, rel=1e-6)
        assert found.codes == codes
