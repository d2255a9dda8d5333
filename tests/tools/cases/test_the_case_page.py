"""The page for a steering group: what it asks, what it gives, how sure that is, and honest words where it is not."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from lms.calculators.ranges import run_ranges
from tests.support.company import Company, answer
from tests.support.fingerprint import dump
from tests.support.installation import Installation
from tests.tools.cases.conftest import CHURN, LIST, Sponsor, plain, sponsor_of

COSTS = [{"name": "Two people who ring", "one_off": 120_000, "yearly": 800_000}]
EFFECTS = [
    {"name": "Fewer losses", "amount": 2_500_000, "caused": 0.6, "starts": 6, "lasts": 4},
    {"name": "Fewer calls", "amount": 200_000, "caused": 1, "starts": 3, "lasts": 5},
]
RANGES = {
    "effects.amount.1": (1_000_000, 4_000_000),
    "effects.caused.1": (0.3, 0.9),
    "effects.starts.1": (3, 12),
    "costs.yearly.1": (700_000, 1_000_000),
}


@pytest.fixture
def case(sponsor: Sponsor) -> str:
    """Return a case in which every number is the person's, four of them with a range."""
    made = sponsor.case()
    sponsor.change(made, costs=COSTS, effects=EFFECTS, horizon=5, discount=0.1)
    for name, (low, high) in RANGES.items():
        sponsor.range(made, name, low, high)
    return made


def words_of(sponsor: Sponsor, path: str) -> tuple[int, str]:
    """Return how many pages a PDF has, and its words."""
    sent = sponsor.browser.get(path)
    assert sent.status_code == 200, sent.text
    assert sent.headers["Cache-Control"] == "no-store"
    pages = PdfReader(io.BytesIO(sent.data)).pages
    text = " ".join(each.extract_text() for each in pages)
    return len(pages), re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u200b", ""))


def test_the_page_holds_what_the_group_decides_on(sponsor: Sponsor, case: str) -> None:
    html = sponsor.page(case)
    kept = sponsor.kept(case)
    runs = run_ranges(
        kept.calculator,
        kept.values,
        {name: {"dist": "triangular", "low": low, "high": high} for name, (low, high) in RANGES.items()},
    )
    assert runs.below_zero is not None
    assert f"{round(runs.below_zero * 100)} of 100 runs" in html
    for words in ("Welcome calls", "We ring every new customer", "in 8 of 10 runs", "DKK 120,000", "DKK 800,000",
                  "Fewer losses", "60%", "6 months", "4 years", "DKK 1–4m", "What this does not show"):  # fmt: skip
        assert words in html, words
    matter = re.search(r'class="case-matter">(.*?)</ul>', html)
    assert matter is not None
    assert matter[1].count("<li>") == 3
    assert "Before you believe the figures" not in html or "Without a range: Fewer calls." in html


def test_examples_are_called_examples_until_they_are_not(sponsor: Sponsor) -> None:
    begun = sponsor.case()
    html = sponsor.page(begun)
    assert "Still the example's, not ours: What it costs, What it gives, Years counted" in html
    assert "No number has a range yet, so nobody can say how sure this is." in html
    assert "data-loss" not in html, "no chance of loss without a range"
    sponsor.change(begun, costs=COSTS, effects=EFFECTS, horizon=5, discount=0.1)
    assert "Still the example's" not in sponsor.page(begun)


def test_an_effect_from_a_scenario_full_of_examples_says_so(sponsor: Sponsor) -> None:
    sponsor.browser.save(answer(CHURN, "inputs", "customers", 20_000))
    today, plan = sponsor.scenario("As today"), sponsor.scenario("Plan", churn_rate=0.1)
    case = sponsor.case()
    sponsor.take(case, plan, today)
    assert re.search(r"“Fewer losses” rests on a scenario in which 2 of \d+ numbers are yours\.", sponsor.page(case))


def test_an_unfinished_table_leaves_a_page_without_figures(sponsor: Sponsor, case: str) -> None:
    sponsor.change(case, effects=[{**EFFECTS[0], "amount": None}])
    html = sponsor.page(case)
    assert "data-worth" not in html
    assert "Cells still empty: 1." in html
    pages, text = words_of(sponsor, f"{LIST}/{case}/page.pdf")
    assert pages == 1
    assert "Cells still empty: 1." in text


def test_what_is_measured_first_stands_there_with_its_day(sponsor: Sponsor, case: str) -> None:
    address = f"{LIST}/{case}/measure"
    refused = sponsor.browser.post(address, {"what": "", "by": "soon"})
    assert refused.status_code == 422
    assert "Say what is measured" in refused.text
    assert "Write the day as year-month-day" in refused.text
    assert sponsor.browser.post(address, {"what": "Our share, asked of Ida", "by": "2027-03-31"}).status_code == 303
    assert "Our share, asked of Ida</span>, by <time" in sponsor.page(case)
    assert "31 March 2027" in words_of(sponsor, f"{LIST}/{case}/page.pdf")[1]


@pytest.mark.parametrize(("language", "words"), [("en", "What it gives"), ("da", "Hvad"), ("sv", "Vad")])
def test_the_pdf_is_one_sheet_in_the_readers_language(sponsor: Sponsor, case: str, language: str, words: str) -> None:
    sponsor.browser.client.set_cookie("lms_language", language)
    pages, text = words_of(sponsor, f"{LIST}/{case}/page.pdf")
    assert pages == 1
    assert "Welcome calls" in text
    assert words in text
    assert sponsor.person.name not in text, "a name only where it is asked for"
    assert sponsor.person.name in words_of(sponsor, f"{LIST}/{case}/page.pdf?signed=1")[1]


def test_the_fullest_case_still_fits_one_sheet(sponsor: Sponsor) -> None:
    case = sponsor.case(name="W" * 60, what="Words of eight " * 66)
    long = "An effect under a name as long as the table takes, to the end"[:60]
    effects = [{**EFFECTS[0], "name": f"{at:02} {long}"[:60], "amount": 9_876_543_210 + at} for at in range(20)]
    costs = [{"name": f"{at:02} {long}"[:60], "one_off": 123_456_789, "yearly": 987_654_321} for at in range(20)]
    sponsor.change(case, effects=effects, costs=costs, horizon=10, discount=0.1)
    for at in range(1, 6):
        sponsor.range(case, f"effects.amount.{at}", 1_000_000_000, 19_000_000_000)
    sponsor.browser.post(f"{LIST}/{case}/measure", {"what": "m" * 200, "by": "2027-03-31"})
    pages, text = words_of(sponsor, f"{LIST}/{case}/page.pdf?signed=1")
    assert pages == 1
    assert "15 smaller ones together" in text


def test_hostile_words_stay_words(sponsor: Sponsor) -> None:
    evil = "<script>alert(1)</script> #panic()"
    case = sponsor.case(name=evil, what='*bold* $x$ #image("/etc/passwd")')
    sponsor.change(case, effects=[{**EFFECTS[0], "name": '#read("a") </td><script>'}])
    html = sponsor.browser.get(f"{LIST}/{case}").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    pages, text = words_of(sponsor, f"{LIST}/{case}/page.pdf")
    assert pages == 1
    assert "#panic()" in text
    assert "#image" in text


def test_the_list_begins_a_case_and_shows_what_each_is_worth(sponsor: Sponsor, case: str) -> None:
    html = plain(sponsor.browser.get(LIST).text)
    assert f"/tools/scenarios/{case}" in html
    assert "Welcome calls" in html
    refused = sponsor.browser.post(LIST, {"name": "", "what": "x" * 1001})
    assert refused.status_code == 422
    assert "Give it a name." in refused.text
    assert "At most 1,000 characters." in refused.text


def test_a_colleague_reads_a_shared_case_and_is_noted(sponsor: Sponsor, case: str, shelf: Company) -> None:
    reader = sponsor_of(shelf, name="Reading Colleague")
    assert reader.browser.get(f"{LIST}/{case}").status_code == 404
    sponsor.browser.post(f"/tools/scenarios/{case}/shares", {"who": reader.person.email})
    html = reader.page(case)
    assert "Welcome calls" in html
    assert "data-measuring" not in html
    assert "has looked 1 time" in sponsor.panel(case)
    assert reader.browser.get(f"{LIST}/{case}/page.pdf").status_code == 404
    assert reader.browser.post(f"{LIST}/{case}/measure", {"what": "a", "by": "2027-01-01"}).status_code == 404
    share = re.search(r'name="share" value="([^"]+)"', sponsor.panel(case))
    assert share is not None
    sponsor.browser.post(f"/tools/scenarios/{case}/shares/removal", {"share": share[1]})
    ended = reader.browser.get(f"{LIST}/{case}")
    assert ended.status_code == 404
    assert "Welcome calls" not in ended.text


def test_a_scenario_of_another_tool_has_no_case_page(sponsor: Sponsor) -> None:
    scenario = sponsor.scenario("As today")
    assert sponsor.browser.get(f"{LIST}/{scenario}").status_code == 404
    assert "From here to the steering group" not in sponsor.panel(scenario)


def test_nothing_of_a_case_lies_open_in_the_database(sponsor: Sponsor, installation: Installation) -> None:
    case = sponsor.case(name="Zxplanted initiative", what="Zxplanted reason")
    sponsor.browser.post(f"{LIST}/{case}/measure", {"what": "Zxplanted measure", "by": "2027-03-31"})
    assert "Zxplanted" not in dump(installation.database)


def test_where_no_such_calculator_stands_there_are_no_cases(company: Company) -> None:
    browser = company.browser(company.person())
    assert browser.get(LIST).status_code == 404
    assert browser.post(LIST, {"name": "One"}).status_code == 404
