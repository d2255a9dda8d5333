"""One process under the supervisor: how it is started, how often it may die, how it is stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from lms.serving.lifeline import GO, SUPERVISOR

log = logging.getLogger(__name__)  # not structlog: loading it would hold up the first start

FAULTS = 5
WITHIN = 10.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Program:
    """What to run: a name for the log, a module of ours with arguments, and descriptors it inherits."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()


@dataclass(slots=True)
class Child:
    """A program, the process that runs it now, and its record of faults."""

    program: Program
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0
    faults: deque[float] = field(default_factory=lambda: deque(maxlen=FAULTS))

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches the supervisor alone; it waits for `go`.

        To be called in the main thread: Linux ties a child to the thread that started it.
        """
        program = self.program
        self.process = subprocess.Popen(
            [sys.executable, "-m", program.module, *program.arguments],
            bufsize=0,  # a word the child did not live to hear must not come back when the pipe is closed
            stdin=subprocess.PIPE,  # its end tells the child that we are gone
            pass_fds=program.descriptors,
            env={**self.environment, SUPERVISOR: str(os.getpid())},
            start_new_session=True,
        )
        log.info("%s started as process %d", program.name, self.process.pid)

    def go(self) -> None:
        """Tell the process that the database is ready to be used."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError):  # it is dead already; the next look finds out
                self.process.stdin.write(GO)

    def reap(self) -> bool:
        """Return whether the process has died since the last look, and if so plan the next start."""
        if self.process is None or (code := self.process.poll()) is None:
            return False
        _close(self.process)
        self.process = None
        killed = code == -signal.SIGKILL
        now = time.monotonic()
        if not killed:  # by a person or for memory: that says nothing about the program
            self.faults.append(now)
        recent = sum(1 for each in self.faults if now - each < WITHIN)
        pause = min(FIRST_PAUSE * 2**recent, LONGEST_PAUSE)
        self.due = now + pause
        log.warning("%s ended with %d and is started again in %.1f s", self.program.name, code, pause)
        return True

    @property
    def hopeless(self) -> bool:
        """Return whether it died by its own fault so often and so fast that starting it again is no use."""
        return len(self.faults) == FAULTS and self.faults[-1] - self.faults[0] < WITHIN

    def ask_to_stop(self) -> None:
        """Send SIGTERM, on which it finishes what it has in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """Send SIGKILL to the process and to what it started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def wait(self, until: float) -> None:
        """Wait until the process is gone; at the moment `until` (monotonic seconds) kill it and what it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and is killed", self.program.name)
            self.kill()
            self.process.wait()
        _close(self.process)
        self.process = None


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
