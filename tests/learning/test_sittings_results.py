"""What a sitting says: scores, reversed statements, missing answers, then and now, and never more than it can bear."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from lms.calculators import evaluate
from lms.learning.assessing.profile import my_profile
from lms.learning.assessing.scoring import CANNOT_JUDGE, Result, TooManyMissing, Verdict, change_of, result_of
from lms.packs.instruments import Instrument
from lms.packs.reading import read_pack
from tests.support.company import MODULE, Company
from tests.support.rows import statements
from tests.support.sitter import ITEMS, PATH, Sitter, all_of, without

SHELF = Path(__file__).parents[1] / "shelf"


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    """Return the instrument on the tests' shelf."""
    return read_pack(SHELF).instruments[0]


pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sitter(company: Company) -> Sitter:
    """Return somebody who has not sat yet."""
    return Sitter.of(company)


@pytest.mark.parametrize(("point", "score"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_a_reversed_statement_is_scored_from_the_other_end(instrument: Instrument, point: int, score: float) -> None:
    result = result_of(instrument, all_of(point))
    assert result.score == score
    assert [sub.score for sub in result.subs] == [score] * 3
    assert not result.alike or point == 3


def test_eight_of_nine_are_enough_and_the_sub_dimension_says_two_of_three(instrument: Instrument) -> None:
    result = result_of(instrument, without(all_of(4) | {"a1-1": 5}, "a1-2"))
    assert (result.judged, result.of, result.score) == (8, 9, pytest.approx(100 * (4.125 - 1) / 4))
    assert [(sub.id, sub.score, sub.judged, sub.of) for sub in result.subs] == [
        ("knowing", 87.5, 2, 3),
        ("using", 75, 3, 3),
        ("full-cost", 75, 3, 3),
    ]


def test_seven_of_nine_are_not(instrument: Instrument) -> None:
    with pytest.raises(TooManyMissing, match="7 judged, 8 needed"):
        result_of(instrument, without(all_of(4), "a1-1", "a1-4"))
    with pytest.raises(TooManyMissing, match="0 judged"):
        result_of(instrument, dict.fromkeys(ITEMS, CANNOT_JUDGE))


def test_a_sub_dimension_with_one_statement_judged_has_no_score(instrument: Instrument) -> None:
    longer = [*instrument.items, *(item for item in instrument.items if item.sub != "knowing")]
    twice = [type(item)(f"{item.id}-{n}", item.sub, item.reverse, item.text) for n, item in enumerate(longer)]
    changed = Instrument.from_document(instrument.document() | {"items": [item.document() for item in twice]})
    answers = {item.id: 3 for item in changed.items} | {"a1-1-0": CANNOT_JUDGE, "a1-2-1": CANNOT_JUDGE}
    knowing = result_of(changed, answers).sub("knowing")
    assert knowing is not None
    assert (knowing.score, knowing.judged) == (None, 1)


def test_the_same_answer_everywhere_is_noted_and_kept(instrument: Instrument, sitter: Sitter) -> None:
    result = result_of(instrument, dict.fromkeys(ITEMS, 4))
    assert result.alike
    assert result.score == pytest.approx(100 * (6 * 3 + 3 * 1) / 36)
    assert not result_of(instrument, dict.fromkeys(ITEMS, 4) | {"a1-1": 5}).alike
    sitter.sit(dict.fromkeys(ITEMS, 4))
    assert "You gave every statement the same answer" in sitter.browser.get(PATH).text


def test_a_result_comes_back_as_it_was_kept(instrument: Instrument) -> None:
    result = result_of(instrument, without(all_of(2), "a1-9"))
    assert Result.from_document(result.document()) == result


@pytest.mark.parametrize(
    ("first", "latest", "verdict"),
    [
        (40, 59, Verdict.CANNOT_TELL),
        (40, 59.1, Verdict.RISEN),
        (59.1, 40, Verdict.FALLEN),
        (59, 40, Verdict.CANNOT_TELL),
        (50, 50, Verdict.CANNOT_TELL),
    ],
)
def test_a_change_is_judged_by_what_chance_may_do(
    instrument: Instrument, first: float, latest: float, verdict: Verdict
) -> None:
    change = change_of(instrument, first, latest)
    assert change is not None
    assert change.least == pytest.approx(19.053, abs=0.001), "sd 15 and alpha .79: 19 points"
    assert change.verdict is verdict


def test_the_assumed_reliability_is_that_of_nine_statements_correlating_by_thirty(instrument: Instrument) -> None:
    longer = evaluate("spearman_brown", {"reliability": 0.30, "factor": 9})
    assert longer["reliability"] == pytest.approx(instrument.spread.reliability, abs=0.005)


def test_a_rise_beyond_chance_is_said_on_the_whole_and_on_nothing_else(sitter: Sitter) -> None:
    sitter.sit(all_of(2))
    sitter.later(days=90)
    sitter.sit(all_of(4))
    html = sitter.browser.get(PATH).text
    assert "Risen by 50 points. That is more than chance would explain (19 points)." in html
    assert html.count("more than chance") == 1
    assert html.count('class="chance"') == 2, "the band on the whole line, and its key"
    assert 'aria-label="Knowing the numbers: from 25 to 75 of 100"' in html
    assert "then, 21 November 2026" in html
    assert "now, 19 February 2027" in html


def test_a_fall_beyond_chance_is_said_as_plainly(sitter: Sitter) -> None:
    sitter.sit(all_of(4))
    sitter.later(days=60)
    sitter.sit(all_of(3))
    assert "Fallen by 25 points. That is more than chance would explain" in sitter.browser.get(PATH).text


def test_a_small_change_cannot_be_told_yet(sitter: Sitter) -> None:
    sitter.sit(all_of(3))
    sitter.later(days=60)
    sitter.sit(all_of(3) | {"a1-1": 5, "a1-2": 5})
    html = sitter.browser.get(PATH).text
    assert "Cannot tell yet. Chance alone moves a score by up to 19 points" in html
    assert "yours has moved by 11." in html


def test_figures_that_would_contradict_the_verdict_when_rounded_are_shown_with_a_decimal(sitter: Sitter) -> None:
    """22 and 41 on the page, 19 apart, and chance does 19: unrounded it is 18.4 of 19.1."""
    sitter.sit(dict(zip(ITEMS, (2, 3, 5, 2, 2, 4, 2, 1, 4), strict=True)))
    sitter.later(days=90)
    sitter.sit(dict(zip(ITEMS, (3, 3, 4, 2, 3, 3, 2, 3, CANNOT_JUDGE), strict=True)))
    said = "Chance alone moves a score by up to 19.1 points in either direction; yours has moved by 18.4."
    assert said in sitter.browser.get(PATH).text


def test_the_first_sitting_has_no_verdict(sitter: Sitter) -> None:
    sitter.sit(all_of(3))
    html = sitter.browser.get(PATH).text
    assert "Then and now" not in html
    assert 'class="chance"' not in html
    assert "Assumed until a norm group has answered" in html
    assert "A draft, not a validated test" in html


def test_every_sitting_is_listed_and_the_old_one_says_what_it_said(sitter: Sitter) -> None:
    first = sitter.sit(all_of(2))
    before = sitter.browser.get(f"/learn/sittings/{first.id}").text
    sitter.later(days=90)
    sitter.sit(all_of(4))
    html = sitter.browser.get(PATH).text
    assert f'href="/learn/sittings/{first.id}"' in html
    after = sitter.browser.get(f"/learn/sittings/{first.id}").text
    for words in ("Start here", "Your profile on 21 November 2026"):
        assert words in before
        assert words in after


@pytest.mark.parametrize(
    ("language", "band", "anchor"),
    [("en", "Established", "Fits completely"), ("da", "Etableret", "Passer helt"), ("sv", "Etablerat", "Stämmer helt")],
)
def test_it_speaks_three_languages_and_the_answers_are_the_same(
    sitter: Sitter, language: str, band: str, anchor: str
) -> None:
    sitter.browser.client.set_cookie("lms_language", language)
    context = sitter.begin()
    assert anchor in sitter.browser.get(PATH).text
    sitter.close(context, all_of(4))
    assert f"<h1>{band}</h1>" in sitter.browser.get(PATH).text


def test_home_gets_one_line_an_instrument_in_at_most_two_queries(company: Company, sitter: Sitter) -> None:
    actor, app, database = company.actor(sitter.person), sitter.installation.app, sitter.installation.database

    def lines() -> list[object]:
        with app.test_client() as client:
            client.set_cookie("lms_session", sitter.browser.client.get_cookie("lms_session").value)  # type: ignore[union-attr]
            client.get("/me")
            with database.reading() as session, statements(database) as sent:
                found = list(_profile(session, actor))
            assert len(sent) <= 2, sent
            return found

    assert lines() == []
    sitter.sit(all_of(2))
    sitter.later(days=90)
    second = sitter.sit(all_of(4))
    (line,) = lines()
    assert (line.first_score, line.latest_score) == (25, 75)  # type: ignore[attr-defined]
    assert line.band["en"] == "Established"  # type: ignore[attr-defined]
    assert line.verdict.startswith("Risen by 50 points.")  # type: ignore[attr-defined]
    assert (line.endpoint, line.address) == ("assessing.sitting", {"identity": second.id})  # type: ignore[attr-defined]
    assert line.next_offer.isoformat() == "2027-05-20"  # type: ignore[attr-defined]
    assert line.picture.band == (pytest.approx(5.947, abs=0.001), pytest.approx(44.053, abs=0.001))  # type: ignore[attr-defined]


def _profile(session: Session, actor: object) -> list[object]:
    return list(my_profile(session, actor))  # type: ignore[arg-type]


def test_a_page_of_it_costs_at_most_five_queries(sitter: Sitter) -> None:
    sitter.sit(all_of(2))
    sitter.later(days=90)
    sitter.save(sitter.begin(), {"a1-1": 4})
    database = sitter.installation.database
    for path in (PATH, "/learn/assessments", f"/learn/{MODULE}/01-why-loyalty-pays"):
        sitter.browser.get(path)
        with statements(database) as sent:
            assert sitter.browser.get(path).status_code == 200
        assert len(sent) <= 5, "\n".join(sent)
