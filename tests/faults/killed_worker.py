"""A job worker in a process of its own that is sent SIGKILL after so many steps: statements and commits.

The moment is exact, so that each step of a transaction can be hit; the process is a real one, and so is the signal.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.jobs import LEASE, Worker, declared

SMALL = 3
"""The most that one transaction of these workers does, so that there are many to be killed in."""


@dataclass
class Runs:
    """Workers of one installation, one after the other; each comes up after the lease of the one before has run out.

    `small`: sets what the rooms do in one transaction to `SMALL`. `careless`: the negative control, each statement is
    committed by itself.
    """

    address: str
    clock: SetClock
    job: str
    small: Callable[[], None]
    careless: bool = False

    def killed_after(self, steps: int) -> bool:
        """Let a worker do what is due, and kill it at that step; return whether it was still at work then."""
        return self._run(steps)

    def to_the_end(self) -> None:
        """Let a worker do what is due."""
        assert not self._run(None)

    def _run(self, steps: int | None) -> bool:
        self.clock.at = self.clock.now() + 2 * LEASE + timedelta(seconds=1)
        child = os.fork()
        if child == 0:
            self._work_and_leave(steps)
        _child, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            return True
        assert os.WEXITSTATUS(status) == 0, "the worker failed; see what it printed"
        return False

    def _work_and_leave(self, steps: int | None) -> None:
        code = 1
        try:
            self.small()
            database = Database(self.address)  # the connections of the process it was split from are not its own
            count_down(database, steps, careless=self.careless)
            Worker(database, self.clock, {self.job: declared()[self.job]}).run_due()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)


def count_down(database: Database, steps: int | None, *, careless: bool) -> None:
    """Kill this process at that statement or commit; `careless` commits before each statement that follows another."""
    taken = 0

    def step(*_about: Any) -> None:
        nonlocal taken
        taken += 1
        if steps is not None and taken >= steps:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(connection: Any, _cursor: Any, text: str, *_about: Any) -> None:
        step()
        if careless and connection.engine is database.engine and not text.startswith("BEGIN"):
            raw = connection.connection.driver_connection
            raw.commit()
            if database.is_sqlite:
                raw.execute("BEGIN IMMEDIATE")

    engines = [database.engine, database.reader] if database.is_sqlite else [database.engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", step)
