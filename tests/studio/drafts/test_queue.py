"""The queue of unsaved texts, run as the browser runs it: nothing older lands on something newer, nothing is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer

SCRIPT = Path(__file__).parents[3] / "lms" / "web" / "static" / "web" / "js" / "draft-queue.js"
PLACE = {"path": "a.md", "part": "start"}


class Queue:
    """A queue in an engine of its own."""

    def __init__(self) -> None:
        """Load the module as a plain script."""
        self.engine = MiniRacer()
        plain = re.sub(r"^export ", "", SCRIPT.read_text(), flags=re.MULTILINE)
        self.engine.eval(f"{plain}\nconst queue = new DraftQueue();")

    def do(self, call: str, *arguments: Any) -> Any:
        """Call a method and return what it returns."""
        told = ", ".join(json.dumps(each) for each in arguments)
        return json.loads(self.engine.eval(f"JSON.stringify(queue.{call}({told}) ?? null)"))

    def state(self, failing: bool = False) -> str:
        """Return how it stands."""
        return str(self.do("state", failing))


@pytest.fixture
def queue() -> Queue:
    """Return an empty queue."""
    return Queue()


def typed(queue: Queue, text: str, base: str = "b0", at: int = 0) -> None:
    """Type a text into the place."""
    queue.do("add", {**PLACE, "base": base, "text": text}, at, 10)


def test_a_newer_text_replaces_one_that_waits_and_one_is_sent_at_a_time(queue: Queue) -> None:
    typed(queue, "M")
    typed(queue, "Mo", at=5)
    assert queue.do("next", 14) is None, "still typing"
    assert queue.do("next", 15)["text"] == "Mo"
    typed(queue, "Mon", at=16)
    assert queue.do("next", 99) is None, "one is on its way"
    assert queue.state() == "saving"


def test_what_is_typed_while_one_is_on_its_way_goes_with_the_revision_that_comes_back(queue: Queue) -> None:
    typed(queue, "M")
    assert queue.do("next", 10)["base"] == "b0"
    typed(queue, "Mo", base="b0", at=11)
    assert queue.do("kept", "b1") is False, "something newer waits"
    assert queue.do("next", 99)["base"] == "b1"
    assert queue.do("kept", "b2") is True
    assert queue.state() == "saved"


def test_what_did_not_get_there_goes_again_but_never_over_something_newer(queue: Queue) -> None:
    typed(queue, "old")
    queue.do("next", 10)
    queue.do("again", 0)
    assert queue.state(failing=True) == "waiting"
    assert queue.do("next", 10)["text"] == "old"
    typed(queue, "new", at=11)
    queue.do("again", 0)
    assert queue.do("next", 99)["text"] == "new"


def test_in_a_conflict_what_was_typed_since_is_mine_and_nothing_is_sent_before_the_choice(queue: Queue) -> None:
    typed(queue, "mine")
    queue.do("next", 10)
    typed(queue, "mine, longer", at=11)
    clash = queue.do("clash", {"text": "theirs", "base": "b7", "by": "A Colleague", "at": None})
    assert (clash["mine"], clash["theirs"], clash["by"]) == ("mine, longer", "theirs", "A Colleague")
    typed(queue, "mine, still longer", at=12)
    assert queue.do("next", 999) is None
    assert queue.state() == "waiting"
    assert queue.do("resolve", PLACE, "mine", 20)["mine"] == "mine, still longer"
    sent = queue.do("next", 20)
    assert (sent["text"], sent["base"], sent["take"]) == ("mine, still longer", "b7", False)


def test_choosing_theirs_sends_nothing_and_goes_on_from_their_revision(queue: Queue) -> None:
    typed(queue, "mine")
    queue.do("next", 10)
    queue.do("clash", {"text": "theirs", "base": "b7", "by": "", "at": None, "locked_by": "A Colleague"})
    queue.do("resolve", PLACE, "theirs", 20)
    assert queue.do("next", 999) is None
    typed(queue, "theirs, and more", base="ignored", at=30)
    assert queue.do("next", 99)["base"] == "b7"


def test_parts_that_became_others_are_learnt_anew(queue: Queue) -> None:
    typed(queue, "x")
    queue.do("next", 10)
    queue.do("kept", "b1")
    queue.do("recut", "a.md", [{"part": "start", "base": "c1"}, {"part": "after", "base": "c2"}])
    typed(queue, "y", base="b1", at=20)
    assert queue.do("next", 99)["base"] == "c1"
