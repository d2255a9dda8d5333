"""Job workers in processes of their own that hand mails to a real server, and are sent SIGKILL by what the server sees.

Each calls itself by the number of its process when it greets the server, so the server kills exactly the one it is
talking with: before a mail's reader is taken, when the mail is kept and nobody was told, or some moments later, while
its mark is being written. Between two generations the clock moves on past the leases of the dead.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiosmtpd.smtp import Envelope, Session

from lms.kernel import delivering, ledger
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import LEASE
from lms.kernel.post import Post
from tests.support.smtp_server import Taker

AT_ONCE = 2
"""Workers of one generation."""
MOMENTS = ("RCPT", "DATA", "later")


@dataclass
class Postmen:
    """Generations of workers on one database. `changed`: what the negative controls change in each of them."""

    address: str
    clock: SetClock
    url: str
    folder: Path
    taker: Taker
    chance: random.Random
    changed: Callable[[], None] = lambda: None
    deaths: int = 0
    _fates: dict[int, tuple[int, str]] = field(default_factory=dict)
    _living: set[int] = field(default_factory=set)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Watch what the server meets."""
        self.taker.met = self._met

    def generation(self, longest: int | None, moments: tuple[str, ...] = MOMENTS) -> None:
        """Let workers hand over; each is killed within its first `longest` mails, or none where that is None."""
        self.clock.at = self.clock.now() + LEASE + timedelta(minutes=1)
        database = Database(self.address)
        with database.writing() as session:
            for _ in range(AT_ONCE):
                ledger.enqueue(session, delivering.NAME, now=self.clock.now())
        database.dispose()
        with self._guard:
            children = [self._fork() for _ in range(AT_ONCE)]
            self._living = set(children)
            if longest is not None:
                for child in children:
                    self._fates[child] = (self.chance.randint(1, longest), self.chance.choice(moments))
        for child in children:
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            with self._guard:  # nobody kills it any more: once it is waited for its number may be another's
                self._living.discard(child)
                self._fates.pop(child, None)
            _child, status = os.waitpid(child, 0)
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            assert killed or os.WEXITSTATUS(status) == 0, "a worker failed; see what it printed"
            self.deaths += killed

    def _fork(self) -> int:
        child = os.fork()
        if child == 0:
            _work_and_leave(self.address, self.clock.now(), self.url, self.folder, self.changed)
        return child

    def _met(self, step: str, session: Session, _envelope: Envelope) -> None:
        """Kill whom the server is talking with, when their time has come."""
        pid = int((session.host_name or "w0").partition(".")[0].lstrip("w"))
        with self._guard:
            left, moment = self._fates.get(pid, (0, ""))
            verb = step.partition(" ")[0]
            if not moment or verb != ("DATA" if moment == "later" else moment):
                return
            self._fates[pid] = (left - 1, moment)
            if left > 1:
                return
            del self._fates[pid]
        if moment == "later":
            threading.Timer(self.chance.uniform(0, 0.01), self._kill, [pid]).start()
        else:
            self._kill(pid)

    def _kill(self, pid: int) -> None:
        with self._guard:
            if pid in self._living:
                os.kill(pid, signal.SIGKILL)


def _work_and_leave(address: str, at: datetime, url: str, folder: Path, changed: Callable[[], None]) -> None:
    code = 1
    try:
        changed()
        post = Post(f"http://w{os.getpid()}.example", "us@company.example", f"smtp://{url}", folder)
        database = Database(address)  # the connections of the process it was split from are not its own
        Worker(database, SetClock(at), {delivering.NAME: declared()[delivering.NAME]}, post).run_due()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
