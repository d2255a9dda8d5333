"""What others decided: counted without names, shown from five people on and only every five, never across companies."""

from __future__ import annotations

from sqlalchemy import select

from lms.kernel.permissions import Role
from lms.learning.drills.models import ChoiceTally
from lms.people.erasing import erase
from lms.people.models import Person
from tests.support.company import Company
from tests.support.player import Player

WITHHELD = "What others decided stands here once at least five people in your company have played."
FIRST = "people in your company, the first time they played"


def _end(player: Player, *options: str) -> str:
    return player.browser.get(player.play(*options)).text


def _tally(company: Company, scene: str) -> ChoiceTally:
    with company.installation.database.reading() as session:
        mine = ChoiceTally.organisation_id == company.organisation.id, ChoiceTally.scene == scene
        return session.scalars(select(ChoiceTally).where(*mine)).one()


def test_four_plays_are_nobodys_business_and_the_fifth_releases_them(company: Company) -> None:
    players = [Player.of(company) for _ in range(5)]
    for player in players[:4]:
        assert WITHHELD in _end(player, "cut-care", "buy-it")
    page = _end(players[4], "say-no", "buy-it")
    assert f"5 {FIRST}" in page
    assert WITHHELD not in page
    assert "80%" in page
    assert "20%" in page


def test_between_releases_nothing_moves(company: Company) -> None:
    for _ in range(5):
        last = Player.of(company)
        last.play("cut-care", "buy-it")
    for _ in range(4):
        page = _end(Player.of(company), "say-no", "buy-it")
        assert f"5 {FIRST}" in page
        assert "100%" in page
    assert _tally(company, "november").released == {"cut-care": 5}
    page = _end(Player.of(company), "say-no", "buy-it")
    assert f"10 {FIRST}" in page
    assert "50%" in page


def test_only_the_first_play_of_a_person_is_counted(company: Company) -> None:
    player = Player.of(company)
    for option in ("cut-care", "say-no", "say-no"):
        player.play(option, "hire-people")
    assert _tally(company, "november").chosen == {"cut-care": 1}
    assert _tally(company, "robot").chosen == {"hire-people": 1}


def test_a_double_click_is_counted_once(company: Company) -> None:
    player = Player.of(company)
    address = player.play("cut-care")
    player.choose(address, 1, "cut-care")
    assert _tally(company, "november").chosen == {"cut-care": 1}


def test_another_companys_decisions_are_not_ours(company: Company, other_company: Company) -> None:
    for _ in range(5):
        Player.of(other_company).play("cut-care", "buy-it")
    assert WITHHELD in _end(Player.of(company), "cut-care", "buy-it")
    hr = company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))
    assert WITHHELD in hr.get(Player(company, company.person(), hr).play("cut-care", "buy-it")).text


def test_erasing_takes_the_plays_and_leaves_the_counters(company: Company) -> None:
    player = Player.of(company)
    player.play("cut-care", "buy-it")
    installation = company.installation
    with installation.database.writing() as session:
        kept = session.get(Person, player.person.id)
        assert kept is not None
        assert erase(session, kept, installation.clock.now())["play"] == 1
    assert player.plays() == []
    assert _tally(company, "november").chosen == {"cut-care": 1}
