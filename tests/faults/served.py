"""A real `lms run` on loopback that a test may kill in part or in whole, and start again."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
TICK = 0.02
RUN = "from lms.cli import main; main()"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_line(pid: int) -> str:
    """Return the command line of a living process, or nothing for one that is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass
class Served:
    """One installation: where its database and data are, and the supervisor that runs it now."""

    database_url: str
    data: Path
    key: str
    workers: int = 2
    port: int = field(default_factory=free_port)
    supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start `lms run` and wait until it answers."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PROMETHEUS_"))},
            "LMS_DATA": str(self.data),
            "LMS_DATABASE_URL": self.database_url,
            "LMS_SECRET_KEY": self.key,
            "LMS_CONTENT": str(ROOT / "tests" / "shelf"),
            "LMS_BIND": f"127.0.0.1:{self.port}",
            "LMS_WORKERS": str(self.workers),
            "LMS_LOG_LEVEL": "warning",
        }
        self.data.mkdir(exist_ok=True)
        with (self.data / "served.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", RUN, "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self.wait_until_well()

    def said(self) -> str:
        """Return what it has printed so far."""
        return (self.data / "served.log").read_text(errors="replace")

    def wait_until_well(self) -> None:
        """Return when `/healthz` answers 200; fail when it does not come to that, or the supervisor ends by itself."""
        until, tick = time.monotonic() + PATIENCE, threading.Event()
        while not self._is_well():
            assert time.monotonic() < until, f"not well after {PATIENCE} seconds:\n{self.said()[-3_000:]}"
            assert self.supervisor is None or self.supervisor.poll() is None, self.said()[-3_000:]
            tick.wait(TICK)

    def _is_well(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def children(self, module: str) -> list[int]:
        """Return the living processes below the supervisor that run `module`."""
        assert self.supervisor is not None
        listed = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        return [pid for pid in map(int, listed) if module in command_line(pid)]

    def kill_a_web_process(self, which: int) -> None:
        """Send SIGKILL to one of the web processes; the supervisor replaces it."""
        self._kill_one("lms.serving.web", which)

    def kill_the_job_worker(self) -> None:
        """Send SIGKILL to the job worker; the supervisor replaces it."""
        self._kill_one("lms.serving.worker", 0)

    def _kill_one(self, module: str, which: int) -> None:
        tick = threading.Event()
        for _ in range(int(PATIENCE / TICK)):
            if found := self.children(module):
                os.kill(found[which % len(found)], signal.SIGKILL)
                return
            tick.wait(TICK)
        raise AssertionError(f"no {module} came up:\n{self.said()[-3_000:]}")

    def kill_the_supervisor(self) -> None:
        """Send SIGKILL to the supervisor, and start again as an operator's service manager does."""
        assert self.supervisor is not None
        self.supervisor.kill()
        self.supervisor.wait()
        self.start()

    def stop(self) -> None:
        """Stop everything."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.terminate()
            try:
                self.supervisor.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.supervisor.kill()
                self.supervisor.wait()
