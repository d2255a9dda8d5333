"""A quiz whose question is of a kind from a package: installed, and taken away again, in the process of a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.frozen import Frozen
from lms.learning.models import Attempt
from lms.packs.exchange import exporting
from lms.questions import exchanged, kinds
from tests.packaging.examples import EXAMPLES
from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation
from tests.support.small_installation import small_installation
from tests.support.small_pack import write_small_pack

NAME = "true-false-why"
PAGE = "/learn/cups/02-how"
ANSWERS = {"satisfied": "false", "loyal": "yes"}
_ATTEMPT = re.compile(r'data-context="attempt:([^"]+)"')
QUIZ = """
kind = "quiz"
uuid = "6b1d7c1e-5f5a-4c57-9a53-0d8f2c1b7e44"
version = "1.0"
pass_mark = 0.5
languages = ["en", "da"]
title = {en = "True or false?", da = "Sandt eller falsk?"}
%s
[[items]]
id = "satisfied"
kind = "true-false-why"
stem.en = "A satisfied customer is a loyal customer."
stem.da = "En tilfreds kunde er en loyal kunde."
holds = false
why.en = "Most of those who leave said they were satisfied."
why.da = "De fleste af dem, der går, sagde, at de var tilfredse."

[[items]]
id = "loyal"
kind = "single-choice"
stem = {en = "Do they stay?", da = "Bliver de?"}

[[items.options]]
id = "yes"
text = {en = "Yes", da = "Ja"}
correct = true
feedback = {en = "They do.", da = "Det gør de."}

[[items.options]]
id = "no"
text = {en = "No", da = "Nej"}
feedback = {en = "They do.", da = "Det gør de."}
"""


class WithKind:
    """An installation with such a quiz on its shelf, a company, and the switch of the package."""

    def __init__(self, installation: Installation, patch: pytest.MonkeyPatch, rules: str) -> None:
        """Publish the quiz while the kind is there."""
        self.installation, self._patch = installation, patch
        self.install()
        self.pack = written(installation.config.data.parent / "pack", rules)
        from lms.catalog.library import sync

        report = sync(installation.database, self.pack, installation.clock.now())
        assert not report.problems, report.problems
        self.company = Company(installation)

    def install(self) -> None:
        """Have the package installed."""
        self._patch.syspath_prepend(str(EXAMPLES / "question_kind"))
        self._have({NAME: "true_false_why.kind:KIND"})

    def uninstall(self) -> None:
        """Have it gone, as after `pip uninstall` and a new start."""
        self._have({})

    def _have(self, theirs: dict[str, str]) -> None:
        ours = {each.name: each.value for each in kinds._kinds._ours}
        group = kinds.EntryGroup(kinds.GROUP, {**ours, **theirs})
        if not theirs:
            group._points = {name: EntryPoint(name, value, kinds.GROUP) for name, value in ours.items() if name != NAME}
        self._patch.setattr(kinds, "_kinds", group)
        for cached in (kinds.field_of, kinds.editor_of, exchanged.exchange_of, exporting.exchange_of):
            cached.cache_clear()
        self._patch.setattr(shelf, "_quizzes", Frozen(200))
        cache = self.installation.app.jinja_env.cache
        assert cache is not None
        cache.clear()

    def begun(self, learner: Browser) -> str:
        """Begin the quiz and return the attempt's id."""
        assert learner.post(f"{PAGE}/check/attempts").status_code == 303
        return self.attempt_of(learner)

    def attempt_of(self, learner: Browser) -> str:
        """Return the attempt that the page shows."""
        found = _ATTEMPT.search(learner.get(PAGE).text)
        assert found is not None
        return found[1]

    def save(self, learner: Browser, attempt: str, item: str, value: str) -> int:
        """Save an answer as the page does; return the status."""
        return learner.save(answer(f"attempt:{attempt}", "check", item, value)).status_code

    def submitted(self, learner: Browser) -> str:
        """Begin, answer and hand in, while the kind is there; return the attempt's id."""
        attempt = self.begun(learner)
        form = {f"item-{item}": value for item, value in ANSWERS.items()}
        assert learner.post(f"/learn/attempts/{attempt}/submission", form).status_code == 303
        return attempt

    def stored(self) -> list[Attempt]:
        """Return every attempt there is."""
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Attempt).order_by(Attempt.number)))


def written(folder: Path, rules: str = "") -> Path:
    """Write the pack whose quiz asks a question of the kind and one of ours; `rules`: more lines of its head."""
    write_small_pack(folder, version="2.0")
    (folder / "quizzes" / "cups.toml").unlink()
    (folder / "quizzes" / "true-or-false.toml").write_text(QUIZ % rules, encoding="utf-8")
    for page in folder.glob("modules/*/*/02-how.md"):
        page.write_text(page.read_text("utf-8").replace('use = "cups"', 'use = "true-or-false"'), encoding="utf-8")
    return folder


@contextmanager
def with_kind(address: str, folder: Path, patch: pytest.MonkeyPatch, rules: str = "") -> Iterator[WithKind]:
    """Yield such an installation on the empty database at `address`."""
    with small_installation(address, folder) as installation:
        yield WithKind(installation, patch, rules)
