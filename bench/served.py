"""Real servers in processes of their own, `lms run` and the bare reference; their processor time and memory."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.site import ROOT, Site, free_port

PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server that answers: its process, where it listens, and how long the first answer took in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    first_answer: float

    def workers(self) -> list[int]:
        """Return the web processes: the children that accept requests."""
        lines = {pid: command_line(pid) for pid in children(self.process.pid)}
        ours = [pid for pid, line in lines.items() if "lms.serving.web" in line]
        return ours or [pid for pid, line in lines.items() if "resource_tracker" not in line]


@contextmanager
def served(site: Site) -> Iterator[Server]:
    """Serve a site with `lms run` and two web processes, until the first page answers; gone afterwards."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PROMETHEUS_"))},
        **site.config.environment(),
        "PYTHONPATH": str(ROOT),
    }
    with _started([sys.executable, "-m", "lms.cli", "run"], environment, site.config.port, "/sign-in") as server:
        until_all_there(server, 2)
        yield server


@contextmanager
def hello() -> Iterator[Server]:
    """Serve the bare page with granian and two workers."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with _started([sys.executable, "-m", "bench.hello", str(port), "2"], environment, port, "/") as server:
        until_all_there(server, 2)
        yield server


@contextmanager
def _started(command: list[str], environment: dict[str, str], port: int, path: str) -> Iterator[Server]:
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _first_answer(process, port, path)
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        _stop(process)


def _first_answer(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", path, headers={"Connection": "close"})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.01)
    raise RuntimeError("the server did not answer")


def until_all_there(server: Server, count: int) -> None:
    """Wait until all web processes run and have come to rest, so that start-up is not measured with the load."""
    until = time.monotonic() + PATIENCE
    resting = 0
    before = -1.0
    while time.monotonic() < until and resting < 3:
        now = processor_seconds(server.workers())
        resting = resting + 1 if len(server.workers()) >= count and now == before else 0
        before = now
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    left = children(process.pid)
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the living children of a process; none when it is gone."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def command_line(pid: int) -> str:
    """Return the command line of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def processor_seconds(pids: list[int]) -> float:
    """Return the processor time processes have used, user and system, in seconds (resolution 10 ms)."""
    total = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(after_name[11]) + int(after_name[12])
    return total / TICKS


def memory(pid: int) -> dict[str, float]:
    """Return the resident and the proportional memory of a process in MB (1,048,576 bytes)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("Rss:", "Pss:"))}
    return {"rss": kilobytes["Rss"] / 1024, "pss": kilobytes["Pss"] / 1024}
