"""A trainer who knows Word makes a module with docs/trainers.md alone, mends a typo next week, and the Danish follows.

A learner takes it in Danish meanwhile, and loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import Site
from tests.support.trainer_at_work import TrainerAtWork

Opener = Callable[..., Page]
SHELF = Path(__file__).parents[1] / "shelf"
TITLE, QUIZ = "Ring back before three", "Did it stick?"
TOOL, OWN_TOOL = "Cost of losing customers", "What a missed call costs"
BEGUN = "Begin with something that happened"
THOUGHT = "I går, klokken fire."
UNTRANSLATED = "Endnu ikke oversat: vist på engelsk"


@pytest.fixture(scope="module")
def clock() -> SetClock:
    """Return a clock that a week can pass on."""
    return SetClock()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Site]:
    """Return a site with the demo company, whose clock is moved by hand."""
    data = tmp_path_factory.mktemp("story")
    address = f"sqlite:///{data / 'lms.db'}"
    config = Config(data=data, database_url=address, secret_key="k" * 40, base_url="http://127.0.0.1")
    database = Database(config.database_url, pool=8)
    give_tables(database)
    sync(database, SHELF, clock.now())
    demo.load(database, clock, config.key().encode())
    app = create_app(config, clock=clock, database=database)
    with served(app) as at:
        yield Site(at, app, database)
    database.dispose()


def test_an_afternoon_a_typo_next_week_and_the_danish_text(open_browser: Opener, learner: str, clock: SetClock) -> None:
    trainer = TrainerAtWork(open_browser("trainer"))
    trainer.begin(TITLE)
    writes_a_page(trainer)
    changes_a_tool(trainer)
    makes_a_quiz(trainer)
    puts_them_on_the_page(trainer)
    mends_what_the_check_list_names(trainer)
    trainer.publish("1.0")
    reader = open_browser(learner, language="da")
    result = takes_the_module(reader)

    clock.forward(days=7)
    trainer = TrainerAtWork(open_browser("trainer"))
    mends_a_typo(trainer)
    reader = open_browser(learner, language="da")
    has_lost_nothing(reader, result, "1.1")

    translates_two_blocks(trainer)
    reads_danish_where_it_is(reader)
    has_lost_nothing(reader, result, "1.2")


def writes_a_page(trainer: TrainerAtWork) -> None:
    """Heading, bold, a list, a fragment of Word, a question to think about; seen beside as learners see it."""
    page, text = trainer.page, trainer.write()
    expect(text.locator(":scope > p")).to_contain_text(BEGUN)
    text.locator(":scope > p").click(click_count=3)
    page.keyboard.type("A customer rigns at ten. ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Nobody")
    page.keyboard.press("Control+b")
    trainer.type(" rings back.", "## What it cost", "- a morning", "a customer", "")
    trainer.paste_from_word()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    card = trainer.insert("think")
    card.get_by_label("Question").fill("When did you last ring back too late?")
    seen = page.frame_locator("iframe").locator("main")
    expect(seen.get_by_role("heading", name="What it cost")).to_be_visible()
    expect(seen.locator("strong").first).to_have_text("Nobody")
    expect(seen.get_by_role("listitem").filter(has_text="a morning")).to_be_visible()
    expect(seen.get_by_role("heading", name="What we promise")).to_be_visible()
    expect(seen.get_by_role("cell", name="41")).to_be_visible()
    expect(seen.get_by_text("When did you last ring back too late?")).to_be_visible()
    expect(page.get_by_text("Nothing to mend on this page")).to_be_visible()
    trainer.saved()


def changes_a_tool(trainer: TrainerAtWork) -> None:
    """A copy under a name of its own, one formula changed: the large figure beside follows, and two examples tell."""
    trainer.copy_tool(TOOL)
    page = trainer.page
    figure = page.frame_locator("[data-trial]").locator(".big").first
    expect(figure).to_have_text("DKK 3.89m")
    page.get_by_role("region", name="What it says").get_by_text("Words", exact=True).first.click()
    page.get_by_role("region", name="What it says").get_by_role("textbox").first.fill(OWN_TOOL)
    box = trainer.formula("total")
    box.press("Control+a")
    box.press_sequentially("replacement_cost + lost_value")
    box.press("Tab")
    expect(page.locator("[id='check-outputs.total']")).to_contain_text("DKK 3.58m")
    expect(figure).to_have_text("DKK 3.58m")
    expect(page.locator("#tool-state")).to_contain_text("2 examples give something else.")
    trainer.saved()


def makes_a_quiz(trainer: TrainerAtWork) -> None:
    """Two questions: one answer, and a number; the first is tried at the right."""
    trainer.begin_quiz(QUIZ)
    page = trainer.page
    trainer.add_question("By when do we ring back?", "One answer")
    answers = {
        "Three o'clock": "Yes, every day.",
        "The next morning": "By then they have rung somebody else.",
        "Friday": "That is a week.",
    }
    page.get_by_label("This one is right").first.check()
    for number, (words, teaches) in enumerate(answers.items()):
        option = page.get_by_role("group", name=f"Option {number + 1}")
        option.get_by_role("textbox").nth(0).fill(words)
        option.get_by_role("textbox").nth(1).fill(teaches)
    outcome = page.locator("#outcome")
    outcome.get_by_label("Friday").check()
    outcome.get_by_role("button", name="Check this answer").click()
    expect(page.locator("#outcome")).to_contain_text("That is a week.")
    trainer.saved()
    page.get_by_role("navigation", name="Where you are").wait_for()
    page.get_by_role("link", name=QUIZ).last.click()
    trainer.add_question("20 callers, 15 % lost: how many?", "A number")
    page.get_by_label("Right answer").fill("3")
    page.get_by_role("group", name="After a right answer").get_by_role("textbox").fill("Right.")
    page.get_by_role("group", name="After a wrong answer").get_by_role("textbox").fill("15 of 100 are 3 of 20.")
    expect(page.locator("#outcome")).to_contain_text("20 callers, 15 % lost: how many?")
    trainer.saved()


def puts_them_on_the_page(trainer: TrainerAtWork) -> None:
    """The tool, the quiz and a picture as blocks, by `/`."""
    trainer.upload("The phone.png")
    page, text = trainer.page, trainer.write()
    text.locator(":scope > h2").first.click()
    tool = trainer.insert("calculator")
    tool.get_by_label("Which one").select_option(label=OWN_TOOL)
    trainer.behind(tool)
    quiz = trainer.insert("quiz")
    expect(quiz.locator("option:checked")).to_have_text(QUIZ)  # the only one there is
    trainer.behind(quiz)
    picture = trainer.insert("picture")
    picture.get_by_label("Picture").select_option("the-phone.png")
    seen = page.frame_locator("iframe").locator("main")
    expect(seen.get_by_text("By when do we ring back?")).to_be_visible()
    expect(seen.locator("figure img")).to_be_visible()
    trainer.saved()


def mends_what_the_check_list_names(trainer: TrainerAtWork) -> None:
    """What stands in the way is named at its place, and its button leads there."""
    trainer.to("Publish")
    page = trainer.page
    checks = page.locator(".checks li")
    expect(page.get_by_text("7 things stand in the way.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(checks.filter(has_text="“total” gives").first).to_contain_text("Mend the formula or the example.")
    checks.filter(has_text="“total” gives").first.get_by_role("link").click()
    trainer.take_results()
    expect(page.locator("#tool-state")).to_contain_text("It computes, and its examples pass.")
    trainer.to("Publish")
    checks.filter(has_text="alt.en").get_by_role("link").click()
    page.get_by_label("What it shows").last.fill("picture")
    trainer.saved()
    trainer.to("Publish")
    expect(checks.filter(has_text="the-phone.png")).to_be_visible()  # these words say nothing
    checks.filter(has_text="the-phone.png").get_by_role("link").click()
    page.get_by_label("What it shows").last.fill("A phone on a kitchen table, its light blinking.")
    trainer.saved()
    trainer.describe("What a call costs that nobody returns.", "Say by when we ring back.")


def takes_the_module(reader: Page) -> str:
    """Find it, answer, think, complete; return what was said of the answers."""
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_text("Det findes ikke på dansk endnu, så du læser det på engelsk.")).to_be_visible()
    reader.locator("section.hero button").click()
    expect(reader.locator("main")).to_contain_text("A customer rigns at ten.")
    expect(reader.locator(".big").first).to_contain_text("3,58 mio. kr.")
    expect(reader.get_by_role("img", name="A phone on a kitchen table, its light blinking.")).to_be_visible()
    reader.get_by_label("Dine tanker").fill(THOUGHT)
    expect(reader.locator(".reflect .save-state")).to_have_attribute("data-state", "saved")
    reader.get_by_role("button", name="Begynd på spørgsmålene").click()
    reader.get_by_label("Three o'clock").check()
    reader.get_by_label("Dit svar").fill("3")
    reader.get_by_role("button", name="Se, hvordan det gik").click()
    expect(reader.locator(".score")).to_contain_text("Du har bestået")
    expect(reader.get_by_text("Yes, every day.")).to_be_visible()
    said = reader.locator(".score").inner_text()
    reader.get_by_role("button", name="Jeg har læst siden").click()
    expect(reader.locator("section.hero")).to_contain_text("gennemført")
    return said


def mends_a_typo(trainer: TrainerAtWork) -> None:
    """Open the draft, mend it, see what changed, publish it as wording."""
    trainer.open(TITLE)
    page, text = trainer.page, trainer.write()
    text.locator(":scope > p").first.click()
    page.keyboard.press("Control+Home")
    for _ in "A customer ri":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    page.keyboard.type("ng")
    trainer.to("Publish")
    expect(page.get_by_text("1 change since version 1.0. All of them are wording.")).to_be_visible()
    expect(page.get_by_text("1 person has completed it, and keeps it.").first).to_be_visible()
    page.get_by_role("link", name="Go through them").click()
    expect(page.locator("del")).to_contain_text("rigns")
    expect(page.locator("ins")).to_contain_text("rings")
    trainer.publish("1.1", "A typo is mended.")


def has_lost_nothing(reader: Page, result: str, number: str) -> None:
    """Completion, progress, answers and the reflection stand in the new version."""
    reader.goto("/learn")
    reader.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(reader.locator("section.hero")).to_contain_text("gennemført")
    expect(reader.get_by_text("1 af 1 læst")).to_be_visible()
    expect(reader.locator("dd").filter(has_text=re.compile(f"^{re.escape(number)}$"))).to_be_visible()
    if number == "1.1":
        expect(reader.get_by_role("complementary", name="Nyt")).to_contain_text("A typo is mended.")
    reader.locator("main a[href*='/01-']").first.click()
    expect(reader.get_by_label("Dine tanker")).to_have_value(THOUGHT)
    expect(reader.locator(".score")).to_have_text(result, use_inner_text=True)
    expect(reader.get_by_text("Yes, every day.")).to_be_visible()
    expect(reader.locator("main")).not_to_contain_text("rigns")


def translates_two_blocks(trainer: TrainerAtWork) -> None:
    """Danish is added, two texts of the page are translated, the rest waits."""
    page = trainer.page
    trainer.to("Translate")
    page.get_by_role("button", name="Add Dansk").click()
    page.get_by_role("navigation", name="Places of the module").get_by_role("link", name="First page").click()
    blocks: Locator = page.locator("form.translate-block")
    expect(blocks.first).to_contain_text("First page")
    blocks.nth(0).get_by_role("textbox").fill("Første side")
    blocks.nth(1).get_by_role("textbox").fill("En kunde ringer klokken ti. **Ingen** ringer tilbage.")
    expect(blocks.nth(1).locator("[data-state-words]")).to_have_text("translated")
    trainer.to("Publish")
    expect(page.get_by_text("Readers see English there, with a note.")).to_be_visible()
    trainer.publish("1.2")


def reads_danish_where_it_is(reader: Page) -> None:
    """Danish where it is; English under its note where it is not, and said to be English."""
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Første side")
    expect(reader.locator("main")).to_contain_text("En kunde ringer klokken ti.")
    expect(reader.get_by_text("A customer rings at ten.")).to_have_count(0)
    expect(reader.get_by_text(UNTRANSLATED).first).to_be_visible()
    cost = reader.get_by_role("heading", name="What it cost")
    expect(cost).to_be_visible()
    assert cost.evaluate("(each) => each.closest('[lang]').lang") == "en"
    first = reader.locator("main [data-block]").first
    assert first.evaluate("(each) => each.closest('[lang]').lang") == "da"
