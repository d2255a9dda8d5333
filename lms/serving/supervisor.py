"""Starts the children, starts them again when they die, and takes them all down with it.

The first child loads its modules while the database is prepared, and the others are started once it answers: so the
first page comes as early as two cores allow.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType

from lms.serving.children import FAULTS, WITHIN, Child, Program
from lms.serving.refusals import CannotStart

log = logging.getLogger(__name__)

GRACE = 10.0
ASK_EVERY = 0.05
LONGEST_SLEEP = 0.5


class Supervisor:
    """Keeps programs running until it is asked to stop.

    `prepare`: what has to be done before anything serves. `well`: returns None once the first program answers, else
    what is wrong. `announce`: called once, when it answers.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        environment: Mapping[str, str],
        *,
        prepare: Callable[[], None],
        well: Callable[[], str | None],
        announce: Callable[[], None],
        grace: float = GRACE,
    ) -> None:
        """Prepare; nothing is started before `run`."""
        self._children = [Child(program, environment) for program in programs]
        self._prepare, self._well, self._announce, self._grace = prepare, well, announce, grace
        self._answered = threading.Event()
        self._stopping = False
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_writer, False)

    def run(self) -> None:
        """Keep the children running; return when asked to stop. Raise `CannotStart` when one is beyond help."""
        self._listen_for_signals()
        announced = False
        try:
            self._children[0].start()
            self._prepare()
            self._children[0].go()
            threading.Thread(target=self._ask_until_well, name="first answer", daemon=True).start()
            while not self._stopping:
                self._tend(self._children if announced else self._children[:1])
                if not announced and self._answered.is_set():
                    announced = True
                    self._announce()
                    continue
                self._sleep()
        finally:
            self._stop_all()

    def _tend(self, children: Sequence[Child]) -> None:
        now = time.monotonic()
        for child in children:
            child.reap()
            if child.hopeless:
                raise CannotStart(
                    f"{child.program.name} died {FAULTS} times within {WITHIN:.0f} seconds. "
                    "The lines above say why; `lms doctor` checks the installation."
                )
            if child.process is None and child.due <= now:
                child.start()
                child.go()

    def _ask_until_well(self) -> None:
        while not self._stopping and self._well() is not None:
            time.sleep(ASK_EVERY)
        self._answered.set()
        self._wake()

    def _listen_for_signals(self) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: self._wake())

    def _asked_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self._stopping:  # asked twice: do not wait
            for child in self._children:
                child.kill()
        self._stopping = True
        self._wake()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # full: then it wakes us anyway
            os.write(self._wake_writer, b".")

    def _sleep(self) -> None:
        if select.select([self._wake_reader], [], [], LONGEST_SLEEP)[0]:
            os.read(self._wake_reader, 1_000)

    def _stop_all(self) -> None:
        self._stopping = True
        until = time.monotonic() + self._grace
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait(until)
        log.info("stopped")
