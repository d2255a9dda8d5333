"""One child at a time, dead at the worst moments."""

from __future__ import annotations

import os

from lms.serving.children import Child, Program


def test_a_child_killed_before_it_is_told_to_go_is_only_planned_anew() -> None:
    child = Child(Program("worker", "tests.serving.idle_worker"), dict(os.environ))
    child.start()
    child.kill()
    while not child.reap():
        child.go()
    assert child.due > 0
