"""Segments, recommendation scores and self-assessments: what the operations refuse, and the rules they must keep."""

import math
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator

from .material import chance_of

SEGMENT = {"share": 1.0, "retention": 0.8, "revenue": 1000.0, "gross_margin": 0.4}
REFUSED = {"error": "INVALID_INPUT"}


@pytest.mark.parametrize(
    "segments",
    [
        "abc", None, 5, [5], [{}], [{**SEGMENT, "share": "1"}], [{**SEGMENT, "retention": 1.1}],
        [{**SEGMENT, "colour": 1}], [{**SEGMENT, "name": 5}], [{**SEGMENT, "referrals": -1}],
        [{**SEGMENT, "revenue": math.inf}],
    ],
    ids=str,
)  # fmt: skip
def test_segments_that_cannot_be_read_are_refused(segments: Any) -> None:
    assert evaluate("segment_value", {"segments": segments, "discount": 0.1}) == REFUSED


def test_shares_that_do_not_add_up_are_refused_with_the_difference() -> None:
    found = evaluate("segment_value", {"segments": [{**SEGMENT, "share": 0.93}]})
    assert found["error"] == "INVALID_INPUT"
    assert found["difference"] == pytest.approx(-0.07)
    assert "error" not in evaluate("segment_value", {"segments": [{**SEGMENT, "share": 0.999}]})
    assert evaluate("segment_value", {"segments": []})["difference"] == -1


def test_a_segment_that_never_leaves_and_is_never_discounted_diverges() -> None:
    found = evaluate("segment_value", {"segments": [{**SEGMENT, "retention": 1}], "discount": 0})
    assert (found["error"], found["weighted_value"]) == ("DIVERGES", None)


def test_moving_nobody_is_worth_minus_its_cost_and_a_free_move_has_no_return() -> None:
    move = {"customers": 10, "values": [5.0, 1.0], "shares_before": [0.5, 0.5], "shares_after": [0.5, 0.5]}
    assert evaluate("migration_value", {**move, "programme_cost": 7}) == {
        "gross_uplift": 0.0, "net_uplift": -7.0, "roi": -1.0,
    }  # fmt: skip
    assert evaluate("migration_value", move)["roi"] is None
    assert evaluate("migration_value", {**move, "shares_after": [0.5, 0.4]}) == REFUSED
    assert evaluate("migration_value", {**move, "shares_after": [1.0]}) == REFUSED


def test_nobody_talking_gives_no_value_per_comment() -> None:
    found = evaluate(
        "wom_value",
        {"new_customers": 10, "referral_share": 0.5, "value_per_customer": 100, "total_positive_comments": 0,
         "comments_per_promoter": 3},
    )  # fmt: skip
    assert found == {
        "referred_customers": 5.0, "wom_value_total": 500.0, "value_per_comment": None, "wom_value_per_promoter": None,
    }  # fmt: skip


def test_scores_and_counts_say_the_same() -> None:
    counted = evaluate("nps", {"promoters": 3, "passives": 1, "detractors": 2})
    assert evaluate("nps", {"scores": [10, 10, 9, 7, 5, 0]}) == counted
    assert counted["show_adjusted"] is True
    assert evaluate("nps", {"scores": []}) == {"error": "NO_RESPONSES"}


@pytest.mark.parametrize(
    "inputs",
    [
        {}, {"promoters": 1, "passives": 1}, {"promoters": 1.5, "passives": 1, "detractors": 1}, {"scores": [11]},
        {"scores": [7.5]}, {"scores": [-1]}, {"scores": "10"}, {"scores": [None]},
        {"scores": [10], "promoters": 1, "passives": 0, "detractors": 0},
        {"promoters": 1, "passives": 1, "detractors": 1, "confidence": 0.5},
        {"promoters": 1, "passives": 1, "detractors": 1, "population": 2},
        {"promoters": 1e308, "passives": 1e308, "detractors": 1e308},
    ],
    ids=str,
)  # fmt: skip
def test_answers_that_cannot_be_counted_are_refused(inputs: dict[str, Any]) -> None:
    assert evaluate("nps", inputs) == REFUSED


def test_everybody_asked_leaves_nothing_unsure() -> None:
    found = evaluate("nps", {"promoters": 6, "passives": 3, "detractors": 1, "population": 10})
    assert (found["se"], found["ci_low"], found["ci_high"]) == (0.0, found["nps"], found["nps"])
    assert evaluate("nps", {"promoters": 1, "passives": 0, "detractors": 0, "population": 1})["se"] == 0


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    chance = chance_of(61)
    inside = 0
    for _ in range(2000):
        drawn = chance.choices((10, 8, 3), weights=(45, 35, 20), k=60)
        found: Any = evaluate("nps", {"scores": drawn})
        inside += found["adj_ci_low"] <= 25 <= found["adj_ci_high"]
    assert 0.93 < inside / 2000 < 0.97


def test_two_surveys_without_spread_get_no_verdict() -> None:
    found = evaluate("nps_change", {"before": [20, 0, 0], "after": [0, 0, 20]})
    assert (found["z"], found["p_value"], found["significant"]) == (None, None, None)
    assert found["difference"] == -200


@pytest.mark.parametrize("before", [[1, 2], [1, 2, 3, 4], "123", [1, 2, -3], [1, 2, 0.5]], ids=str)
def test_a_survey_that_is_not_three_counts_is_refused(before: Any) -> None:
    assert evaluate("nps_change", {"before": before, "after": [1, 1, 1]}) == REFUSED


def test_an_empty_survey_has_no_change() -> None:
    assert evaluate("nps_change", {"before": [0, 0, 0], "after": [1, 1, 1]}) == {"error": "NO_RESPONSES"}


def test_shares_of_more_than_everybody_have_no_sample_size() -> None:
    assert evaluate("nps_sample_size", {"promoter_share": 0.7, "detractor_share": 0.4, "margin_points": 5}) == REFUSED
    assert evaluate("nps_sample_size", {"margin_points": 0}) == REFUSED
    assert evaluate("nps_sample_size", {"margin_points": 5})["n_required"] == 1537


def test_a_reversed_item_counts_the_other_way_and_a_missing_one_not_at_all() -> None:
    answers = {"answers": [5, 1, None, 5, 5, 5], "reverse": [1]}
    assert evaluate("score_scale", answers) == {"mean": 5.0, "score": 100.0, "answered": 5}
    assert evaluate("score_scale", {"answers": [None] * 5})["error"] == "TOO_MANY_MISSING"


@pytest.mark.parametrize(
    "inputs",
    [
        {"answers": []}, {"answers": [0]}, {"answers": [1], "reverse": [1]}, {"answers": [1], "reverse": [-1]},
        {"answers": [1], "scale_min": 5, "scale_max": 5}, {"answers": "11"}, {"answers": ["1"]},
    ],
    ids=str,
)  # fmt: skip
def test_answers_off_the_scale_are_refused(inputs: dict[str, Any]) -> None:
    assert evaluate("score_scale", inputs) == REFUSED


def test_a_change_within_noise_is_no_reliable_change() -> None:
    found: Any = evaluate("rci", {"pre": 50, "post": 60, "sd": 15, "reliability": 0.79})
    assert found["verdict"] == "NO_RELIABLE_CHANGE"
    assert found["min_reliable_change"] == pytest.approx(19.05, abs=0.01)
    assert evaluate("rci", {"pre": 1, "post": 2, "sd": 0, "reliability": 0.8}) == {"error": "NOT_ESTIMABLE"}
    assert evaluate("rci", {"pre": 1, "post": 2, "sd": 1, "reliability": 1}) == {"error": "ZERO_ERROR_VARIANCE"}
    assert evaluate("rci", {"pre": 1, "post": 2, "sd": 1, "reliability": 1.1}) == REFUSED


def test_omega_is_alpha_where_all_loadings_are_equal() -> None:
    found = evaluate("omega_from_loadings", {"loadings": [0.7] * 4, "uniquenesses": [0.51] * 4})
    assert found["omega"] == pytest.approx(4 * 0.49 / (1 + 3 * 0.49))
    assert evaluate("omega_from_loadings", {"loadings": [0.0], "uniquenesses": [0.0]}) == {"error": "NOT_ESTIMABLE"}
    assert evaluate("omega_from_loadings", {"loadings": [0.7], "uniquenesses": []}) == REFUSED


def test_a_scale_of_one_length_keeps_its_reliability() -> None:
    assert evaluate("spearman_brown", {"reliability": 0.6, "factor": 1}) == {"reliability": 0.6}
    assert evaluate("spearman_brown", {"reliability": 1, "factor": 0}) == {"error": "NOT_ESTIMABLE"}


def test_answers_that_do_not_vary_have_no_alpha() -> None:
    assert evaluate("alpha_items", {"data": [[3, 3], [3, 3], [3, 3]]}) == {"error": "NOT_ESTIMABLE"}
    assert evaluate("alpha_items", {"data": [[1, 2]]}) == REFUSED
    assert evaluate("alpha_items", {"data": [[1], [2]]}) == REFUSED
    assert evaluate("alpha_items", {"data": [[1, 2], [1]]}) == REFUSED
    assert evaluate("alpha_items", {"data": [[1, None], [1, 2]]}) == REFUSED


def test_two_items_that_say_the_same_are_perfectly_reliable_and_a_constant_one_has_no_correlation() -> None:
    same: Any = evaluate("alpha_items", {"data": [[1, 1], [2, 2], [5, 5]]})
    assert (same["alpha"], same["sem"], same["alpha_if_deleted"]) == (1.0, 0.0, [None, None])
    constant: Any = evaluate("alpha_items", {"data": [[1, 3, 2], [2, 3, 1], [5, 3, 4]]})
    assert constant["item_rest"][1] is None
    assert constant["alpha_standardized"] is None


@pytest.mark.parametrize(
    ("groups", "k", "published", "total"),
    [
        ({"a": 5, "b": 5, "c": 4}, 5, ["b"], True), ({"a": 5}, 5, ["a"], True), ({}, 5, [], False),
        ({"a": 4}, 5, [], False), ({"a": 30, "b": 3, "c": 3}, 5, ["a"], True), ({"a": 7, "b": 8}, 8, [], True),
    ],
)  # fmt: skip
def test_no_small_group_can_be_found_by_subtraction(
    groups: dict[str, int], k: int, published: list[str], total: bool
) -> None:
    found: Any = evaluate("k_anon", {"groups": groups, "k": k})
    assert (found["published"], found["total_published"]) == (published, total)
    assert sorted(found["published"] + found["suppressed"]) == sorted(groups)


@pytest.mark.parametrize("groups", [[1, 2], {"a": -1}, {"a": 2.5}, {"a": "5"}, {1: 5}], ids=str)
def test_groups_that_are_no_counts_are_refused(groups: Any) -> None:
    assert evaluate("k_anon", {"groups": groups}) == REFUSED


def answers(chance: Any) -> list[int]:
    return [chance.choice((0, chance.randint(0, 12), chance.randint(0, 500))) for _ in range(3)]


def test_the_page_of_the_score_says_what_the_operations_say(calculators: dict[str, Calculator]) -> None:
    chance = chance_of(62)
    page = calculators["nps"]
    for _ in range(300):
        now, before = answers(chance), answers(chance)
        inputs = dict(zip(("promoters", "passives", "detractors"), now, strict=True))
        last = dict(zip(("before_promoters", "before_passives", "before_detractors"), before, strict=True))
        outputs: Any = compute(page, {**inputs, **last}).outputs
        found, change = evaluate("nps", inputs), evaluate("nps_change", {"before": before, "after": now})
        if "error" in found:
            assert outputs["score"] == found["error"]
            continue
        for name in ("nps", "se", "ci_low", "ci_high", "nps_adjusted", "adj_ci_low", "adj_ci_high"):
            assert outputs[name] == pytest.approx(found[name], rel=1e-11, abs=1e-9)
        if min(sum(now), sum(before)) >= 10:
            for mine, its in (("difference", "difference"), ("p_value", "p_value"), ("mde", "mde")):
                assert outputs[mine] == (
                    None if change[its] is None else pytest.approx(change[its], rel=1e-9, abs=1e-9)
                )


def test_fewer_than_ten_answers_get_no_score_but_a_word(calculators: dict[str, Calculator]) -> None:
    results = compute(calculators["nps"], {"promoters": 5, "passives": 2, "detractors": 2})
    assert (results.outputs["score"], results.outputs["low"], results.notes) == (None, None, ("too_few",))
    assert all("{promoters}" in text for text in calculators["nps"].sentence.values())


@pytest.mark.parametrize(
    ("entered", "note"),
    [
        ({"before_promoters": 180, "before_passives": 140, "before_detractors": 80}, "better"),
        ({"before_promoters": 205, "before_passives": 130, "before_detractors": 65}, "noise"),
        ({"before_promoters": 300, "before_passives": 80, "before_detractors": 20}, "worse"),
        ({"before_promoters": 180, "before_passives": 140, "before_detractors": 80, "asked": "SAME"}, "same_persons"),
        ({"before_promoters": 180}, "before_unfinished"),
        ({"before_promoters": 3, "before_passives": 1, "before_detractors": 1}, "before_too_few"),
        ({"population": 400}, "everybody"),
        ({"population": 300}, "population_too_small"),
        ({"promoters": 20, "passives": 0, "detractors": 0}, "adjusted"),
        ({"promoters": 20, "passives": 0, "detractors": 0, "before_promoters": 15, "before_passives": 0,
          "before_detractors": 0}, "no_spread"),
    ],
)  # fmt: skip
def test_the_verdict_is_said_in_words(calculators: dict[str, Calculator], entered: dict[str, Any], note: str) -> None:
    notes = compute(calculators["nps"], entered).notes
    assert note in notes
    assert len({"better", "worse", "noise", "same_persons"} & set(notes)) <= 1
