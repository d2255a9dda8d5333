"""Two trainers, any order of typing, moving, taking over and taking back: no text that was taken vanishes.

A model holds what each tab saw and which text was acknowledged. Every acknowledged text is either what stands there now
or in the history, unless its own writer typed on within the same run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from lms.kernel.permissions import NotFound, Role
from lms.studio.drafts import files, locks, undoing
from lms.studio.drafts.models import Draft, DraftChange
from tests.support.at_once import at_once
from tests.support.company import Company
from tests.support.drafting import Desk, begin

TEXT = "One.\n\n## Two {#two}\n\nTwo.\n\n## Three {#three}\n\nThree.\n"
PARTS = ("start", "two", "three")
HEADS = {"start": "", "two": "## Two {#two}\n\n", "three": "## Three {#three}\n\n"}


def lost(desk: Desk, acknowledged: Iterable[str]) -> list[str]:
    """Return the acknowledged texts that stand neither on the page nor in the history."""
    with desk.company.installation.database.reading() as session:
        query = select(DraftChange.before, DraftChange.after).where(DraftChange.draft_id == desk.draft.id)
        kept = [text or b"" for pair in session.execute(query) for text in pair]
        kept.append((files.content_of(session, desk.draft, desk.page)) or b"")
    return [text for text in acknowledged if not any(text.encode() in each for each in kept)]


def machine(company: Company) -> type[RuleBasedStateMachine]:
    """Return the state machine over drafts of this company."""
    trainers = (company.person(Role.TRAINER), company.person(Role.TRAINER))
    actors = [company.actor(each) for each in trainers]
    database, now = company.installation.database, company.installation.clock.now()

    class TwoTrainers(RuleBasedStateMachine):
        """Two people at one draft; each tab remembers the revision it last saw of each part."""

        @initialize()
        def sit_down(self) -> None:
            self.desk = begin(company, person=trainers[0])
            self.page, self.acknowledged, self.count = self.desk.page, list[str](), 0
            self.latest: dict[str, tuple[int, str]] = {}
            self._act(0, "@file", (self.desk.part(self.page, "@head") or "") + TEXT, self.desk.base(self.page, "@file"))
            self.seen = [{part: self.desk.base(self.page, part) for part in PARTS} for _each in actors]

        def _act(self, who: int, part: str, text: str, base: str) -> str | None:
            """Save a part; return its revision, None where it was refused."""
            try:
                with database.writing() as session:
                    edit = files.Edit(self.page, part, base, text)
                    return files.change(session, self.desk.draft, actors[who], [edit], "written", now).saved[0].base
            except files.Conflict:
                return None

        @rule(who=st.integers(0, 1), part=st.sampled_from(PARTS))
        def look(self, who: int, part: str) -> None:
            self.seen[who][part] = self.desk.base(self.page, part)

        @rule(who=st.integers(0, 1), part=st.sampled_from(PARTS))
        def type(self, who: int, part: str) -> None:
            self.count += 1
            said = f"Sentence {self.count} of {who}."
            base = self._act(who, part, f"{HEADS[part]}{said}\n\n", self.seen[who][part])
            if base is not None:
                writer, text = self.latest.get(part, (None, ""))
                if writer == who and text in self.acknowledged:
                    self.acknowledged.remove(text)  # keystrokes of one run are one change
                self.acknowledged.append(said)
                self.latest[part], self.seen[who][part] = (who, said), base

        @rule(who=st.integers(0, 1), order=st.permutations(PARTS[1:]))
        def move(self, who: int, order: list[str]) -> None:
            now_there = self.desk.base(self.page, "@order")
            self._act(who, "@order", "\n".join(["@head", "start", *order]), now_there)

        @rule(who=st.integers(0, 1), part=st.sampled_from(PARTS), over=st.booleans())
        def hold(self, who: int, part: str, over: bool) -> None:
            with database.writing() as session:
                locks.take(session, self.desk.draft, actors[who], self.page, part, now, over=over)

        @rule(who=st.integers(0, 1), back=st.integers(0, 3))
        def take_back(self, who: int, back: int) -> None:
            # somebody's later text, or a part in hand, may stand in the way
            with suppress(files.Conflict, NotFound):
                with database.writing() as session:
                    draft = session.get_one(Draft, self.desk.draft.id)
                    undoing.undo(session, draft, actors[who], draft.acts - back, now)
                self.latest.clear()

        def teardown(self) -> None:
            assert lost(self.desk, self.acknowledged) == []

    return TwoTrainers


def steps(examples: int) -> settings:
    """Return how long the machine runs: the same way every time, and without looking for a shorter one."""
    quiet = list(HealthCheck)
    return settings(
        max_examples=examples, stateful_step_count=14, deadline=None, database=None, phases=[Phase.generate],
        derandomize=True, suppress_health_check=quiet,
    )  # fmt: skip


def test_whatever_two_trainers_do_no_text_that_was_taken_vanishes(company: Company) -> None:
    run_state_machine_as_test(machine(company), settings=steps(8))


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let whoever comes last win, and keep no history: the defence switched off."""
    monkeypatch.setattr(files, "_clash", lambda *_all: None)
    monkeypatch.setattr(files.Act, "_written", lambda self, _rows: self.draft.acts)
    yield


@pytest.mark.usefixtures("careless")
def test_without_the_check_texts_do_vanish_and_this_test_sees_it(company: Company) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine(company), settings=steps(60))


def test_of_two_browsers_that_save_the_same_part_at_once_one_is_told(company: Company) -> None:
    first = begin(company)
    second = first.beside(company.person(Role.TRAINER))
    for round_number in range(5):
        seen = first.base(first.page, "start")
        edits = [desk.edit(desk.page, "start", f"{name} {round_number}.\n", base=seen)
                 for desk, name in ((first, "One"), (second, "Two"))]  # fmt: skip
        for desk in (first, second):
            desk.browser.token()
        said = at_once(lambda: first.save(edits[0]), lambda: second.save(edits[1]))  # noqa: B023  - called at once
        assert sorted(each.status_code for each in said) == [200, 409]
        taken = edits[0] if said[0].status_code == 200 else edits[1]
        assert first.part(first.page, "start") == taken["text"]
        assert lost(first, [taken["text"]]) == []


def test_two_browsers_that_save_different_parts_at_once_both_keep_what_they_wrote(company: Company) -> None:
    first = begin(company)
    second = first.beside(company.person(Role.TRAINER))
    first.write(first.page, "@file", (first.part(first.page, "@head") or "") + TEXT)
    edits: list[dict[str, Any]] = [
        first.edit(first.page, "two", "## Two {#two}\n\nFrom one.\n\n"),
        second.edit(second.page, "three", "## Three {#three}\n\nFrom two.\n"),
    ]
    for desk in (first, second):
        desk.browser.token()
    said = at_once(lambda: first.save(edits[0]), lambda: second.save(edits[1]))
    assert [each.status_code for each in said] == [200, 200]
    assert "From one." in first.text(first.page)
    assert "From two." in first.text(first.page)
