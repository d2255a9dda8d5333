"""From `lms run` to the first page: lock, port, database, library, processes."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from lms.config import Config
from lms.serving.children import Program
from lms.serving.lock import locked
from lms.serving.port import listen
from lms.serving.probe import health
from lms.serving.supervisor import Supervisor

Say = Callable[[str], None]
Step = Callable[[Config, Say], None]
WORKER = "lms.serving.worker"
APPLICATION = "lms.app:create_app"


def run(
    config: Config,
    say: Say,
    *,
    prepare: Step | None = None,
    announce: Step | None = None,
    application: str = APPLICATION,
    worker: str = WORKER,
) -> None:
    """Serve until asked to stop; raise `CannotStart` with one clear line where that is not possible.

    `prepare` is done under the lock, with the port held and before anything serves (default: migration and library);
    the first web process loads its modules meanwhile.
    `announce` is done once the first page answers (default: the address). `application` is the factory the web
    processes serve, `worker` the module of the job worker.
    """
    with locked(config.data), listen(config.host, config.port) as listener:
        figures = _room_for_figures(config)
        Supervisor(
            _programs(config, listener, application, worker),
            {**os.environ, **config.environment(), "PROMETHEUS_MULTIPROC_DIR": str(figures)},
            prepare=lambda: (prepare or prepare_installation)(config, say),
            well=lambda: health(config.host, config.port),
            announce=lambda: (announce or tell_address)(config, say),
        ).run()


def prepare_installation(config: Config, say: Say) -> None:
    """Migrate the database and bring the library up to date."""
    from lms import models as _tables  # noqa: F401  - rows refer to tables of every room
    from lms.catalog.library import sync
    from lms.kernel import logs
    from lms.kernel.clock import SystemClock
    from lms.kernel.database import Database
    from lms.plugins import installed_packs
    from lms.serving import schema

    logs.configure(config.log_level, process=f"supervisor {os.getpid()}")
    schema.upgrade(config)
    database = Database(config.database_url)
    try:
        report = sync(database, config.library, SystemClock().now(), installed_packs())
    finally:
        database.dispose()
    for problem in report.problems:
        say(f"The library was not taken, the last good version stays: {problem}")
    for slug in report.gone:
        say(f'Nothing that is installed holds the module "{slug}" any more. It stays as it was published.')


def tell_address(config: Config, say: Say) -> None:
    """Say where to go."""
    say(f"Outside-In is ready on {config.base_url}")


def _programs(config: Config, listener: socket.socket, application: str, worker: str) -> list[Program]:
    descriptor = listener.fileno()
    arguments = ("--socket", str(descriptor), "--application", application)
    web = [
        Program(f"web-{number}", "lms.serving.web", arguments, (descriptor,)) for number in range(1, config.workers + 1)
    ]
    return [*web, Program("worker", worker)]


def _room_for_figures(config: Config) -> Path:
    """Return an empty folder for the figures of all processes, so that `/metrics` counts from this start."""
    folder = config.data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
