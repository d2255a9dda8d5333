"""One web process: `python -m lms.serving.web --socket FD`, started by the supervisor.

granian's own master would be one process more to orphan and one more that decides about restarts. So its worker runs in
this process, on the socket the supervisor holds; the two private methods that takes are pinned by the lock and by
`tests/serving/test_web.py`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import socket
from collections.abc import Callable
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from lms.config import Config
from lms.kernel import logs
from lms.serving.lifeline import hold_on, wait_for_go
from lms.serving.port import BACKLOG
from lms.serving.turnstile import turnstile
from lms.web.streaming import MOST


class WebProcess(MPServer):
    """A granian server that is its own single worker and accepts from a socket it was given."""

    def __init__(self, listener: socket.socket, threads: int, log_level: str) -> None:
        """Accept from `listener`; answer in `threads` Python threads, and send files to slow readers in `MOST` more."""
        super().__init__(
            "lms",
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=threads + MOST,
            backlog=BACKLOG,
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels(log_level),
            log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
        )
        self._listener = listener

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder  # its stub knows neither the descriptor nor the backlog
        server: Any = self  # annotated as None there
        server._shd = holder(self._listener.fileno(), False, BACKLOG)
        server._sfd = self._listener.fileno()
        server._sso = None

    def _serve(self, spawn_target: Callable[..., None], target_loader: Callable[[], Any]) -> None:
        server: Any = self
        server._init_shared_socket()
        server._start_ipc()
        server._spawn_worker(0, spawn_target, target_loader).inner.run()  # in this process, not in a new one


def factory(application: str) -> Callable[[], Any]:
    """Return the function `module:name`, which makes the WSGI application."""
    module, _, name = application.partition(":")
    found: Callable[[], Any] = getattr(importlib.import_module(module), name)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Import everything, wait for the word that the database is ready, and serve until SIGTERM or SIGINT."""
    hold_on()
    parser = argparse.ArgumentParser(prog="lms.serving.web", description=__doc__)
    parser.add_argument("--socket", type=int, required=True, help="descriptor of the listening socket")
    parser.add_argument("--application", required=True, help="factory of the WSGI application, as module:name")
    given = parser.parse_args(arguments)
    config = Config.from_environment()
    logs.configure(config.log_level, process=f"web {os.getpid()}")
    listener = socket.socket(fileno=given.socket)
    listener.setblocking(False)
    make = factory(given.application)
    wait_for_go()
    application = turnstile(make(), config.threads)  # before serving: what cannot be made never accepts anybody
    level = "warning" if config.log_level == "info" else config.log_level  # granian's own comings and goings
    server = WebProcess(listener, config.threads, level)
    logs.configure(config.log_level, process=f"web {os.getpid()}")  # granian's set-up replaced it
    server.serve(target_loader=lambda: application, wrap_loader=False)


if __name__ == "__main__":
    main()
