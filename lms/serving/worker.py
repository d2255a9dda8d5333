"""The job worker: `python -m lms.serving.worker` under the supervisor, or `lms worker` on a machine of its own."""

from __future__ import annotations

import importlib
import os
import signal
from types import FrameType

from lms.config import Config
from lms.kernel import logs
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from lms.serving.lifeline import hold_on

ROOMS = "lms.app"


def work(config: Config, rooms: str = ROOMS) -> None:
    """Do jobs until SIGTERM or SIGINT, finishing the one in hand. `rooms` is the module that imports all rooms."""
    importlib.import_module(rooms)
    database = Database(config.database_url)
    worker = Worker(database, SystemClock(), declared(), Post.of(config))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        worker.run()
    finally:
        database.dispose()


def main() -> None:
    """Work below a supervisor."""
    hold_on()
    config = Config.from_environment()
    logs.configure(config.log_level, process=f"worker {os.getpid()}")
    work(config)


if __name__ == "__main__":
    main()
