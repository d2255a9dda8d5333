"""Questions that come back: written down once at completion, three a day, answered once, and nobody's business."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.learning.recall.models import RecallCard
from tests.support.at_once import at_once
from tests.support.company import Browser, Company
from tests.support.installation import Installation
from tests.support.recaller import FIRST, WRONG, Recaller, text_of
from tests.support.rows import dump, statements

ASKED = "Three questions from Loyalty economics"


@pytest.fixture
def learner(company: Company, clock: SetClock) -> Recaller:
    """Return somebody who has just completed the module."""
    person = company.person()
    found = Recaller(company.installation, person, company.browser(person))
    found.complete()
    return found


@pytest.fixture
def due(learner: Recaller, clock: SetClock) -> Recaller:
    """Return them two days later."""
    learner.wait(2)
    return learner


def tab(learner: Recaller) -> Browser:
    """Return another tab of the same browser."""
    learner.browser.token()
    found = Browser(learner.installation.app.test_client())
    for name in ("lms_session", "lms_form"):
        cookie = learner.browser.client.get_cookie(name)
        assert cookie is not None
        found.client.set_cookie(name, cookie.value)
    found.token()
    return found


def test_completion_writes_down_each_question_once_for_two_days_later(company: Company, clock: SetClock) -> None:
    person = company.person()
    learner = Recaller(company.installation, person, company.browser(person))
    learner.read()
    assert learner.cards() == [], "not before the module is completed"
    learner.complete_by_hand()
    day = clock.now().date() + FIRST
    assert learner.due() == dict.fromkeys(("five-points", "customer-value", "either-or", "standing-still"), day)
    learner.read()
    learner.submit(learner.begin())
    assert len(learner.cards()) == 4, "reading and trying again changes nothing"


def test_nothing_is_asked_before_its_day_and_nothing_of_a_module_under_way(
    company: Company, clock: SetClock, learner: Recaller
) -> None:
    assert "Do you remember?" not in learner.home()
    waits = text_of(learner.browser.get("/learn/recall"))
    assert "The next ones come around Monday" in waits, "21 November 2026 is a Saturday"
    person = company.person()
    other = Recaller(company.installation, person, company.browser(person))
    other.read()
    other.wait(30)
    assert "Do you remember?" not in other.home()
    assert "Nothing comes back yet" in text_of(other.browser.get("/learn/recall"))


def test_three_a_day_and_the_fourth_tomorrow(due: Recaller, clock: SetClock) -> None:
    assert f"two minutes {ASKED}" in due.home()
    assert due.answer_all() == 3
    assert "Do you remember?" not in due.home(), "no fourth, no badge"
    page = text_of(due.browser.get("/learn/recall"))
    assert "Done for today" in page
    assert "The next ones come tomorrow." in page
    due.wait(1)
    assert "One question from Loyalty economics" in due.home()
    assert due.answer_all() == 1


def test_who_is_right_meets_it_a_week_later_and_who_is_wrong_tomorrow(due: Recaller, clock: SetClock) -> None:
    today = clock.now().date()
    due.say("five-points")
    due.say("customer-value", WRONG["customer-value"])
    due.browser.post(f"/learn/recall/{due.card('either-or').id}/answer", {"unknown": "1"})
    after = {item: (day - today).days for item, day in due.due().items()}
    assert after == {"five-points": 7, "customer-value": 1, "either-or": 1, "standing-still": 0}


def test_it_shows_why_and_where_it_is_taught(due: Recaller) -> None:
    sent = due.say("five-points", WRONG["five-points"])
    shown = text_of(due.browser.get(sent.location))
    assert "Not quite" in shown
    assert "Right answer" in shown
    assert "Next question" in shown
    unknown = due.browser.post(f"/learn/recall/{due.card('either-or').id}/answer", {"unknown": "1"})
    told = text_of(due.browser.get(unknown.location))
    assert "Now you know" in told
    assert "Right answer" in told


def test_an_empty_or_unreadable_answer_is_asked_for_again_and_counts_nothing(due: Recaller) -> None:
    card = due.card("customer-value")
    for value in ("", "a lot"):
        back = due.browser.post(f"/learn/recall/{card.id}/answer", {"item-customer-value": value})
        assert back.status_code == 422
    empty = due.browser.post(f"/learn/recall/{due.card('five-points').id}/answer")
    assert empty.status_code == 422
    assert "Answer the question, or say that you do not know." in empty.text
    assert due.say("five-points", "no-such-option").status_code == 422
    assert [each.sealed for each in due.cards()] == [None] * 4


def test_eight_clicks_at_once_are_one_answer(due: Recaller, clock: SetClock) -> None:
    card = due.card("five-points")
    clicks = [
        partial(each.post, f"/learn/recall/{card.id}/answer", {"item-five-points": "losses-halved"})
        for each in [tab(due) for _ in range(8)]
    ]
    assert {each.status_code for each in at_once(*clicks)} == {303}
    assert (due.card("five-points").due - clock.now().date()).days == 7, "one step, not eight"


def test_a_second_tab_finds_what_was_answered_first(due: Recaller) -> None:
    due.say("five-points", WRONG["five-points"])
    before = due.card("five-points")
    again = due.say("five-points")
    assert again.location == f"/learn/recall/{before.id}"
    assert "What you answered first stands" in due.browser.get(again.location).text
    assert due.card("five-points").sealed == before.sealed


def test_what_is_not_asked_today_takes_no_answer(due: Recaller) -> None:
    fourth = due.cards()[3]
    due.answer_all()
    sent = due.say(fourth.item)
    assert sent.location == "/learn/recall"
    assert due.card(fourth.item).sealed is None
    assert due.browser.get(f"/learn/recall/{fourth.id}").location == "/learn/recall"


def test_not_today_is_heard_and_so_is_a_pause(due: Recaller, clock: SetClock) -> None:
    due.browser.post("/me/recall/rests", {"days": "1", "next": "/learn"})
    assert "Do you remember?" not in due.home()
    due.wait(1)
    assert ASKED in due.home()
    sent = due.browser.post("/me/recall/rests", {"days": "28", "next": "/learn"})
    assert sent.location == "/learn"
    due.wait(27)
    assert "Do you remember?" not in due.home()
    assert due.asked() == ""
    assert "You are taking a break" in text_of(due.browser.get("/learn/recall"))
    due.wait(1)
    assert ASKED in due.home(), "three a day, however many weeks it was"


def test_a_pause_ends_early_and_each_question_has_its_day(due: Recaller) -> None:
    before = due.due()
    due.browser.post("/me/recall/rests", {"days": "7"})
    assert "Go on today" in text_of(due.browser.get("/me/recall"))
    due.browser.post("/me/recall/rests/deletion")
    assert due.due() == before
    assert ASKED in due.home()


def test_other_pauses_are_refused(due: Recaller) -> None:
    for sent in ("", "2", "-1", "9999999999", "week"):
        assert due.browser.post("/me/recall/rests", {"days": sent}).status_code == 303
        assert "Nothing is paused" in due.browser.get("/me/recall").text
    assert ASKED in due.home()


def test_a_module_is_stopped_and_begun_again(due: Recaller) -> None:
    module = due.cards()[0].module_id
    due.browser.post(f"/me/recall/{module}/stop", {"next": "/learn"})
    assert "Do you remember?" not in due.home()
    assert "Begin again" in text_of(due.browser.get("/me/recall"))
    due.browser.post(f"/me/recall/{module}/stop/deletion")
    assert ASKED in due.home()
    assert due.browser.post(f"/me/recall/{due.cards()[0].id}/stop").status_code == 404


def test_a_second_cycle_doubles_nothing_and_keeps_the_days(due: Recaller, company: Company, clock: SetClock) -> None:
    due.answer_all()
    before = {card.item: (card.id, card.due, card.sealed) for card in due.cards()}
    due.wait(1)
    due.complete(cycle=2)
    assert {card.item: (card.id, card.due, card.sealed) for card in due.cards()} == before


def test_who_wanted_nothing_more_of_a_module_is_left_in_peace_in_the_next_cycle(due: Recaller) -> None:
    due.browser.post(f"/me/recall/{due.cards()[0].module_id}/stop")
    with due.installation.database.writing() as session:
        session.delete(session.get(RecallCard, due.cards()[0].id))
    due.complete(cycle=2)
    assert [card.stopped for card in due.cards()] == [True] * 4


def test_a_card_of_another_major_is_let_go_by_the_next_completion_and_is_not_asked_meanwhile(due: Recaller) -> None:
    with due.installation.database.writing() as session:
        session.execute(update(RecallCard).where(RecallCard.person_id == due.person.id).values(major=77))
    assert "Do you remember?" not in due.home()
    gone = due.browser.post(f"/learn/recall/{due.cards()[0].id}/answer", {"unknown": "1"})
    assert gone.location == "/learn/recall"
    due.complete(cycle=2)
    assert [card.major for card in due.cards()] == [due.cards()[0].major] * 4
    assert due.cards()[0].major != 77


def test_the_day_is_that_of_the_organisations_wall(installation: Installation, clock: SetClock) -> None:
    clock.at = clock.at.replace(hour=22, minute=30)
    for zone, days in (("Pacific/Auckland", 1), ("America/New_York", 0)):
        company = Company(installation)
        with installation.database.writing() as session:
            session.merge(company.organisation).time_zone = zone
        person = company.person()
        learner = Recaller(installation, person, company.browser(person))
        learner.complete()
        assert {card.learnt_on for card in learner.cards()} == {clock.now().date() + timedelta(days=days)}


def test_nobody_else_sees_or_touches_them(
    due: Recaller, company: Company, other_company: Company, installation: Installation
) -> None:
    due.say("customer-value", "91735.57")
    card, module = due.card("customer-value"), due.cards()[0].module_id
    manager = company.person(Role.HR, Role.TRAINER, Role.ADMIN)
    for nosy in (manager, other_company.person(Role.HR, Role.ADMIN)):
        browser = company.browser(nosy)
        assert browser.get(f"/learn/recall/{card.id}").status_code == 404
        assert browser.post(f"/learn/recall/{card.id}/answer", {"unknown": "1"}).status_code == 404
        assert browser.post(f"/me/recall/{module}/stop").status_code == 404
    assert not due.card("either-or").stopped
    assert b"91735.57" not in dump(installation.database), "sealed"
    assert "91735.57" in due.browser.get("/me/data.json").text, "but opened for whose it is"


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_the_pages_speak_the_readers_language(due: Recaller, language: str) -> None:
    due.browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    for path in ("/learn", "/learn/recall", "/me/recall"):
        page = due.browser.get(path)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text
    written = {"en": "3,333.33", "da": "3.333,33", "sv": "3333,33"}[language]
    sent = due.say("customer-value", written, shown_in=language)
    assert "feedback right" in due.browser.get(sent.location).text


def test_a_page_costs_few_queries(due: Recaller) -> None:
    sent = due.say("five-points")
    for path, most in (("/learn", 10), ("/learn/recall", 5), (sent.location, 6), ("/me/recall", 5)):
        due.browser.get(path)
        with statements(due.installation.database) as found:
            due.browser.get(path)
        assert len(found) <= most, path + "\n" + "\n".join(found)
