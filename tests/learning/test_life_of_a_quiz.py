"""Random walks over the whole life of a quiz, in the application and in a model beside it, on both databases.

Starting, saving from two devices, replays, stale bases, leaving, checking, submitting twice and from old tabs, a clock
that moves, the job, new minors and majors: after each step the database holds what the model holds.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from lms.answers.models import Answer, AnswerHead
from lms.learning import timing
from tests.learning.life_model import GRACE, Life, Try
from tests.support.company import answer
from tests.support.installation import Installation
from tests.support.ruled_pack import BLOCK, PAGE, RIGHT, Pupil, another_browser, publish_rules, run_jobs

MINUTES = 5
WALKS, STEPS = 200 if os.environ.get("LMS_SOAK") == "1" else 4, 30
VALUES = {"hot": ["yes", "no"], "count": [7391.25, 6428.5, 3.0]}
PLACES = st.sampled_from([(item, value) for item, values in VALUES.items() for value in values])
SESSION = timedelta(minutes=40)
DEVICES = st.sampled_from([0, 1])
majors = count(1000)


class Walk(RuleBasedStateMachine):
    """One person's life with one quiz."""

    installation: Installation

    @initialize(attempts=st.sampled_from([1, 2, 20]), counts=st.sampled_from(["best", "latest", "first"]))
    def publish_and_enrol(self, attempts: int, counts: str) -> None:
        """Publish the quiz under other rules, take a pupil on two devices on, and let them pass the other quiz."""
        self.major, self.minor = next(majors), 0
        self.rules = f'feedback = "immediate"\nattempts = {attempts}\ntime_limit = {MINUTES}\n'
        self.rules += f'counts = "{counts}"\n' if attempts > 1 else ""
        publish_rules(self.installation, self.rules, f"{self.major}.0")
        self.pupil = Pupil.on(self.installation)
        self.devices, self.signed_in = [self.pupil, self.device()], self.now
        self.life = Life(attempts, counts if attempts > 1 else "best")
        self.seen: list[dict[str, int]] = [{}, {}]
        self.sent: list[tuple[dict[str, Any], int | None]] = []
        self.pupil.browser.post(f"{PAGE}/check-saucers/attempts")
        (saucers,) = self.pupil.attempts()
        self.pupil.submit(f"attempt:{saucers.id}", flat="flat-yes")
        self.start(0)

    def device(self) -> Pupil:
        """Sign the same person in on another device."""
        return Pupil(self.installation, self.pupil.person, another_browser(self.installation, self.pupil.person))

    @property
    def now(self) -> Any:
        """Return the server's time."""
        return self.installation.clock.now()

    @property
    def latest(self) -> Try:
        """Return the latest attempt of the model."""
        found = self.life.latest
        assert found is not None
        return found

    def has_begun(self) -> bool:
        """Return whether there is an attempt."""
        return bool(self.life.tries)

    @rule(device=DEVICES)
    def start(self, device: int) -> None:
        """Begin, or begin again."""
        met_late = self.has_begun() and self.latest.is_open and self.latest.is_late(self.now)
        if met_late:
            self.latest.meet(self.now)
        runs, used_up = self.has_begun() and self.latest.is_open, self.life.is_used_up
        answered = self.devices[device].browser.post(f"{PAGE}/{BLOCK}/attempts")
        assert answered.status_code == (409 if used_up and not runs and not met_late else 303)
        if not runs and not used_up:
            key = f"attempt:{self.pupil.latest.id}"
            self.life.tries.append(Try(key, self.now + timedelta(minutes=MINUTES)))
            self.seen = [{}, {}]

    @precondition(has_begun)
    @rule(device=DEVICES, place=PLACES)
    def save(self, device: int, place: tuple[str, Any]) -> None:
        """Save an answer from the revision this device has seen."""
        (item, value), current = place, self.latest
        base = self.seen[device].get(item, 0)
        record = answer(current.key, BLOCK, item, value, base=base)
        answered = self.devices[device].browser.save(record)
        if not current.takes(item, self.now):
            assert answered.status_code == 409, answered.text
            current.meet(self.now)
            return
        assert answered.status_code == 200, answered.text
        revision = None
        if base == current.revisions.get(item, 0):
            current.store(item, value)
            revision = self.seen[device][item] = current.revisions[item]
            assert answered.json["saved"][0]["revision"] == revision
        else:
            told = answered.json["conflicts"][0]["current"]
            assert told == {"value": current.values.get(item), "revision": current.revisions.get(item, 0)}
        self.sent.append((record, revision))

    @precondition(lambda self: bool(self.sent))
    @rule(device=DEVICES, data=st.data())
    def replay(self, device: int, data: Any) -> None:
        """Send again what was sent before, whatever has happened since: the same answer is the same answer."""
        record, revision = data.draw(st.sampled_from(self.sent))
        answered = self.devices[device].browser.save(record)
        assert answered.status_code == 200, answered.text
        told = answered.json["saved" if revision else "conflicts"]
        assert [each["id"] for each in told] == [record["id"]]
        if revision:
            assert told[0]["revision"] == revision

    @precondition(lambda self: bool(self.sent))
    @rule(data=st.data())
    def reuse_an_id(self, data: Any) -> None:
        """Send another value under an id that is used."""
        record, _revision = data.draw(st.sampled_from(self.sent))
        other = next(value for value in VALUES[record["item"]] if value != record["value"])
        assert self.pupil.browser.save({**record, "value": other}).status_code == 409

    @precondition(has_begun)
    @rule(item=st.sampled_from(["flat", "hot.sure", "count2", "x" * 80]))
    def save_a_foreign_question(self, item: str) -> None:
        """Answer what the quiz does not ask."""
        assert self.pupil.keep(self.latest.key, item, "yes").status_code == 422

    @precondition(has_begun)
    @rule(device=DEVICES, item=st.sampled_from([*VALUES]))
    def check(self, device: int, item: str) -> None:
        """Check a question, as a page with a script does: the form shows nothing."""
        current = self.latest
        answered = self.devices[device].check(current.key, item)
        if not current.is_open or current.is_late(self.now) or item in current.checked:
            assert answered.status_code == 303
        elif current.values.get(item) is None:
            assert answered.status_code == 422
        else:
            assert answered.status_code == 303
            current.checked.append(item)

    @precondition(has_begun)
    @rule(device=DEVICES, place=st.none() | PLACES)
    def submit(self, device: int, place: tuple[str, Any] | None) -> None:
        """Submit, with a form that shows an answer or none."""
        current = self.latest
        shown = {place[0]: place[1]} if place else {}
        assert self.devices[device].submit(current.key, **{k: str(v) for k, v in shown.items()}).status_code == 303
        if current.is_open:
            if not current.is_late(self.now):
                current.show(shown)
            current.end(self.now)

    @precondition(lambda self: len(self.life.tries) > 1)
    @rule(data=st.data())
    def submit_an_old_one(self, data: Any) -> None:
        """Submit an earlier attempt from a tab that was left open."""
        old = data.draw(st.sampled_from(self.life.tries[:-1]))
        assert self.pupil.submit(old.key, hot="yes", count="7391.25").status_code == 303

    @rule(device=DEVICES)
    def look(self, device: int) -> None:
        """Open the page: what is too late is submitted, and the page says what is so."""
        if self.has_begun():
            self.latest.meet(self.now)
        page = self.devices[device].page
        if self.has_begun():
            self.seen[device] = dict(self.latest.revisions)
            points = sum(self.latest.scores.values())
            assert (f'class="big num">{points:.0f} of 2<' in page) is not self.latest.is_open

    @rule(seconds=st.sampled_from([10, 150, 310, 335]))
    def wait(self, seconds: int) -> None:
        """Do nothing for a while."""
        self.time_passes(seconds)

    def time_passes(self, seconds: int) -> None:
        """Let the server's clock go on; who has been away for long signs in again."""
        self.installation.clock.forward(seconds=seconds)
        if self.now - self.signed_in > SESSION:
            self.leave_and_sign_in_again()

    @rule()
    def leave(self) -> None:
        """Close both browsers and come back."""
        self.leave_and_sign_in_again()

    def leave_and_sign_in_again(self) -> None:
        """Open two other browsers."""
        self.devices = [self.device(), self.device()]
        self.pupil, self.signed_in = self.devices[0], self.now

    @rule()
    def the_job_runs(self) -> None:
        """Let the worker come round."""
        self.time_passes(60)
        run_jobs(self.installation)
        if self.has_begun():
            self.latest.meet(self.now)

    @precondition(lambda self: self.minor < 2)
    @rule()
    def a_minor_is_published(self) -> None:
        """Reword a question."""
        self.minor += 1
        publish_rules(self.installation, self.rules, f"{self.major}.{self.minor}", stem=f"Is it hot {self.minor}?")

    @rule()
    def a_major_is_published(self) -> None:
        """Publish what means something else: this person goes on with what they began."""
        if self.minor < 3:
            self.minor = 3
            publish_rules(self.installation, "partial_credit = false\n", f"{next(majors)}.0")

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        """Nothing lost, one result an attempt, scored from what was acknowledged, in time; the policy decides."""
        if not hasattr(self, "life"):
            return
        stored = [each for each in self.pupil.attempts() if each.block == BLOCK]
        assert [f"attempt:{each.id}" for each in stored] == [each.key for each in self.life.tries]
        for row, model in zip(stored, self.life.tries, strict=True):
            assert (row.ended_by, row.submitted_at, row.checked) == (model.ended_by, model.ended_at, model.checked)
            assert row.deadline_at == model.deadline
            if not model.is_open:
                assert (row.scores, row.score, row.passed) == (model.scores, model.share, model.share >= 0.5)
        self._answers_are_those_acknowledged()
        assert self.pupil.enrolment().quiz_passed == self.life.passed

    def _answers_are_those_acknowledged(self) -> None:
        with self.installation.database.reading() as session:
            mine = AnswerHead.person_id == self.pupil.person.id
            rows = list(
                session.scalars(select(Answer).join(AnswerHead, AnswerHead.answer == Answer.number).where(mine))
            )
        current = {(row.context, row.item): (json.loads(row.value or "null"), row.revision) for row in rows}
        current = {place: found for place, found in current.items() if place[1] in RIGHT}
        expected = {
            (each.key, item): (value, each.revisions[item])
            for each in self.life.tries
            for item, value in each.values.items()
        }
        assert current == expected
        deadlines = {each.key: each.deadline for each in self.life.tries}
        assert all(row.received_at <= deadlines[row.context] + GRACE for row in rows if row.context in deadlines)


def walk(installation: Installation, walks: int) -> None:
    """Take so many random walks."""
    run_state_machine_as_test(
        type("WalkHere", (Walk,), {"installation": installation}),
        settings=settings(
            max_examples=walks,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
def test_whatever_coincides_nothing_is_lost_and_each_attempt_has_one_result(ruled: Installation) -> None:
    walk(ruled, WALKS)


def test_where_late_answers_are_taken_the_same_walks_find_it(
    ruled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a grace of an hour in the application, and the model must see it."""
    monkeypatch.setattr(timing, "GRACE", timedelta(hours=1))
    with pytest.raises(AssertionError):
        walk(ruled, WALKS)
