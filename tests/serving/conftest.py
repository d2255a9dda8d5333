"""Real processes on loopback, started for a test and gone after it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0


@dataclass
class Installation:
    """One stand-in installation: its process, its port, and the lines it has said."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str = "/") -> str:
        """Return the body of a page; raises OSError or HTTPException when the connection breaks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        """Read its output up to the line that says it is ready."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "is ready" in line:
                return
        raise AssertionError(f"ended before it was ready: {self.process.stderr and self.process.stderr.read()}")

    def children(self) -> dict[int, str]:
        """Return the living children of the supervisor: number and command line."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid): command for pid in listed if (command := command_line(int(pid)))}

    def web(self) -> set[int]:
        """Return the numbers of the living web processes."""
        return {pid for pid, command in self.children().items() if "lms.serving.web" in command}


def command_line(pid: int) -> str:
    """Return the command line of a living process, or nothing for one that is gone or only waits to be buried."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def eventually(condition: Callable[[], object]) -> bool:
    """Return whether a condition on other processes comes true within the patience of these tests."""
    tick = threading.Event()
    return any(condition() or tick.wait(0.02) for _ in range(int(PATIENCE / 0.02)))


Start = Callable[..., Installation]


@pytest.fixture
def port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """Return a function that starts a stand-in installation on `tmp_path` (or `data`) and the test's port."""
    started: list[Installation] = []

    def begin(*arguments: str, data: Path | None = None, workers: int = 2) -> Installation:
        environment = {
            **os.environ,
            "LMS_DATA": str(data or tmp_path / "data"),
            "LMS_BIND": f"127.0.0.1:{port}",
            "LMS_SECRET_KEY": "a key for processes that only stand in",
            "LMS_WORKERS": str(workers),
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.stand_in", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(Installation(process, port))
        return started[-1]

    yield begin
    for each in started:
        left = each.children() if each.process.poll() is None else {}
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate(timeout=PATIENCE)
        assert eventually(lambda: not any(map(command_line, left))), "a child outlived its supervisor"  # noqa: B023


def kill(pid: int) -> None:
    """Send SIGKILL."""
    os.kill(pid, signal.SIGKILL)
