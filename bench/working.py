"""A worker in a process of its own, as in service, for jobs that are measured: `python -m bench.working NAME …`."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.site import ROOT, Site
from lms.config import Config
from lms.kernel import logs
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.jobs import Worker, declared
from lms.serving.worker import ROOMS

READY = "ready"
PAUSE = 0.02
"""Seconds between two looks for work."""
GRACE = 15.0


@contextmanager
def worker(place: Site, *names: str) -> Iterator[None]:
    """Have these jobs of a site done by another process until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PROMETHEUS_"))}
    environment = {**kept, **place.config.environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bench.working", *names]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == READY, "the worker did not start"
        yield
    finally:
        process.terminate()
        process.wait(GRACE)


def main(names: list[str]) -> None:
    """Do the named jobs until SIGTERM."""
    importlib.import_module(ROOMS)
    config = Config.from_environment()
    logs.configure("error")
    database = Database(config.database_url)
    every = declared()
    working = Worker(database, SystemClock(), {name: every[name] for name in names})
    signal.signal(signal.SIGTERM, lambda _signal, _frame: working.stop())
    print(READY, flush=True)
    working.run(PAUSE)
    database.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
