"""Kano, opportunity, importance–performance and value in use: the rules they keep, their edges, what they refuse."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import evaluate

REFUSED = {"error": "INVALID_INPUT"}
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
NO_NUMBERS = [True, "3", None, math.nan, math.inf, -math.inf, [3], {"a": 3}, 10**400, 1j, b"3"]

answers = st.integers(1, 5)
counts = st.integers(0, 10**6)
points = st.floats(0, 10)
ratings = st.floats(-5, 5).map(lambda each: round(each, 2))
money = st.floats(0, 1e7)


@SMALL
@given(answers)
def test_who_likes_the_feature_never_finds_it_a_must(dysfunctional: int) -> None:
    found = evaluate("kano_classify", {"functional": 1, "dysfunctional": dysfunctional})
    assert found["category"] in {"Q", "A", "O"}


@SMALL
@given(answers, answers)
def test_asking_the_reverse_turns_attractive_and_must_be_into_reverse(first: int, second: int) -> None:
    one = evaluate("kano_classify", {"functional": first, "dysfunctional": second})["category"]
    other = evaluate("kano_classify", {"functional": second, "dysfunctional": first})["category"]
    assert {one, other} in ({"Q"}, {"I"}, {"A", "R"}, {"O", "R"}, {"M", "R"})


@pytest.mark.parametrize("value", [*NO_NUMBERS, 0, 6, 2.5, -1])
def test_an_answer_that_is_none_of_the_five_is_refused(value: Any) -> None:
    assert evaluate("kano_classify", {"functional": value, "dysfunctional": 3}) == REFUSED
    assert evaluate("kano_classify", {"functional": 3, "dysfunctional": value}) == REFUSED
    assert evaluate("kano_classify", {"functional": 3}) == REFUSED


@pytest.mark.parametrize("value", [*NO_NUMBERS, -1, 2.5, 1e308])
def test_a_count_that_is_none_is_refused(value: Any) -> None:
    assert evaluate("kano_summary", {"A": value, "O": 3}) == REFUSED
    assert evaluate("kano_summary", {"A": 1, "B": 1}) == REFUSED


@SMALL
@given(st.fixed_dictionaries(dict.fromkeys("AOMIRQ", counts)))
def test_a_summary_counts_everybody_and_stays_within_its_range(given_counts: dict[str, int]) -> None:
    found: Any = evaluate("kano_summary", given_counts)
    if not sum(given_counts.values()):
        assert found == {"error": "NO_RESPONSES"}
        return
    assert found["n"] == sum(given_counts.values())
    assert given_counts[found["category"]] == max(given_counts.values())
    assert 0 <= found["category_strength"] <= 1
    assert 0 <= found["total_strength"] <= 1
    assert found["better"] is None or (0 <= found["better"] <= 1 and -1 <= found["worse"] <= 0)


@pytest.mark.parametrize(
    ("tied", "first"), [("MOAIRQ", "M"), ("OAIRQ", "O"), ("AIRQ", "A"), ("IRQ", "I"), ("RQ", "R"), ("Q", "Q")]
)
def test_of_several_equally_frequent_the_more_serious_is_taken(tied: str, first: str) -> None:
    assert evaluate("kano_summary", dict.fromkeys(tied, 7))["category"] == first


def test_answers_outside_the_four_give_no_coefficients_and_ask_for_the_reversed_question() -> None:
    found: Any = evaluate("kano_summary", {"R": 9, "Q": 1})
    assert (found["better"], found["worse"], found["category"]) == (None, None, "R")
    assert (found["ask_reversed"], found["badly_worded"], found["no_clear_category"]) == (True, False, False)
    assert evaluate("kano_summary", {"R": 8, "Q": 1})["badly_worded"] is True


def test_a_clear_lead_is_significant_and_a_narrow_one_is_not_clear() -> None:
    clear: Any = evaluate("kano_summary", {"M": 60, "A": 20})
    assert clear["fong_threshold"] == pytest.approx(1.65 * math.sqrt(80 * 80 / 160))
    assert clear["fong_significant"] is True
    narrow: Any = evaluate("kano_summary", {"M": 52, "A": 48})
    assert (narrow["no_clear_category"], narrow["fong_significant"]) == (True, False)


@pytest.mark.parametrize(
    ("importance", "satisfaction", "band"),
    [
        (10, 0, "EXTREME"), (9, 3, "HIGH"), (10, 4.9, "EXTREME"), (8, 4, "SOLID"), (8.1, 4.2, "SOLID"),
        (8, 3.9, "HIGH"), (10, 10, "SOLID"), (7, 4, "SOLID"), (7, 4.1, "LOW"), (0, 10, "LOW"), (8.4, 4.8, "SOLID"),
        (9.3, 3.6, "HIGH"),
    ],
)  # fmt: skip
def test_a_score_on_a_threshold_belongs_below_it(importance: float, satisfaction: float, band: str) -> None:
    assert evaluate("opportunity", {"importance": importance, "satisfaction": satisfaction})["band"] == band


@SMALL
@given(points, points)
def test_an_opportunity_lies_between_importance_and_twice_it(importance: float, satisfaction: float) -> None:
    found: Any = evaluate("opportunity", {"importance": importance, "satisfaction": satisfaction})
    assert importance <= found["score"] <= 2 * importance <= 20
    assert found["overserved"] is (satisfaction > importance)
    assert not found["overserved"] or found["score"] == importance


@pytest.mark.parametrize("value", [*NO_NUMBERS, -0.1, 10.1])
def test_an_opportunity_off_the_scale_is_refused(value: Any) -> None:
    assert evaluate("opportunity", {"importance": value, "satisfaction": 5}) == REFUSED
    assert evaluate("opportunity", {"importance": 5, "satisfaction": value}) == REFUSED
    assert evaluate("opportunity", {"importance": 5}) == REFUSED


def items(*pairs: tuple[float, float]) -> list[dict[str, Any]]:
    return [{"name": f"item {at}", "importance": i, "performance": p} for at, (i, p) in enumerate(pairs)]


@SMALL
@given(st.lists(st.tuples(ratings, ratings), min_size=2, max_size=12), st.sampled_from(["mean", "median"]))
def test_moving_the_whole_scale_moves_the_cross_and_no_item(pairs: list[tuple[float, float]], crosshair: str) -> None:
    here: Any = evaluate("ipa", {"items": items(*pairs), "crosshair": crosshair})
    moved: Any = evaluate("ipa", {"items": items(*((i + 1, p + 2) for i, p in pairs)), "crosshair": crosshair})
    assert moved["quadrants"] == here["quadrants"]
    assert moved["cross_importance"] == pytest.approx(here["cross_importance"] + 1)
    assert moved["cross_performance"] == pytest.approx(here["cross_performance"] + 2)
    assert here["relative"] is True


def test_items_on_the_cross_count_as_high_though_a_mean_is_rounded() -> None:
    found: Any = evaluate("ipa", {"items": items(*[(0.1, 0.7)] * 3)})
    assert set(found["quadrants"].values()) == {"KEEP_UP"}


def test_a_median_is_not_moved_by_one_extreme_item() -> None:
    found: Any = evaluate("ipa", {"items": items((1, 1), (2, 2), (90, 90)), "crosshair": "median"})
    assert (found["cross_importance"], found["cross_performance"]) == (2, 2)
    assert found["quadrants"]["item 1"] == "KEEP_UP"


@pytest.mark.parametrize("few", [[], items((1, 2))])
def test_one_item_alone_has_no_matrix(few: Any) -> None:
    assert evaluate("ipa", {"items": few}) == {"error": "NOT_ESTIMABLE"}


@pytest.mark.parametrize(
    "change",
    [
        {"items": None}, {"items": "ab"}, {"items": [1, 2]}, {"items": items((1, 2)) * 2}, {"crosshair": "middle"},
        {"items": [{"importance": 1, "performance": 1}] * 2},
        {"items": [{"name": 5, "importance": 1, "performance": 1}, *items((1, 2))]},
        {"items": [*items((1, 2)), {"name": "x", "importance": "1", "performance": 1}]}, {"crosshair": "fixed"},
        {"crosshair": "fixed", "fixed": {"importance": 3}}, {"crosshair": "fixed", "fixed": 3},
        {"crosshair": "fixed", "fixed": {"importance": 3, "performance": math.nan}},
        {"fixed": {"importance": 3, "performance": 3, "price": 3}}, {"items": items(*[(1, 2)] * 10_001)}, {},
    ],
    ids=lambda change: str(change)[:60],
)  # fmt: skip
def test_items_that_cannot_be_compared_are_refused(change: dict[str, Any]) -> None:
    inputs = {"items": items((1, 2), (3, 4)), **change} if change else {}
    assert evaluate("ipa", inputs) == REFUSED


def test_means_of_numbers_too_large_are_refused() -> None:
    assert evaluate("ipa", {"items": items((1e308, 1), (1.7e308, 2))}) == REFUSED


@SMALL
@given(st.floats(0, 1e6), st.integers(1, 30), st.floats(0, 1))
def test_the_yearly_cost_of_equal_payments_is_the_payment(amount: float, years: int, discount: float) -> None:
    found: Any = evaluate(
        "tco", {"purchase": 0, "annual_costs": [{"amount": amount}], "horizon": years, "discount": discount}
    )
    assert found["eac"] == pytest.approx(amount, rel=1e-9, abs=1e-9)


@SMALL
@given(money, money, st.floats(-1, 1), st.integers(1, 30), st.floats(0, 1), money)
def test_a_total_is_what_is_paid_year_by_year(
    purchase: float, amount: float, growth: float, years: int, discount: float, residual: float
) -> None:
    found: Any = evaluate(
        "tco",
        {"purchase": purchase, "annual_costs": [{"amount": amount, "growth": growth}], "horizon": years,
         "discount": discount, "residual": residual},
    )  # fmt: skip
    paid, bill, worth = purchase, amount, 1.0
    for _ in range(years):
        worth /= 1 + discount
        paid += bill * worth
        bill *= 1 + growth
    assert found["tco_npv"] == pytest.approx(paid - residual * worth, rel=1e-9, abs=1e-4)
    assert found["residual_above_purchase"] is (residual > purchase)


def test_without_interest_the_yearly_cost_is_the_total_shared_out_and_nothing_costs_nothing() -> None:
    free: Any = evaluate("tco", {"purchase": 0, "annual_costs": [], "horizon": 5})
    assert (free["tco_npv"], free["eac"], free["pv_running"], free["purchase_share"]) == (0, 0, 0, None)
    near: Any = evaluate("tco", {"purchase": 900, "annual_costs": [], "horizon": 9, "discount": 1e-18})
    none: Any = evaluate("tco", {"purchase": 900, "annual_costs": [], "horizon": 9, "discount": 0})
    assert near["eac"] == pytest.approx(none["eac"]) == pytest.approx(100)


@pytest.mark.parametrize(
    "change",
    [
        {"purchase": -1}, {"horizon": 0}, {"horizon": 31}, {"horizon": 2.5}, {"horizon": None}, {"discount": -0.01},
        {"discount": 1.1}, {"annual_costs": 5}, {"annual_costs": None}, {"annual_costs": [5]}, {"annual_costs": [{}]},
        {"annual_costs": [{"amount": "5"}]}, {"annual_costs": [{"amount": 5, "growth": -1.1}]}, {"residual": -1},
        {"annual_costs": [{"amount": math.inf}]}, {"annual_costs": [{"amount": 5, "rate": 1}]}, {"disposal": -1},
        {"annual_costs": [{"amount": 1}] * 10_001}, {"purchase": 1.7e308, "one_off": 1.7e308}, {"colour": 1},
        *({"purchase": value} for value in NO_NUMBERS),
    ],
    ids=lambda change: str(change)[:60],
)  # fmt: skip
def test_a_cost_that_is_none_is_refused(change: dict[str, Any]) -> None:
    inputs = {"purchase": 100, "annual_costs": [{"amount": 5, "growth": 0.02}], "horizon": 5, **change}
    assert evaluate("tco", inputs) == REFUSED


@SMALL
@given(money, money, money, money, money, st.floats(-1e6, 1e6), money, money)
def test_what_the_customer_and_the_supplier_keep_is_all_there_is(
    reference: float, one: float, two: float, three: float, four: float, gain: float, price: float, cost: float
) -> None:
    found: Any = evaluate(
        "evc",
        {"reference_price": reference, "reference_startup": one, "reference_postpurchase": two, "new_startup": three,
         "new_postpurchase": four, "incremental_value": gain, "price": price, "supplier_cost": cost},
    )  # fmt: skip
    assert found["customer_incentive"] + (price - cost) == pytest.approx(found["competitive_advantage"], abs=1e-6)
    assert found["evc"] - reference == pytest.approx(found["differentiation_value"], abs=1e-6)


def test_a_worse_solution_has_a_negative_difference_and_an_equal_one_none_to_share() -> None:
    worse: Any = evaluate("evc", {"reference_price": 300, "new_startup": 50, "price": 250})
    assert (worse["evc"], worse["differentiation_value"], worse["customer_incentive"]) == (250, -50, 0)
    assert worse["competitive_advantage"] is None
    same: Any = evaluate(
        "evc",
        {"reference_price": 300, "reference_startup": 0.1, "reference_postpurchase": 0.2, "new_startup": 0.3,
         "price": 9},
    )  # fmt: skip
    assert same["supplier_share_of_differentiation"] is None
    assert evaluate("evc", {"reference_price": 300})["supplier_share_of_differentiation"] is None


@pytest.mark.parametrize("value", [each for each in NO_NUMBERS if each is not None])
@pytest.mark.parametrize("name", ["reference_price", "new_startup", "incremental_value", "price", "supplier_cost"])
def test_a_value_that_is_no_number_is_refused(name: str, value: Any) -> None:
    assert evaluate("evc", {"reference_price": 300, name: value}) == REFUSED
    assert evaluate("evc", {name: 1.0, "reference_postpurchase": -1}) == REFUSED
