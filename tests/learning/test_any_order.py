"""Whatever a learner does, in whatever order: the module keeps the rules of a small model of itself.

The model knows nothing of the database: attempts are dictionaries, an answer is the value last accepted.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lms.kernel.ids import new_id
from lms.learning.models import AttemptState, State
from tests.support.company import MODULE, Company
from tests.support.learner import PAGES, RIGHT, Learner

SOAK = os.environ.get("LMS_SOAK") == "1"
ITEMS = st.sampled_from(sorted(RIGHT))
WRONG: dict[str, Any] = {"five-points": "five-in-a-hundred-stay", "either-or": "everything-twice"}
EXAMPLES = settings(
    max_examples=400 if SOAK else 30,
    stateful_step_count=40 if SOAK else 15,
    derandomize=not SOAK,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Expected:
    """What an attempt should hold."""

    context: str
    answers: dict[str, tuple[Any, int]] = field(default_factory=dict)
    score: float | None = None


class AnyOrder(RuleBasedStateMachine):
    """One learner's acts; `company` is set on a subclass."""

    company: Company

    def __init__(self) -> None:
        super().__init__()
        self.learner = Learner.of(self.company)
        self.attempts: list[Expected] = []
        self.sent: list[tuple[dict[str, Any], int | None]] = []
        self.read: set[str] = set()
        self.begun = False

    @property
    def open(self) -> Expected | None:
        """The attempt that takes answers."""
        return self.attempts[-1] if self.attempts and self.attempts[-1].score is None else None

    @rule()
    def begin_the_quiz(self) -> None:
        """Open an attempt; with one open, the same one."""
        context = self.learner.begin()
        if self.open is None:
            assert context not in {each.context for each in self.attempts}
            self.attempts.append(Expected(context))
        assert context == self.attempts[-1].context
        self.begun = True

    @precondition(lambda self: self.attempts)
    @rule(item=ITEMS, right=st.booleans(), stale=st.integers(0, 2))
    def save(self, item: str, right: bool, stale: int) -> None:
        """Save an answer to the latest attempt from the current revision or an older one."""
        attempt = self.attempts[-1]
        value = RIGHT[item] if right else WRONG.get(item, 1)
        revision = attempt.answers.get(item, (None, 0))[1]
        sent = self.learner.answer(attempt.context, item, value, base=max(revision - stale, 0))
        answered = self.learner.browser.save(sent)
        if attempt.score is not None:
            assert answered.status_code == 409
            return
        assert answered.status_code == 200
        if sent["base"] == revision:
            assert answered.json["saved"][0]["revision"] == revision + 1
            attempt.answers[item] = (value, revision + 1)
            self.sent.append((sent, revision + 1))
        else:
            (conflict,) = answered.json["conflicts"]
            assert conflict["current"] == {"value": attempt.answers[item][0], "revision": revision}
            self.sent.append((sent, None))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        """Send something again that was answered long ago."""
        sent, revision = data.draw(st.sampled_from(self.sent))
        answered = self.learner.browser.save(sent)
        assert answered.status_code == 200
        assert [each["revision"] for each in answered.json["saved"]] == ([] if revision is None else [revision])
        assert len(answered.json["conflicts"]) == (revision is None)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def reuse_an_id(self, data: st.DataObject) -> None:
        """Send another value under an id that was used."""
        sent, _revision = data.draw(st.sampled_from(self.sent))
        assert self.learner.browser.save({**sent, "value": None}).status_code == 409

    @precondition(lambda self: self.attempts)
    @rule(twice=st.booleans(), last=st.sampled_from([None, *sorted(RIGHT)]))
    def submit(self, twice: bool, last: str | None) -> None:
        """Submit the latest attempt, perhaps with one answer typed into the form alone, perhaps twice."""
        attempt = self.attempts[-1]
        form = {last: f"{RIGHT[last]}"} if last else {}
        for _ in range(1 + twice):
            assert self.learner.submit(attempt.context, **form).status_code == 303
        if attempt.score is None:
            if last and attempt.answers.get(last, (None, 0))[0] != RIGHT[last]:
                attempt.answers[last] = (RIGHT[last], attempt.answers.get(last, (None, 0))[1] + 1)
            attempt.score = sum(value == RIGHT[item] for item, (value, _r) in attempt.answers.items()) / len(RIGHT)

    @precondition(lambda self: len(self.attempts) > 1)
    @rule()
    def submit_an_old_one(self) -> None:
        """Submit an attempt that is long past."""
        assert self.learner.submit(self.attempts[0].context, standing_still="1200").status_code == 303

    @rule(page=st.sampled_from(PAGES))
    def read_a_page(self, page: str) -> None:
        """Read a page to its end."""
        self.learner.read(page)
        self.read.add(page)
        self.begun = True

    @rule(page=st.sampled_from(PAGES))
    def look_at_a_page(self, page: str) -> None:
        """Open a page; nothing changes by it."""
        assert self.learner.browser.get(f"/learn/{MODULE}/{page}").status_code == 200

    @rule()
    def answer_nothing_that_is_there(self) -> None:
        """Send an answer to an attempt that is not there."""
        assert (
            self.learner.browser.save(self.learner.answer(f"attempt:{new_id()}", "five-points", None)).status_code
            == 404
        )

    @invariant()
    def the_attempts_are_those_of_the_model(self) -> None:
        """Number, state and score of every attempt."""
        found = self.learner.attempts()
        assert [f"attempt:{each.id}" for each in found] == [each.context for each in self.attempts]
        assert [each.number for each in found] == list(range(1, len(found) + 1))
        assert [each.score for each in found] == [each.score for each in self.attempts]
        assert [each.state is AttemptState.OPEN for each in found] == [each.score is None for each in self.attempts]

    @invariant()
    def progress_is_that_of_the_model(self) -> None:
        """Pages read, the quiz passed, completed: once both are, and for good."""
        if not self.begun:
            assert self.learner.enrolments() == []
            return
        mine = self.learner.enrolment()
        passed = any((each.score or 0) >= 0.75 for each in self.attempts)
        assert (mine.pages_read, mine.quiz_passed) == (len(self.read), passed)
        assert (mine.state is State.COMPLETED) == (passed and self.read == set(PAGES))


def test_any_order_of_acts_keeps_the_rules(company: Company) -> None:
    machine = type("AnyOrderHere", (AnyOrder,), {"company": company})
    run_state_machine_as_test(machine, settings=EXAMPLES)
