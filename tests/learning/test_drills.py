"""A play: begun once, decided once in each scene, followed by computed years; left and gone on with; played again."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from lms.kernel.permissions import Role
from tests.support.at_once import at_once
from tests.support.company import MODULE, Company
from tests.support.forms import form_to
from tests.support.player import PATH, Player
from tests.support.rows import statements

INVITING = f"/learn/{MODULE}/02-what-a-customer-is-worth"


@pytest.fixture
def player(company: Company) -> Player:
    """Return somebody who has not played yet."""
    return Player.of(company)


def test_a_manager_plays_by_forms_alone_and_sees_what_came_of_it(player: Player) -> None:
    send = player.browser.client.post
    begin = form_to(player.browser.get(INVITING).text, f"{PATH}/plays")
    scene = send(begin.action, data=begin.values, follow_redirects=True).text
    assert "The board wants more." in scene
    assert "By Friday." in scene
    assert "10,000" in scene, "the figures of the scene"
    form = form_to(scene, "/choices")
    assert form.choices["option"] == ["cut-care", "say-no"]
    after = send(form.action, data=form.values | {"option": "cut-care"}, follow_redirects=True).text
    assert "Years 1 to 3" in after
    assert "The saving came at once." in after
    assert "+5 points" in after, "what it did to the loss rate"
    assert "1. Cut the care (your choice)" in after
    assert "Nothing happened at all." in after, "the road not taken"
    assert f'href="{form.action.removesuffix("/choices")}"' in after, "the story goes on"


def test_what_a_decision_led_to_is_computed_year_by_year(player: Player) -> None:
    address = player.play("cut-care")
    page = player.browser.get(f"{address}/choices/1").text.replace("\N{NO-BREAK SPACE}", " ")
    # 10,000 × (1,000 − 40) − 10,000 × 15% × 50% × (800 + 200), and 7.5% fewer customers each year
    years = [10_000 * 0.925**year * (960 - 75) for year in range(3)]
    for value, words in ((sum(years), "24.6"), *zip(years, ("8.85", "8.19", "7.57"), strict=True)):
        assert f"DKK {words}m" in page, value
    assert f"{10_000 * 0.925**3:,.0f}" in page, "the customers who are left"


def test_the_end_shows_the_way_the_best_and_the_most_cautious_and_the_page_that_teaches(player: Player) -> None:
    page = player.browser.get(player.play("cut-care", "buy-it")).text
    assert "A cheap company" in page
    assert "Ask what it costs to be cheap." in page
    assert f'href="/learn/{MODULE}/03-what-losing-them-costs"' in page
    for words in ("Your path", "The highest total", "The most cautious", "all 4 ways through", "After 4 years"):
        assert words in page
    assert f'href="{INVITING}#dilemma"' in page, "the way back"
    assert "Play again" in page


def test_it_is_left_in_the_middle_and_gone_on_with_in_another_browser(player: Player) -> None:
    address = player.play("say-no")
    other = player.another_tab()
    assert "Go on" in other.browser.get(PATH).text
    assert other.begin() == address
    assert "It never sighs." in other.browser.get(address).text
    assert other.choose(address, 2, "hire-people").status_code == 303
    assert player.plays()[0].choices == ["say-no", "hire-people"]


def test_beginning_twice_begins_one(player: Player) -> None:
    tabs = [player.another_tab() for _ in range(3)]
    for tab in tabs:
        tab.browser.token()
    assert len(set(at_once(*(tab.begin for tab in tabs)))) == 1
    assert len(player.plays()) == 1


def test_a_double_click_decides_once_and_the_back_button_changes_nothing(player: Player) -> None:
    address = player.play("cut-care")
    again = player.choose(address, 1, "say-no")
    assert again.location == f"{address}/choices/1"
    assert "You had already decided here." in player.browser.get(again.location).text
    assert player.plays()[0].choices == ["cut-care"]


def test_tabs_that_decide_at_once_decide_once(player: Player) -> None:
    address = player.begin()
    tabs = [player.another_tab() for _ in range(4)]
    for tab in tabs:
        tab.browser.token()
    options = ("cut-care", "say-no", "cut-care", "say-no")
    outcomes = at_once(*(partial(tab.choose, address, 1, option) for tab, option in zip(tabs, options, strict=True)))
    assert {outcome.status_code for outcome in outcomes} == {303}
    assert len(player.plays()[0].choices) == 1


def test_a_finished_play_stays_and_the_next_is_another(player: Player) -> None:
    first = player.play("cut-care", "buy-it")
    assert player.choose(first, 2, "hire-people").status_code == 303
    assert player.choose(first, 3, "hire-people").status_code == 303
    second = player.play("say-no", "hire-people")
    assert [play.choices for play in player.plays()] == [["cut-care", "buy-it"], ["say-no", "hire-people"]]
    assert "A cheap company" in player.browser.get(first).text
    assert f'href="{first}"' in player.browser.get(second).text, "the play before"
    assert f'href="{first}"' in player.browser.get(PATH).text


def test_what_is_no_option_of_the_scene_is_refused_beside_it(player: Player) -> None:
    address = player.begin()
    wrong = [("1", "no-such"), ("1", ""), ("x", "say-no"), ("", "say-no"), ("999", "say-no"), ("1", "buy-it")]
    for step, option in wrong:
        refused = player.browser.post(f"{address}/choices", {"step": step, "option": option})
        assert refused.status_code == 422, (step, option)
        assert "The board wants more." in refused.text
    assert "Choose one of them." in player.browser.post(f"{address}/choices", {"step": "1"}).text
    assert player.plays()[0].choices == []


def test_a_step_that_is_not_reached_is_not_there(player: Player) -> None:
    address = player.play("say-no")
    for step in ("0", "2", "99999999999999999999"):
        assert player.browser.get(f"{address}/choices/{step}").status_code == 404
    for path in ("/learn/drills/no-such", f"/learn/plays/{uuid4()}", "/learn/drills/loyalty-economics"):
        assert player.browser.get(path).status_code == 404
    assert player.browser.post("/learn/drills/no-such/plays").status_code == 404


def test_nobody_else_reaches_a_play_whatever_their_role(company: Company, other_company: Company) -> None:
    manager = company.person()
    address = Player.of(company, manager=manager).play("cut-care")
    lookers = [company.browser(manager), company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))]
    for browser in [*lookers, other_company.browser(other_company.person(Role.HR, Role.ADMIN))]:
        assert browser.get(address).status_code == 404
        assert browser.get(f"{address}/choices/1").status_code == 404
        assert browser.post(f"{address}/choices", {"step": "2", "option": "buy-it"}).status_code == 404


def test_it_counts_for_nothing_in_completion_and_stands_in_ones_own_export(player: Player) -> None:
    asked = "Read the 3 pages"
    assert asked in player.browser.get(f"/learn/{MODULE}").text
    player.play("cut-care", "buy-it")
    module = player.browser.get(f"/learn/{MODULE}").text
    assert asked in module
    assert "Save the year?" not in module, "nothing there waits for it"
    exported = player.browser.get("/me/data.json").json["play"]
    assert [row["choices"] for row in exported] == [["cut-care", "buy-it"]]


def test_a_page_of_a_play_costs_few_queries(player: Player) -> None:
    address = player.play("cut-care", "buy-it")
    for path, most in ((f"{address}/choices/1", 3), (address, 9), (INVITING, 5)):
        player.browser.get(path)
        with statements(player.installation.database) as sent:
            assert player.browser.get(path).status_code == 200
        assert len(sent) <= most, "\n".join(sent)


def test_it_speaks_the_readers_language_in_the_middle_of_a_play(player: Player) -> None:
    address = player.play("cut-care")
    player.browser.client.set_cookie("lms_language", "da")
    assert "Den sukker aldrig." in player.browser.get(address).text
    assert "Besparelsen kom straks." in player.browser.get(f"{address}/choices/1").text
