"""Processes are killed in every way there is; the address keeps answering, and nothing is left behind."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys

import pytest

from lms.serving.lifeline import ORPHANED, SUPERVISOR
from tests.serving.conftest import PATIENCE, ROOT, Start, command_line, eventually, kill


def test_a_killed_web_process_is_replaced_and_the_address_keeps_answering(start: Start) -> None:
    here = start()
    here.wait_until_ready()
    assert eventually(lambda: len(here.web()) == 2)
    victim = int(here.get())
    kill(victim)
    assert all(here.get() != str(victim) for _ in range(20))
    assert eventually(lambda: len(here.web()) == 2 and victim not in here.web())


def test_with_every_web_process_killed_a_visitor_waits_instead_of_being_refused(start: Start) -> None:
    here = start()
    here.wait_until_ready()
    assert eventually(lambda: len(here.web()) == 2)
    before = here.web()
    for pid in before:
        kill(pid)
    assert int(here.get()) not in before


def test_a_web_process_killed_many_times_is_never_given_up(start: Start) -> None:
    here = start(workers=1)
    here.wait_until_ready()
    for _ in range(7):
        victim = int(here.get())
        kill(victim)
        assert eventually(lambda: here.web() and victim not in here.web())  # noqa: B023
    assert here.process.poll() is None
    assert here.get()


def test_a_killed_job_worker_is_replaced(start: Start) -> None:
    here = start(workers=1)
    here.wait_until_ready()

    def worker() -> list[int]:
        return [pid for pid, command in here.children().items() if "idle_worker" in command]

    assert eventually(worker)
    victim = worker()[0]
    kill(victim)
    assert eventually(lambda: worker() and victim not in worker())


def test_a_killed_supervisor_takes_everything_with_it_and_the_next_one_starts(start: Start) -> None:
    here = start()
    here.wait_until_ready()
    assert eventually(lambda: len(here.children()) == 3)
    family = [here.process.pid, *here.children()]
    kill(here.process.pid)
    here.process.wait(PATIENCE)
    assert eventually(lambda: not any(map(command_line, family)))
    following = start()
    following.wait_until_ready()
    assert int(following.get()) not in family


@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_stops_everything_and_leaves_with_0(start: Start, polite: signal.Signals) -> None:
    here = start()
    here.wait_until_ready()
    assert eventually(lambda: len(here.children()) == 3)
    family = list(here.children())
    here.process.send_signal(polite)
    assert here.process.wait(PATIENCE) == 0
    assert not any(map(command_line, family))


def test_a_process_that_exits_by_itself_is_started_again(start: Start) -> None:
    here = start(workers=1)
    here.wait_until_ready()
    before = int(here.get())
    with pytest.raises((OSError, http.client.HTTPException)):
        here.get("/exit")
    assert int(here.get()) != before


def test_an_application_that_cannot_be_loaded_is_given_up_with_one_clear_line(start: Start) -> None:
    here = start("broken")
    _out, errors = here.process.communicate(timeout=PATIENCE)
    assert here.process.returncode == 1
    assert "a mistake in the application" in errors
    assert errors.splitlines()[-1].startswith("web-1 died 5 times within 10 seconds.")


def test_a_child_that_does_not_hold_on_is_left_behind_so_these_tests_can_see_one(start: Start) -> None:
    here = start("careless", workers=1)
    here.wait_until_ready()

    def careless() -> list[int]:
        return [pid for pid, command in here.children().items() if "careless_worker" in command]

    assert eventually(careless)
    orphan = careless()[0]
    others = [pid for pid in here.children() if pid != orphan]
    kill(here.process.pid)
    here.process.wait(PATIENCE)
    try:
        assert eventually(lambda: not any(map(command_line, others)))
        assert command_line(orphan)
    finally:
        kill(orphan)


def test_the_end_of_the_pipe_alone_ends_a_child() -> None:
    environment = {**os.environ, SUPERVISOR: str(os.getpid()), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.serving.idle_worker"]
    child = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(PATIENCE) == ORPHANED


def test_a_child_whose_supervisor_was_gone_before_it_looked_ends_itself() -> None:
    environment = {**os.environ, SUPERVISOR: "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.serving.idle_worker"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as child:
        assert child.wait(PATIENCE) == ORPHANED
