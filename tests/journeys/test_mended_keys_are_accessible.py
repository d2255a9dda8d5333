"""The pages round a mended key, item analysis with figures and a question that came back: axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from lms.kernel.permissions import Role
from lms.learning.regrading import applying
from lms.learning.regrading.mends import mends
from lms.learning.regrading.models import Policy
from lms.people import sessions
from lms.people.models import Person
from tests.journeys.test_accessible_pages import looked_at, violations
from tests.support.answering import submitted
from tests.support.company import Company
from tests.support.mended_pack import MendedPack, took
from tests.support.ruled_pack import PAGE, run_jobs
from tests.support.serving import served
from tests.support.site import PATIENCE
from tests.support.small_installation import small_installation

Opener = Callable[..., Page]
LOOKS = pytest.mark.parametrize(
    ("language", "width", "theme"), [("en", 1280, "light"), ("da", 360, "dark"), ("sv", 360, "dark")]
)


@dataclass
class Mended:
    """A site whose quiz has a mended key: one trainer, whose company's results wait, and one learner, already told."""

    address: str
    company: Company
    trainer: Person
    learner: Person


@pytest.fixture(scope="module")
def mended(migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mended]:
    """Return such a site."""
    with small_installation(migrated_database("sqlite"), tmp_path_factory.mktemp("mended")) as installation:
        company, other = Company(installation), Company(installation)
        pack = MendedPack(installation)
        learner = took(other, "yes").person
        answers = [{"hot": ("yes", "no")[n % 2], "count": 1.0} for n in range(12)]
        submitted(company, answers, quiz="cups", module="cups", block="check")
        installation.clock.forward(minutes=30)
        pack.mend("hot")
        actor = other.actor(other.person(Role.TRAINER))
        with installation.database.writing() as session:
            (mend,) = mends(session, actor, "cups")
            applying.begin(session, actor, mend, Policy.NOBODY_LOSES, installation.clock.now())
        run_jobs(installation)
        with served(installation.app) as address:
            yield Mended(address, company, company.person(Role.TRAINER), learner)


@pytest.fixture
def open_as(chromium: Browser, mended: Mended) -> Iterator[Opener]:
    """Return an opener of browsers in which somebody of the mended site is signed in."""
    contexts = []

    def open(person: Person, language: str, width: int, theme: str) -> Page:
        context = chromium.new_context(
            base_url=mended.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        installation = mended.company.installation
        with installation.database.writing() as session:
            token = sessions.open_session(session, person, installation.clock.now())
        cookies = {"lms_language": language, "lms_session": token}
        context.add_cookies([{"name": name, "value": value, "url": mended.address} for name, value in cookies.items()])
        contexts.append(context)
        return context.new_page()

    yield open
    for context in contexts:
        context.close()


@LOOKS
def test_a_mended_key_counted_and_figures_released(
    open_as: Opener, mended: Mended, language: str, width: int, theme: str
) -> None:
    page = open_as(mended.trainer, language, width, theme)
    found = []
    for path in ("/author/quizzes/cups/regrade", "/author", "/author/quizzes", "/author/quizzes/cups"):
        found += looked_at(page, path)
    assert not found, "\n".join(found)


@LOOKS
def test_what_the_learner_is_told_of_a_mended_key(
    open_as: Opener, mended: Mended, language: str, width: int, theme: str
) -> None:
    page = open_as(mended.learner, language, width, theme)
    found = looked_at(page, PAGE)
    assert page.locator(".feedback").count() == 2, "the result stands there with what each answer teaches"
    assert not found, "\n".join(found)


@LOOKS
def test_a_drill_as_its_trainer_sees_it(open_browser: Opener, language: str, width: int, theme: str) -> None:
    page = open_browser("trainer", language=language, width=width, theme=theme)
    found = looked_at(page, "/author/quizzes/save-the-year")
    address = page.locator(".card a.btn").first.get_attribute("href") or ""
    found += looked_at(page, address)
    page.fill("#text", "[[scenes")
    page.locator("form.edit .actions button").click()
    page.locator("#problems").wait_for()
    found += violations(page)
    found += looked_at(page, "/author/quizzes/loyalty-economics")
    assert not found, "\n".join(found)


def test_a_question_that_came_back_and_what_it_teaches(open_browser: Opener) -> None:
    page = open_browser("colleague", language="da", width=360, theme="dark")
    page.goto("/learn/recall")
    page.locator("button[name=unknown]").click()
    page.locator("#taught").wait_for()
    found = violations(page)
    assert not found, "\n".join(found)
