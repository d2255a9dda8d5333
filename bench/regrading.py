"""A wrong key mended under ten thousand results: how long until all are put right, and how long one write takes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.item_analysis import QUIZ, answered, company_of
from bench.outcome import Outcome, Spread
from bench.pages import processor_ms
from bench.site import DATABASES, ROOT, Site, site
from lms.answers.logged import current_of, logged
from lms.catalog import shelf
from lms.catalog.library import sync
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Actor, Role
from lms.learning.models import Attempt
from lms.learning.regrading import applying
from lms.learning.regrading.mends import Mend, mends
from lms.learning.regrading.models import Policy, Regrade
from lms.people.models import Person
from lms.questions.scoring import score_quiz

RESULTS = 10_000
MOST = 100.0
"""Milliseconds one transaction of a job may take."""
SAMPLE = 500
ITEM, OPTION, OTHER = "either-or", "each-once", "everything-twice"


class Timed(Database):
    """A database that notes how long each of its writing transactions took, in ms."""

    def __init__(self, inner: Database) -> None:
        """Take the place of an installation's database in its worker."""
        self.__dict__.update(inner.__dict__)
        self.taken: list[float] = []

    @contextmanager
    def writing(self, *args: Any, **named: Any) -> Iterator[Session]:
        """Write as the database does, and note the time."""
        with super().writing(*args, **named) as session:
            begun = time.perf_counter()
            yield session
        self.taken.append((time.perf_counter() - begun) * 1000)


def measure() -> Iterator[Outcome]:
    """Yield the regrading on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield regrading_on(place, kind)


def regrading_on(place: Site, kind: str) -> Outcome:
    """Return how long a regrade of all results takes, its longest write, and scoring alone."""
    organisation, trainer = company_of(place)
    answered(place, organisation, RESULTS)
    _mended(place)
    clock, timed = SystemClock(), Timed(place.database)
    mend = _begun(place, organisation, trainer)
    scoring = _scoring(place, organisation)
    begun = time.perf_counter()
    every = declared()
    Worker(timed, clock, {applying.NAME: every[applying.NAME]}).run_due()
    seconds = time.perf_counter() - begun
    with place.database.reading() as session:
        count = select(func.count()).select_from(Regrade).where(Regrade.organisation_id == organisation)
        regraded = session.scalar(count) or 0
        left = select(func.count()).select_from(Attempt)
        asked = left.where(Attempt.organisation_id == organisation, Attempt.quiz_version_id == mend.row)
        assert session.scalar(asked) == regraded
    writes = sorted(timed.taken)
    figures: dict[str, Any] = {
        "results put right": regraded,
        "seconds": round(seconds, 2),
        "results a second": round(regraded / seconds),
        "one write": Spread.of(writes),
        "of a hundred writes, the second longest": round(writes[int(len(writes) * 0.98)], 1),
    }
    return Outcome(
        name=f"a mended key under {RESULTS:,} results, {kind}",
        unit="ms",
        figures=figures,
        target=f"one write ≤ {MOST:g} ms",
        met=writes[-1] <= MOST,
        references={"one result scored anew, nothing else, processor": scoring},
        note="twelve of 25 questions are drawn, so not every result asked the mended one; the old result is kept "
        "beside the new one, and both tallies are counted anew at the end",
    )


def _mended(place: Site) -> None:
    """Publish the shelf with one key mended."""
    with TemporaryDirectory() as folder:
        pack = Path(folder)
        for name in ("modules", "quizzes"):
            shutil.copytree(ROOT / name, pack / name)
        quiz, module = pack / "quizzes" / f"{QUIZ}.toml", pack / "modules" / QUIZ / "module.toml"
        text = quiz.read_text(encoding="utf-8")
        place_of = text.index(f'id = "{ITEM}"')
        before, after = text[:place_of], text[place_of:]
        after = after.replace(f'id = "{OPTION}"\ncorrect = true\n', f'id = "{OPTION}"\n', 1)
        after = after.replace(f'id = "{OTHER}"\n', f'id = "{OTHER}"\ncorrect = true\n', 1)
        before = before.replace("pass_mark = ", f'mended = ["{ITEM}"]\npass_mark = ', 1)
        quiz.write_text(_next(before) + after, encoding="utf-8")
        module.write_text(_next(module.read_text(encoding="utf-8")), encoding="utf-8")
        report = sync(place.database, pack, SystemClock().now())
        assert not report.problems, report.problems


def _next(text: str) -> str:
    """Return a file's text one minor on."""
    line = next(line for line in text.splitlines() if line.startswith("version = "))
    major, _, minor = line.split('"')[1].partition(".")
    return text.replace(line, f'version = "{major}.{int(minor) + 1}"', 1)


def _begun(place: Site, organisation: UUID, trainer: Person) -> Mend:
    with place.database.writing() as session:
        assert trainer.account_id is not None
        roles = frozenset({Role.LEARNER, Role.TRAINER})
        actor = Actor(PersonId(trainer.id), AccountId(trainer.account_id), OrganisationId(organisation), roles)
        (mend,) = mends(session, actor, QUIZ)
        assert applying.begin(session, actor, mend, Policy.AS_THE_KEY_SAYS, SystemClock().now())
        return mend


def _scoring(place: Site, organisation: UUID) -> Spread:
    """Return what scoring one result anew costs, everything already read."""
    with place.database.reading() as session:
        attempts = session.scalars(select(Attempt).where(Attempt.organisation_id == organisation).limit(SAMPLE)).all()
        quiz = shelf.quiz(session, attempts[0].quiz_version_id)
        keys = [(each.person_id, f"attempt:{each.id}") for each in attempts]
        answers = logged(session, keys)
        taken = []
        for attempt, (_, context) in zip(attempts, keys, strict=True):
            responses = current_of(answers[context])
            items = [quiz.item(id) for id in attempt.drawn or []]
            taken.append(processor_ms(lambda i=items, r=responses: score_quiz(i, r, quiz.pass_mark), 1))  # type: ignore[misc]
    return Spread.of(taken)
