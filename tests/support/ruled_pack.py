"""The small pack with settings in its first quiz, and a pupil who takes it: two questions, "hot" and "count"."""

from __future__ import annotations

from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from lms.catalog.library import sync
from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from lms.learning.models import Attempt
from lms.people import sessions
from lms.people.models import Person
from tests.support.company import Browser, Company, answer
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.small_pack import write_small_pack

BLOCK = "check"
PAGE = "/learn/cups/02-how"
RIGHT: dict[str, Any] = {"hot": "yes", "count": 7391.25}
PASS_MARK = "pass_mark = 0.5\n"


_majors = count(2)


def publish_rules(installation: Installation, settings: str = "", version: str = "", **changes: Any) -> None:
    """Sync the small pack with these lines of settings in its first quiz; without a version as the next major."""
    version = version or f"{next(_majors)}.0"
    folder = write_small_pack(installation.config.data.parent / "pack", version=version, **changes)
    quiz = folder / "quizzes" / "cups.toml"
    text = quiz.read_text(encoding="utf-8")
    quiz.write_text(text.replace(PASS_MARK, PASS_MARK + settings), encoding="utf-8")
    report = sync(installation.database, folder, installation.clock.now())
    assert not report.problems, report.problems
    assert report.stored


def run_jobs(installation: Installation) -> None:
    """Let a worker do what is due."""
    Worker(installation.database, installation.clock, declared(), Post.of(installation.config)).run_due()


def another_browser(installation: Installation, person: Person) -> Browser:
    """Return another browser in which the person is signed in."""
    with installation.database.writing() as session:
        token = sessions.open_session(session, person, installation.clock.now())
    client = installation.app.test_client()
    client.set_cookie("lms_session", token)
    return Browser(client)


class Pupil(Learner):
    """A learner on the small pack's first quiz."""

    @classmethod
    def on(cls, installation: Installation) -> Pupil:
        """Take a pupil on, in a company of their own."""
        company = Company(installation)
        person = company.person()
        return cls(installation, person, company.browser(person))

    def start(self) -> str:
        """Begin the quiz, or the next attempt, and return the key its answers are saved under."""
        self.browser.post(f"{PAGE}/{BLOCK}/attempts")
        return f"attempt:{self.latest.id}"

    @property
    def latest(self) -> Attempt:
        """Return the latest attempt at the first quiz."""
        return [each for each in self.attempts() if each.block == BLOCK][-1]

    @property
    def page(self) -> str:
        """Return the page as it is now."""
        return self.browser.get(PAGE, follow_redirects=True).text

    def keep(self, context: str, item: str, value: Any, *, base: int = 0, id: str | None = None) -> TestResponse:
        """Save one answer as the page's script does."""
        return self.browser.save(answer(context, BLOCK, item, value, base=base, id=id))

    def check(self, context: str, item: str, **form: str) -> TestResponse:
        """Check one question, with what the form shows."""
        shown = {f"item-{name}": value for name, value in form.items()}
        address = f"/learn/attempts/{context.partition(':')[2]}/checks"
        return self.browser.post(address, {"check": item, **shown})

    def take(self, *right: str) -> Attempt:
        """Take a whole attempt with these questions right, and return it."""
        context = self.start()
        for item in right:
            assert self.keep(context, item, RIGHT[item]).status_code == 200
        self.submit(context)
        return self.latest

    def shown_form(self) -> dict[str, str]:
        """Return the fields of the form of the open attempt."""
        return form_to(self.page, "/submission").values
