"""Enrolled once a cycle, pinned to the major it was begun with, reading its newest minor."""

from __future__ import annotations

from functools import partial

import pytest

from lms.learning.models import State
from tests.support.at_once import at_once
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import PAGES, Learner
from tests.support.small_installation import publish
from tests.support.small_pack import SLUG


def test_looking_at_a_module_enrols_nobody(learner: Learner) -> None:
    for path in ("/learn", f"/learn/{MODULE}", f"/learn/{MODULE}/{PAGES[0]}"):
        assert learner.browser.get(path).status_code == 200
    assert learner.enrolments() == []


def test_beginning_a_module_enrols_and_turns_to_its_first_page(installation: Installation, learner: Learner) -> None:
    answered = learner.browser.post(f"/learn/{MODULE}/enrolment")
    assert (answered.status_code, answered.location) == (303, f"/learn/{MODULE}/{PAGES[0]}")
    mine = learner.enrolment()
    assert (mine.cycle, mine.major, mine.state) == (1, 1, State.UNDER_WAY)
    assert (mine.pages_read, mine.pages_required, mine.started_at) == (0, len(PAGES), installation.clock.now())


def test_everything_done_at_once_in_a_new_module_enrols_once(company: Company, learner: Learner) -> None:
    many = [company.browser(learner.person) for _ in range(8)]
    for each in many:
        each.token()
    place = {"page": PAGES[0], "block": "start"}
    acts = [
        partial(many[0].post, f"/learn/{MODULE}/enrolment"),
        partial(many[1].post, f"/learn/{MODULE}/enrolment"),
        partial(many[2].send, f"/learn/{MODULE}/place", place),
        partial(many[3].send, f"/learn/{MODULE}/place", place),
        *(
            partial(browser.post, f"/learn/{MODULE}/{page}/reading")
            for browser, page in zip(many[4:], PAGES, strict=False)
        ),
        partial(many[7].post, f"/learn/{MODULE}/{PAGES[-1]}/quiz/attempts"),
    ]
    assert {each.status_code for each in at_once(*acts)} <= {204, 303}
    mine = learner.enrolment()
    assert (mine.state, mine.pages_read) == (State.UNDER_WAY, len(PAGES))


def test_beginning_again_goes_on_where_one_was(learner: Learner) -> None:
    learner.browser.post(f"/learn/{MODULE}/enrolment")
    learner.read(PAGES[0])
    assert learner.browser.post(f"/learn/{MODULE}/enrolment").location == f"/learn/{MODULE}/{PAGES[1]}"
    assert len(learner.enrolments()) == 1


def test_a_newer_minor_is_shown_to_those_who_have_begun(small: Installation) -> None:
    learner = Learner.of(Company(small))
    learner.browser.post(f"/learn/{SLUG}/enrolment")
    publish(small, version="1.1", wording="Mended in the newest minor.")
    assert "Mended in the newest minor." in learner.browser.get(f"/learn/{SLUG}/01-why").text


def test_a_new_major_is_for_those_who_begin_after_it(small: Installation) -> None:
    company = Company(small)
    before, after, onlooker = Learner.of(company), Learner.of(company), Learner.of(company)
    before.browser.post(f"/learn/{SLUG}/enrolment")
    publish(small, version="1.1", wording="The last of the first major.")
    publish(small, version="2.0", wording="The second major.")
    after.browser.post(f"/learn/{SLUG}/enrolment")
    assert (before.enrolment().major, after.enrolment().major) == (1, 2)
    assert "The last of the first major." in before.browser.get(f"/learn/{SLUG}/01-why").text
    for learner in (after, onlooker):
        assert "The second major." in learner.browser.get(f"/learn/{SLUG}/01-why").text


def test_an_attempt_keeps_the_questions_it_began_with_and_the_next_has_the_new_ones(small: Installation) -> None:
    learner = Learner.of(Company(small))
    page = f"/learn/{SLUG}/02-how"
    learner.begin(page, "check")
    publish(small, version="1.1", stem="Is it still hot?", quiz="1.1")
    assert "Is it hot?" in learner.browser.get(page).text
    learner.submit(learner.context(page), hot="yes", count="")
    assert "Is it hot?" in learner.browser.get(page).text, "the result is shown with the question it was given to"
    learner.begin(page, "check")
    assert "Is it still hot?" in learner.browser.get(page).text


@pytest.mark.parametrize(
    "path",
    [
        "/learn/no-such-module",
        f"/learn/{MODULE}/no-such-page",
        "/learn/%00",
        f"/learn/{MODULE}/%00",
        f"/learn/{MODULE}/%F0%28",
        f"/learn/{MODULE}/../../me",
        f"/learn/{'a' * 5000}",
    ],
    ids=["module", "page", "zero byte", "zero byte in a page", "half a character", "dots", "long"],
)
def test_an_unknown_module_or_page_is_not_found_and_has_a_way_on(learner: Learner, path: str) -> None:
    answered = learner.browser.get(path)
    assert answered.status_code == 404
    assert 'href="/' in answered.text


@pytest.mark.parametrize(
    "path",
    [
        "/learn/no-such-module/enrolment",
        "/learn/no-such-module/place",
        f"/learn/{MODULE}/no-such-page/reading",
        f"/learn/{MODULE}/%00/reading",
        f"/learn/{MODULE}/{PAGES[-1]}/no-such-block/attempts",
        f"/learn/{MODULE}/{PAGES[-1]}/losses/attempts",
        f"/learn/{MODULE}/{PAGES[0]}/quiz/attempts",
        f"/learn/{MODULE}/%00/quiz/attempts",
        "/learn/attempts/019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01/submission",
        "/learn/attempts/no-id/submission",
    ],
)
def test_nothing_is_done_at_an_unknown_address(learner: Learner, path: str) -> None:
    assert learner.browser.post(path).status_code == 404
    assert (learner.enrolments(), learner.attempts()) == ([], [])
