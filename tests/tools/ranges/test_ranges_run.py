"""Running a tool with one's ranges: repeatable, worded as what it is, bounded, and nobody else's business."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.calculators.ranges import run_ranges
from lms.calculators.reading import read_calculator
from lms.kernel.clock import SetClock
from lms.tools.ranges.views import MOST_A_MINUTE
from tests.support.company import Company, answer
from tests.support.installation import Installation
from tests.support.learner import Learner

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
RANGES = "/tools/customer-lifetime-value/ranges"
FILE = Path(__file__).parents[2] / "shelf" / "modules" / "loyalty-economics" / "customer-lifetime-value.calc.toml"
XSS = json.loads((Path(__file__).parents[2] / "cases" / "xss.json").read_text())["cases"]
HOSTILE = [each["value"] for case in XSS for each in case.get("variants", ())[:1] if isinstance(each.get("value"), str)]
MARGIN = {"shape": "triangular", "low": 700, "high": 1400}
RETENTION = {"shape": "pert", "low": 0.6, "high": 0.9}


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner with two ranges."""
    found = Learner.of(company)
    kept = found.browser.save(answer(CLV, "ranges", "margin", MARGIN), answer(CLV, "ranges", "retention", RETENTION))
    assert kept.status_code == 200
    return found


def ask(learner: Learner, **asked: str) -> TestResponse:
    """Ask for a run as the script does."""
    return learner.browser.send(RANGES, {"context": CLV, **asked})


def plain(html: str) -> str:
    """Return a page as it reads, spaces plain."""
    return re.sub(r"\s+", " ", html.replace("\u00a0", " "))


def test_the_same_seed_gives_the_same_runs_and_another_one_others(learner: Learner) -> None:
    first, again, other = (ask(learner, seed=seed).json for seed in ("7", "7", "8"))
    assert first == again
    assert first["report"]["p50"] != other["report"]["p50"]
    assert abs(first["report"]["p50"] / other["report"]["p50"] - 1) < 0.02


def test_the_figures_are_those_of_the_engine_on_my_own_numbers(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "acquisition_cost", 250))
    report = ask(learner, threshold="2,000", seed="7").json["report"]
    calculator = read_calculator(FILE.read_text(encoding="utf-8"), FILE.name)
    ranges = {"margin": {"dist": "triangular", "low": 700, "high": 1400}}
    ranges["retention"] = {"dist": "pert", "low": 0.6, "high": 0.9}
    expected = run_ranges(calculator, {"acquisition_cost": 250.0}, ranges, seed=7, threshold=2000.0).document()
    assert (report["p10"], report["p90"], report["reached"]) == (expected["p10"], expected["p90"], expected["reached"])
    assert report["samples"] == 20_000
    assert [each["input"] for each in report["break_even"]][:2] == [each["name"] for each in expected["swings"]]


def test_it_is_worded_as_runs_and_never_as_certainty(learner: Learner) -> None:
    answered = ask(learner, threshold="2,000").json
    html = plain(answered["html"])
    assert "8 of 10 runs with your ranges fall between" in html
    assert re.search(r"At or above DKK 2,000: \d+ of 100 runs\.", html)
    assert re.fullmatch(r"DKK [\d,]+–[\d,]+ in 8 of 10 runs", plain(answered["line"]))
    assert "sure" not in html
    assert "%" not in answered["line"]


def test_figures_have_as_many_digits_as_their_range_bears(learner: Learner) -> None:
    answered = ask(learner).json
    report = answered["report"]
    assert answered["step"] == 10.0 ** len(str(int((report["p90"] - report["p10"]) / 10))) / 10
    low, high = re.findall(r"[\d,]+", plain(answered["line"]))[:2]
    for shown, exact in ((low, report["p10"]), (high, report["p90"])):
        assert abs(float(shown.replace(",", "")) - exact) <= answered["step"] / 2


def test_every_picture_has_its_words_and_the_table_its_rows(learner: Learner) -> None:
    html = ask(learner, threshold="2,000").json["html"]
    assert re.findall(r'data-picture="(\w+)"', html) == ["runs", "fan", "moves", "line"]
    assert all(words for words in re.findall(r'role="img" aria-label="([^"]*)"', html))
    assert html.count("<details") == 5
    pages = [json.loads(text) for text in re.findall(r'<script type="application/json">(.*?)</script>', html)]
    assert all(page["table"] for page in pages)


def test_a_controller_finds_the_same_figures_from_the_shell(learner: Learner, installation: Installation) -> None:
    learner.browser.save(answer(CLV, "inputs", "acquisition_cost", 250.5))
    html = plain(ask(learner, threshold="2,000", seed="7").json["html"])
    assert "lms ranges customer-lifetime-value.calc.toml acquisition_cost=250.5" in html
    assert "--range=margin=triangular:700,1000,1400" in html
    assert "--threshold=2000 --break-even=" in html
    assert "--target=2000 --seed=7" in html


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"threshold": "lots"}, "threshold", "Enter a number, such as 1,200.50."),
        ({"threshold": "9" * 30}, "threshold", "That number is too large."),
        ({"seed": "-1"}, "seed", "A seed is a whole number from 0 to 4294967295."),
        ({"seed": "4294967296"}, "seed", "A seed is a whole number from 0 to 4294967295."),
        ({"seed": "\u0663"}, "seed", "A seed is a whole number from 0 to 4294967295."),
        ({"seed": "1e5"}, "seed", "A seed is a whole number from 0 to 4294967295."),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    learner: Learner, asked: dict[str, str], field: str, sentence: str
) -> None:
    refused = ask(learner, **asked)
    assert refused.status_code == 422
    assert refused.json["refused"][field][0].startswith(sentence)
    page = learner.browser.post(RANGES, {"context": CLV, **asked})
    assert page.status_code == 422
    assert sentence in page.text


@pytest.mark.parametrize("body", [[], "x", 1, {"seed": 1}, {"context": None}, {"context": ["x"]}])
def test_a_body_no_form_could_send_is_refused(learner: Learner, body: Any) -> None:
    assert learner.browser.send(RANGES, body).status_code == 400


def test_without_a_range_there_is_nothing_to_run(company: Company) -> None:
    newcomer = Learner.of(company)
    assert ask(newcomer).status_code == 422
    assert ask(newcomer).json["says"].startswith("Give at least one number a low and a high end first.")
    assert "Give at least one number" in newcomer.browser.post(RANGES, {"context": ""}).text


def test_somebody_who_never_stops_asking_has_to_wait_a_minute(learner: Learner, clock: SetClock) -> None:
    for _ in range(MOST_A_MINUTE):
        assert ask(learner).status_code == 200
    shut = ask(learner)
    assert (shut.status_code, shut.headers["Retry-After"]) == (429, "20")
    assert shut.json["says"] == "That was a lot of runs in a minute. Wait a little, then ask again."
    assert learner.browser.post(RANGES, {"context": CLV}).status_code == 429
    clock.forward(minutes=1)
    assert ask(learner).status_code == 200


def test_one_persons_haste_is_not_anothers(company: Company, learner: Learner) -> None:
    for _ in range(MOST_A_MINUTE):
        ask(learner)
    other = Learner.of(company)
    other.browser.save(answer(CLV, "ranges", "margin", MARGIN))
    assert ask(other).status_code == 200


@pytest.mark.parametrize("context", [CHURN, "calculator:", "facts:mine", "attempt:x", "scenario:x", "zebra", "x" * 81])
def test_another_context_than_the_tools_is_not_there(learner: Learner, context: str) -> None:
    assert learner.browser.send(RANGES, {"context": context}).status_code in (404, 422)
    assert learner.browser.post(RANGES, {"context": context}).status_code in (404, 422)


def test_an_unknown_tool_has_no_ranges(learner: Learner) -> None:
    assert learner.browser.get("/tools/no-such-tool/ranges").status_code == 404
    assert learner.browser.post("/tools/no-such-tool/ranges").status_code == 404
    assert learner.browser.get("/tools/uncertainty?tool=no-such-tool").status_code == 404


def test_a_run_from_another_site_is_refused(learner: Learner) -> None:
    assert learner.browser.client.post(RANGES, json={"context": CLV}).status_code == 400
    assert learner.browser.client.post(RANGES, data={"context": CLV}).status_code == 400


def test_runs_without_a_result_are_counted_and_said(learner: Learner) -> None:
    learner.browser.save(
        answer(CLV, "inputs", "growth", 0.08), answer(CLV, "ranges", "growth", {**MARGIN, "low": 0.0, "high": 0.5})
    )
    answered = ask(learner)
    if answered.json["report"]["failed"]:
        assert (
            "runs gave no result and are in none of the figures. With these numbers the value never stops growing."
            in (plain(answered.json["html"]))
        )
    assert answered.json["report"]["counted"] + sum(answered.json["report"]["failed"].values()) == 20_000


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_only_ever_text(learner: Learner, text: str) -> None:
    page = learner.browser.post(
        RANGES, {"context": CLV, "low-margin": text, "high-margin": "1", "threshold": text[:40]}
    )
    assert page.status_code == 422
    for hostile in ("<script>", "<img", "<svg", "onerror="):
        if hostile in text:
            assert text not in page.text


def test_the_page_that_teaches_opens_with_the_tool_last_used(learner: Learner) -> None:
    assert "customer-lifetime-value/ranges" in learner.browser.get("/tools/uncertainty").text
    asked = learner.browser.get("/tools/uncertainty?tool=cost-of-churn").text
    assert "cost-of-churn/ranges" in asked
    assert "What 8 of 10 means" in asked


def test_two_numbers_can_move_together(learner: Learner) -> None:
    apart = ask(learner, seed="7").json["report"]
    up = ask(learner, seed="7", first="margin", second="retention", strength="0.5").json
    down = ask(learner, seed="7", first="margin", second="retention", strength="-0.5").json["report"]
    widths = [each["p90"] - each["p10"] for each in (down, apart, up["report"])]
    assert widths == sorted(widths)
    assert "--together=margin,retention=0.5" in up["html"]


@pytest.mark.parametrize(
    "pair",
    [
        {"first": "margin", "second": "margin", "strength": "0.5"},
        {"first": "margin", "second": "retention", "strength": "1"},
        {"first": "margin", "second": "retention", "strength": "nan"},
        {"strength": "0.5"},
    ],
)
def test_a_pair_that_cannot_move_together_is_refused_at_its_field(learner: Learner, pair: dict[str, str]) -> None:
    refused = ask(learner, **pair)
    assert (refused.status_code, list(refused.json["refused"])) == (422, ["strength"])
    assert (
        "Choose two different numbers that have a range." in learner.browser.post(RANGES, {"context": CLV, **pair}).text
    )


def test_a_pair_without_a_range_says_so(learner: Learner) -> None:
    found = ask(learner, first="margin", second="discount", strength="0.5").json
    assert found["line"] == ""
    assert "notice error" in found["html"]
