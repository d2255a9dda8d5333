"""Questions of a package in a real browser: by keyboard and touch, scored, taken up again, accessible, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lms.doors.scorm.questions.data import quiz_data
from tests.doors.scorm.asked_page import Seated, asked, desks, fits, spoken_in, walk, whole_quiz
from tests.doors.scorm.asked_shelf import calculators, shelf
from tests.journeys.conftest import CHROMIUM
from tests.support.axe import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="chromium is missing; browser tests did not run"),
]


@pytest.fixture
def seated(chromium: Browser) -> Iterator[Seated]:
    """Return a maker of desks: `seated(width=360, dark=True)`."""
    with desks(chromium) as made:
        yield made


def test_every_kind_is_answered_by_keyboard_and_scored(seated: Seated) -> None:
    desk = seated()
    desk.mount(asked(whole_quiz()))
    page = desk.page
    page.get_by_role("button", name="Begin the questions").focus()
    desk.press("Enter")
    expect(page.locator("fieldset.item").first).to_be_focused()
    walk(desk)
    assert violations(page) == []
    page.get_by_role("button", name="See how I did").focus()
    desk.press("Enter")
    expect(page.locator(".score")).to_be_focused()
    expect(page.locator(".score .big")).to_have_text("10 of 10")
    expect(page.get_by_role("heading", name="You have passed")).to_be_visible()
    [result] = desk.results
    assert result == {
        "id": "check", "done": True, "score": 10, "max": 10, "passed": True, "answered": 10, "total": 10,
        "interactions": [],
    }  # fmt: skip
    assert violations(page) == []


def test_one_who_comes_back_goes_on_where_they_were_in_another_language(seated: Seated) -> None:
    desk = seated()
    desk.mount(asked(whole_quiz()))
    desk.page.get_by_role("button", name="Begin the questions").click()
    walk(desk)
    state = desk.state
    assert len(state) <= 700
    again = seated(360)
    again.mount(asked(whole_quiz(), "da"), state, "da")
    again.page.locator("form.quiz button[type=submit]").click()
    expect(again.page.locator(".score .big")).to_have_text("10 af 10")
    assert again.results[-1]["score"] == 10
    known = again.page.evaluate(
        "(given) => window.resultIn(given)", {"data": asked(whole_quiz()), "state": again.state}
    )
    assert known == again.results[-1]
    last = seated()
    last.mount(asked(whole_quiz()), again.state)
    expect(last.page.locator(".score .big")).to_have_text("10 of 10")
    assert last.results == []


def test_what_cannot_be_read_begins_anew_and_says_so(seated: Seated) -> None:
    desk = seated()
    desk.mount(asked(whole_quiz()), "q1.nothing.of.ours")
    expect(desk.page.locator(".notice")).to_contain_text("could not be read")
    assert violations(desk.page) == []
    desk.page.get_by_role("button", name="Begin the questions").click()
    expect(desk.page.locator(".notice")).to_have_count(0)


def test_wrong_answers_teach_lead_back_to_the_page_and_another_try_is_another(seated: Seated) -> None:
    desk = seated()
    page = desk.page
    desk.mount(asked(whole_quiz(attempts=2)))
    page.get_by_role("button", name="Begin the questions").click()
    page.locator("#check-leaves-0 input[value=rent]").check()
    page.locator("#check-leaves-0 input[value=margin]").check()
    page.get_by_role("button", name="See how I did").click()
    expect(page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    expect(page.locator("#check-leaves-0 .taught .wrong")).to_contain_text("On rent.")
    expect(page.locator("#check-leaves-0 .taught .missed")).to_contain_text("On words.")
    assert page.locator("#check-who-stays-0 .feedback").inner_text().startswith("Not answered")
    assert page.locator("a[data-page=page-0]").first.inner_text() == "Read again: The first page"
    expect(page.locator(".score")).to_contain_text("1 try left")
    page.get_by_role("button", name="Try again").click()
    assert page.locator("fieldset.item input:checked").count() == 0
    page.get_by_role("button", name="See how I did").click()
    expect(page.get_by_role("heading", name="Not passed")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert [result["score"] for result in desk.results] == [0, 0]


def test_a_number_that_is_none_is_asked_for_again_and_nothing_is_scored(seated: Seated) -> None:
    desk = seated()
    page = desk.page
    desk.mount(asked(whole_quiz()))
    page.get_by_role("button", name="Begin the questions").click()
    box = page.locator("#check-worth-0 input").first
    box.fill("twelve")
    page.get_by_role("button", name="See how I did").focus()
    expect(page.locator("#check-worth-0 [data-error]").first).to_contain_text("Write it in digits")
    page.get_by_role("button", name="See how I did").click()
    expect(box).to_be_focused()
    assert desk.results == []
    assert violations(page) == []


def test_a_question_is_checked_at_once_and_stays_as_it_is(seated: Seated) -> None:
    desk = seated()
    page = desk.page
    desk.mount(asked(whole_quiz(feedback="immediate")))
    page.get_by_role("button", name="Begin the questions").click()
    page.get_by_role("button", name="Check question 3").click()
    expect(page.locator("#check-leaves-0 > [data-error]")).to_contain_text("Answer this question first")
    page.locator("#check-leaves-0 input[value=rent]").check()
    page.get_by_role("button", name="Check question 3").click()
    expect(page.locator("#check-leaves-0 .feedback")).to_be_focused()
    expect(page.locator("#check-leaves-0 input[value=margin]")).to_be_disabled()
    assert violations(page) == []
    again = seated()
    again.mount(asked(whole_quiz(feedback="immediate")), desk.state)
    expect(again.page.locator("#check-leaves-0 .feedback")).to_contain_text("On rent.")


def test_a_tap_on_the_picture_chooses_in_the_list(seated: Seated) -> None:
    desk = seated(360)
    page = desk.page
    desk.mount(asked(whole_quiz()))
    page.get_by_role("button", name="Begin the questions").click()
    page.locator("#check-waits-0 .badge[data-spot=door] circle").click()
    expect(page.locator("#check-waits-0 input[value=door]")).to_be_checked()
    page.locator("#check-waits-0 g[data-spot=door] .line").click(position={"x": 5, "y": 5})
    expect(page.locator("#check-waits-0 input[value=door]")).not_to_be_checked()


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_nothing_is_cut_off_in_light_or_dark(seated: Seated, dark: bool) -> None:
    desk = seated(360, dark=dark)
    page = desk.page
    desk.mount(asked(whole_quiz()))
    assert fits(page)
    assert violations(page) == []
    page.get_by_role("button", name="Begin the questions").click()
    assert fits(page)
    assert violations(page) == []
    page.locator("#check-leaves-0 input[value=rent]").check()
    page.get_by_role("button", name="See how I did").click()
    assert fits(page)
    assert violations(page) == []


def test_the_time_ends_a_try(seated: Seated) -> None:
    desk = seated()
    desk.page.clock.install()
    desk.page.reload()
    desk.mount(asked(whole_quiz(time_limit=1)))
    desk.page.get_by_role("button", name="Begin the questions").click()
    expect(desk.page.locator("[data-left]")).to_have_text("1:00")
    state = desk.state
    desk.page.clock.fast_forward(61_000)
    expect(desk.page.locator(".score")).to_be_visible()
    assert desk.results[-1]["score"] == 0
    away = seated()
    away.page.clock.install(time=datetime.now(UTC) + timedelta(hours=1))
    away.page.reload()
    away.mount(asked(whole_quiz(time_limit=1)), state)  # the clock went on while the window was closed
    expect(away.page.locator(".score")).to_be_visible()
    assert away.results == desk.results


@pytest.mark.parametrize("width", [360, 1280])
def test_a_self_assessment_shows_its_profile_and_keeps_nothing(seated: Seated, width: int) -> None:
    instrument = shelf().instruments[0]
    data = dict(
        quiz_data(instrument.document(), "en", id="mirror", pages={each: each.title() for each in instrument.pages})
    )
    desk = seated(width)
    page = desk.page
    desk.mount(data)
    assert violations(page) == []
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="See my profile").click()
    expect(page.get_by_role("alert")).to_contain_text("have no answer yet")
    assert violations(page) == []
    for statement in page.locator("fieldset.statement").all():
        statement.locator("input[value='4']").focus()
        desk.press("Space")
    expect(page.locator("[data-answered]")).to_have_text("9 of 9")
    page.get_by_role("button", name="See my profile").click()
    expect(page.locator("h2")).to_be_focused()
    assert fits(page)
    assert violations(page) == []
    assert desk.state == f"p1.{data['mark']}.done"
    assert desk.results == [
        {
            "id": "mirror",
            "done": True,
            "score": None,
            "max": None,
            "passed": None,
            "answered": 9,
            "total": 9,
            "interactions": [],
        }
    ]
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    desk.mount(data, desk.state)  # turned the page and came back: still there
    expect(page.locator(".profile-chart")).to_be_visible()
    page.reload()
    desk.mount(data, f"p1.{data['mark']}.done")
    expect(page.locator(".notice")).to_contain_text("not kept")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_drill_is_played_to_its_end_and_keeps_nothing(seated: Seated, width: int) -> None:
    drill = shelf().drill("loyalty-economics-dilemma")
    assert drill is not None
    with spoken_in("en"):
        known = calculators()[drill.name]
        data = dict(
            quiz_data(drill.document(), "en", id="drill", pages=dict.fromkeys(drill.pages, "A page"), calculators=known)
        )
    desk = seated(width)
    page = desk.page
    desk.mount(data)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one of them.")
    assert violations(page) == []
    best: Any = data["best"]
    for step, option in enumerate(best):
        page.locator(f"input[type=radio][value='{option}']").focus()
        desk.press("Space")
        page.get_by_role("button", name="Decide").press("Enter")
        expect(page.get_by_role("heading", level=2)).to_be_focused()
        assert fits(page)
        if step == 0:
            assert violations(page) == []
        page.locator("[data-act=on]").click()
    rows = page.locator("table.twin").first.locator("tbody tr")
    assert rows.nth(0).locator("td").all_inner_texts() == rows.nth(1).locator("td").all_inner_texts()
    assert fits(page)
    assert violations(page) == []
    assert desk.state == f"p1.{data['mark']}.done"
    assert desk.results[-1]["answered"] == len(best)
    page.locator(".drill-timeline button").first.click()
    expect(page.locator(".roads .yours")).to_be_visible()


def test_all_quizzes_that_ship_fit_a_phone_and_are_accessible(seated: Seated) -> None:
    desk = seated(360)
    for quiz in shelf().quizzes:
        desk.mount(dict(quiz_data(quiz.document(), "sv", id="check", picture=lambda _name: "/media/x.svg")), "", "sv")
        desk.page.locator("[data-act=begin]").click()
        assert fits(desk.page), quiz.name
        desk.page.locator("button[type=submit]").click()
        assert fits(desk.page), quiz.name
        assert violations(desk.page) == [], quiz.name
        assert desk.results[-1]["total"] == quiz.count
