"""Every page, in three languages, light and dark, narrow and wide: axe finds nothing, nothing scrolls sideways.

In the ordinary run the third look has no colour and no arrangement that the first two do not have, so axe looks there
at what a language can change; `make soak` has it look at everything in all three.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.permissions import Actor, Role
from lms.people.models import Person
from lms.studio.drafts.files import paths_of, put
from lms.studio.drafts.models import Draft
from tests.support.axe import RULES, WORDS, violations
from tests.support.site import Site

Opener = Callable[..., Page]
SHELF = Path(__file__).parents[1] / "shelf"
TOOL, TRAINER = "cost-of-churn", frozenset({Role.TRAINER})
MODULE = "/learn/loyalty-economics"
SOAK = os.environ.get("LMS_SOAK") == "1"
PAGES = {
    None: ["/sign-in", "/no-such-page", "/verify", "/verify?number=7391"],
    "manager": [
        "/learn",
        MODULE,
        "/tools",
        "/tools/customer-lifetime-value",
        "/tools/cost-of-churn",
        "/me",
        "/assign",
        "/learn/search?q=customer&in=all",
        "/learn/no-such-module",
    ],
    "colleague": [
        "/learn",
        "/learn/recall",
        "/me/recall",
        "/me/mail",
        "/me/looked",
        "/me/seen-by-hr",
        "/me/calendar",
        "/unsubscribe/none-of-ours",
    ],
    "hr": [
        "/assign",
        "/assign/people?q=nobody-is-called-this",
        "/assign/people?module=loyalty-economics&show=late",
        "/assign/people/departments",
        "/assign/people/acts/new?kind=away&all=1",
        "/assign/curricula",
        "/assign/curricula/library/start-of-two",
        "/assign/curricula/library/start-of-two/guide",
        "/assign/curricula/library/start-of-two/letters",
        "/assign/groups",
        "/assign/groups/new",
        "/assign/groups/new?by=hand",
        "/assign/assignments",
        "/assign/assignments/new",
        "/assign/exceptions",
        "/assign/wishes",
        "/assign/cohorts",
        "/assign/reminders",
        "/assign/reminders/texts/before/en",
        "/assign/mail",
        "/assign/reports",
        "/assign/reports/managers",
        "/assign/reports/kept",
        "/assign/reports/groups",
        "/assign/board",
        "/assign/board/measures",
    ],
    "trainer": [
        "/author",
        "/author/modules/loyalty-economics",
        "/author/quizzes/loyalty-economics/questions/five-points",
        "/author/modules/loyalty-economics/working",
        "/author/search?q=kunde",
        "/author/drafts",
        "/author/drafts/new",
        "{draft}",
        "{draft}/problems",
        "{draft}/pages/{page}/en",
        "{draft}/quizzes",
        "{draft}/quizzes/{quiz}",
        "{draft}/quizzes/{quiz}/add",
        "{draft}/quizzes/{quiz}/items/five-points",
        "{draft}/calculators",
        "{draft}/calculators/{tool}",
        "{draft}/calculators/{tool}/picture",
        "{draft}/media",
        "{draft}/translate",
        "{draft}/translate/da",
        "{draft}/glossary",
        "{draft}/comments",
        "{draft}/reviewers",
        "{draft}/history",
        "{draft}/publish",
        "{draft}/changes",
        "/author/packs",
        "/author/offers",
    ],
    "admin": ["/admin", "/admin/audit", "/admin/mail", "/admin/jobs"],
}


@pytest.fixture(scope="session")
def rooms(site: Site) -> dict[str, str]:
    """Return what addresses in a draft are made of: the trainer's copy of a module, with a tool of its own in it."""
    with site.database.writing() as session:
        draft = session.scalars(select(Draft).where(Draft.origin_id.is_not(None))).one()
        person = session.scalars(select(Person).where(Person.email == "trainer@demo.example")).one()
        actor = Actor(
            PersonId(person.id),
            AccountId(person.account_id or new_id()),
            OrganisationId(person.organisation_id),
            TRAINER,
        )
        tool = (SHELF / "modules" / "loyalty-economics" / f"{TOOL}.calc.toml").read_bytes()
        kept = f"modules/{draft.slug}/{TOOL}-2.calc.toml"
        put(session, draft, actor, kept, tool, "written", draft.changed_at)
        paths = [PurePosixPath(path) for path in paths_of(session, draft)]
        page = next(path.stem for path in paths if path.parent.name == "en")
        quizzes = [path.stem for path in paths if path.parts[0] == "quizzes" and path.suffix == ".toml"]
        return {"draft": f"/author/drafts/{draft.id}", "page": page, "quiz": min(quizzes, key=len), "tool": f"{TOOL}-2"}


@pytest.mark.soak
@pytest.mark.parametrize("who", PAGES, ids=str)
@pytest.mark.parametrize(
    ("language", "width", "theme"), [("en", 1280, "light"), ("da", 360, "dark"), ("sv", 320, "light")]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_browser: Opener, rooms: dict[str, str], who: str | None, language: str, width: int, theme: str
) -> None:
    page = open_browser(who, language=language, width=width, theme=theme)
    rules = WORDS if language == "sv" and not SOAK else RULES
    found = [problem for path in PAGES[who] for problem in looked_at(page, path.format(**rooms), rules)]
    assert not found, "\n".join(found)


def test_an_open_quiz_its_result_and_an_error_are_accessible(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="da")
    page.goto(MODULE)
    page.locator("section.hero button").click()
    page.goto(f"{MODULE}/03-what-losing-them-costs")
    page.locator("#quiz form button").click()
    page.wait_for_selector("form.quiz fieldset")
    found = violations(page)
    for fieldset in page.locator("form.quiz fieldset").all():
        radio = fieldset.locator("input[type=radio]")
        radio.first.check() if radio.count() else fieldset.locator("input").first.fill("tolv")
    found += violations(page)
    for box in page.locator("form.quiz input[inputmode=decimal]").all():
        box.fill("12")
    page.locator("form.quiz .actions button").click()
    page.wait_for_selector(".score")
    found += violations(page)
    page.goto("/tools/cost-of-churn")
    page.locator('[data-input="churn_rate"] .box').fill("200")
    page.keyboard.press("Tab")
    found += violations(page)
    assert not found, "\n".join(found)


def test_notes_with_a_highlight_a_sheet_and_an_undo_are_accessible(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="da", width=360, theme="dark")
    page.goto(f"{MODULE}/01-why-loyalty-pays")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('main > .prose p'))")
    page.locator("[data-mark-bar]").wait_for()
    found = violations(page)
    page.keyboard.press("h")
    page.locator(".note-here").first.click()
    found += violations(page)
    page.locator("dialog[open] textarea").fill("Vores egen")
    page.keyboard.press("Control+Enter")
    page.locator("[data-list] [data-do=delete] button").first.click()
    found += violations(page)
    page.locator("#notes .save-state[data-state=saved]").wait_for()
    for path in ("/learn/notes", "/learn/search?q=vores"):
        found += looked_at(page, path)
    assert not found, "\n".join(found)


def looked_at(page: Page, path: str, rules: dict[str, Any] = RULES) -> list[str]:
    answer = page.goto(path)
    if path.startswith("/author/drafts/") and not (answer and answer.ok):
        return [f"{path}: is not there"]
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    wide = [f"{path}: scrolls sideways by {sideways} px"] if sideways > 0 else []
    return wide + [f"{path}: {problem}" for problem in violations(page, rules=rules)]
