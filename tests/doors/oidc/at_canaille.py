"""Canaille, a provider that others wrote, as a process of its own beside the tests."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

HOME = Path(__file__).parents[3] / ".partners" / "bin"
MISSING = "Canaille is not installed in .partners beside the project; the journey through a provider did not run"
SECRET = "a-secret-of-canaille"
PATIENCE = 60


def is_there() -> bool:
    """Return whether Canaille is installed."""
    return (HOME / "canaille").exists()


@contextmanager
def served(port: int, redirect: str, email: str, password: str, folder: Path) -> Iterator[str]:
    """Yield the issuer of a Canaille with one client and one person; its process has ended when the block ends."""
    script = Path(__file__).with_name("canaille_server.py")
    command = [HOME / "python", script, str(port), redirect, SECRET, email, password]
    with (folder / "canaille.txt").open("w") as written:
        process = subprocess.Popen(command, cwd=folder, stdout=written, stderr=subprocess.STDOUT)
        try:
            issuer = f"http://127.0.0.1:{port}"
            _wait_for(issuer, process)
            yield issuer
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(issuer: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("Canaille did not start")
