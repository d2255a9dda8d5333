"""A trainer sees a whole drill with what each way gives, and edits the text of a scene; nothing reaches the shelf."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Role
from lms.packs.drills.editing import edit_scene, scene_text
from lms.packs.drills.model import Drill
from lms.packs.drills.paths import count_paths
from tests.support.company import Browser, Company
from tests.support.player import NAME

PAGE = f"/author/quizzes/{NAME}"


@pytest.fixture
def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


@pytest.fixture
def drill(company: Company) -> Drill:
    """Return the drill on the tests' own shelf."""
    with company.installation.database.reading() as session:
        row = session.scalars(select(QuizVersion.id).where(QuizVersion.name == NAME)).first()
        assert row is not None
        return shelf.drill(session, row)


def text_on(page: str) -> str:
    """Return the text of the scene as the page holds it."""
    found = re.search(r'<textarea[^>]* id="text"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found is not None
    return unescape(found[1])


def test_the_whole_tree_with_every_way_and_two_to_compare_with(trainer: Browser, drill: Drill) -> None:
    assert f'href="{PAGE}"' in trainer.get("/author/quizzes").text
    page = trainer.get(PAGE).text
    for scene in drill.scenes:
        assert f'id="scene-{scene.id}"' in page
        assert f'href="{PAGE}/scenes/{scene.id}"' in page
    assert page.count('<th scope="row">') == count_paths(drill)
    assert page.count("highest total") == 1
    assert page.count(">most cautious<") == 1


def test_the_text_of_each_scene_is_that_scene_again(company: Company, trainer: Browser, drill: Drill) -> None:
    with company.installation.database.reading() as session:
        row = session.scalars(select(QuizVersion).where(QuizVersion.name == NAME)).first()
        assert row is not None
        calculator = shelf.calculator(
            session, company.actor(company.person(Role.TRAINER)), row.version_id, drill.calculator
        )
    assert calculator is not None
    for scene in drill.scenes:
        again = edit_scene(drill, calculator, scene.id, scene_text(scene))
        assert again.problems == ()
        assert again.scene == scene
        assert not again.other_meaning(drill)


def test_another_effect_changes_what_the_ways_give_and_asks_for_a_major(trainer: Browser, drill: Drill) -> None:
    address = f"{PAGE}/scenes/{drill.first.id}"
    before = trainer.get(address).text
    text = text_on(before)
    changed = re.sub(r"^years = \d+$", "years = 4", text, flags=re.M)
    assert changed != text
    page = trainer.post(address, {"text": changed}).text
    assert text_on(page) == changed
    assert "Give the drill a new major version" in page
    assert "What the drill would give" in page
    totals = re.compile(r'<td class="num">([^<]+)</td>')
    assert totals.findall(page) != totals.findall(before)
    assert trainer.get(address).text.count("major version") == 0, "nothing was stored"


def test_other_words_are_seen_at_once_and_are_a_minor(trainer: Browser, drill: Drill) -> None:
    address = f"{PAGE}/scenes/{drill.first.id}"
    text = text_on(trainer.get(address).text)
    title = drill.first.title["en"]
    page = trainer.post(
        address, {"text": text.replace(f'title.en = "{title}"', 'title.en = "A <b>cold</b> start"')}
    ).text
    assert "has an HTML tag" in page
    page = trainer.post(address, {"text": text.replace(f'title.en = "{title}"', 'title.en = "A cold start"')}).text
    assert "A cold start</h2>" in page
    assert "a new minor version is enough" in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[scenes]]", "[[scenes", "This is no TOML"),
        ("then = ", 'then = "nowhere" # ', "nowhere"),
        ("years = ", "years = 900 # ", "years"),
        ("effects.", 'effects.no_such_input = "1"\neffects.', "no_such_input"),
        ("[[scenes]]", "surprise = 1\n[[scenes]]", "surprise"),
        ("[[scenes]]", "# nothing\n[[other]]", "scenes"),
    ],
)
def test_what_cannot_be_played_is_told_in_words_with_its_line(
    trainer: Browser, drill: Drill, old: str, new: str, said: str
) -> None:
    address = f"{PAGE}/scenes/{drill.first.id}"
    text = text_on(trainer.get(address).text)
    page = trainer.post(address, {"text": text.replace(old, new, 1)})
    assert page.status_code == 200
    told = page.text.partition('id="problems"')[2].partition("</ul>")[0]
    assert "Line " in told
    assert said in told


def test_huge_empty_and_unknown_are_refused_kindly(trainer: Browser, drill: Drill) -> None:
    address = f"{PAGE}/scenes/{drill.first.id}"
    assert "more than 20000 letters" in trainer.post(address, {"text": "x" * 20_001}).text
    assert "This cannot be played yet." in trainer.post(address, {"text": ""}).text
    assert "This cannot be played yet." in trainer.post(address).text
    assert trainer.get(f"{PAGE}/scenes/none").status_code == 404
    assert trainer.post(f"{PAGE}/scenes/none", {"text": ""}).status_code == 404
    assert trainer.get(f"/author/quizzes/loyalty-economics/scenes/{drill.first.id}").status_code == 404


def test_nobody_but_a_trainer_sees_it(company: Company, drill: Drill) -> None:
    for role in (Role.LEARNER, Role.HR, Role.ADMIN):
        browser = company.browser(company.person(role))
        for path in (PAGE, f"{PAGE}/scenes/{drill.first.id}"):
            assert browser.get(path).status_code == 403
