"""The examples of the documentation as whoever uses them has them: built, installed without the network, and run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.faults.served import free_port

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SHELF = ROOT / "tests" / "shelf"
TOKEN = re.compile(r'name="csrf[-_]token"[^>]*?(?:content|value)="([^"]+)"')
PATIENCE = 90.0
EMAIL, PASSWORD = "it@coffee.example", "correct horse battery"
KEY = "a key for tests that is long enough to be one"


def wheel_of(example: str, folder: Path) -> Path:
    """Build the wheel of an example from a copy of it and return it."""
    copy = folder / "copy"
    shutil.copytree(EXAMPLES / example, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    made = subprocess.run(command, check=False, cwd=copy, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def installed(example: str, folder: Path) -> Path:
    """Build an example, install it into a folder of its own without the network, and return that folder."""
    site = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    told = [*pip, "--disable-pip-version-check", str(wheel_of(example, folder))]
    subprocess.run(told, check=True, timeout=60, capture_output=True)
    return site


@dataclass
class Place:
    """An installation of its own, with what lies in `site` installed beside the program."""

    data: Path
    site: Path | None = None
    content: Path = SHELF
    base: str = ""
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def surroundings(self) -> dict[str, str]:
        """Return the variables it is run with."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("LMS_", "PROMETHEUS_"))}
        found = {"LMS_DATA": str(self.data), "LMS_BIND": f"127.0.0.1:{self.port}", "LMS_WORKERS": "1"}
        found |= {"LMS_CONTENT": str(self.content), "LMS_SECRET_KEY": KEY, "LMS_LOG_LEVEL": "warning"}
        found |= {"LMS_BASE_URL": f"{self.address}{self.base}", "PYTHONPATH": os.pathsep.join(self._path())}
        return kept | found | self.more

    def _path(self) -> list[str]:
        return [*([str(self.site)] if self.site else []), str(ROOT)]

    def lms(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `lms` with these arguments to its end."""
        return self.python("-c", "from lms.cli import main; main()", *arguments)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments to its end."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, check=False, env=self.surroundings(), capture_output=True, text=True, timeout=PATIENCE
        )

    def found(self) -> None:
        """Make an empty installation with its first administrator."""
        self.data.mkdir(parents=True, exist_ok=True)
        secret = self.data / "password"
        secret.write_text(PASSWORD)
        told = ("--organisation", "Coffee House", "--admin-email", EMAIL, "--admin-password-file", str(secret))
        made = self.lms("init", *told)
        assert made.returncode == 0, made.stderr

    @contextmanager
    def running(self, *command: str, well: str = "/healthz") -> Iterator[str]:
        """Run it and yield everything it says; end it as an operator does."""
        said = self.data / "said"
        with said.open("wb") as log:
            run = [sys.executable, *(command or ("-c", "from lms.cli import main; main()", "run"))]
            process = subprocess.Popen(run, env=self.surroundings(), stdout=log, stderr=log, cwd=self.data)
        try:
            self._wait(process, said, well)
            yield self.address
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def said(self) -> str:
        """Return what it has said."""
        return (self.data / "said").read_text(errors="replace")

    def _wait(self, process: subprocess.Popen[bytes], said: Path, well: str) -> None:
        until, tick = time.monotonic() + PATIENCE, threading.Event()
        while time.monotonic() < until:
            assert process.poll() is None, said.read_text()
            try:
                if requests.get(f"{self.address}{well}", timeout=5).status_code == 200:
                    return
            except requests.RequestException:  # nobody listens yet
                tick.wait(0.1)
        raise AssertionError(said.read_text())


@dataclass
class Visitor:
    """A browser that sends forms, and no more."""

    address: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> requests.Response:
        """Open a page."""
        return self.session.get(f"{self.address}{path}", timeout=20)

    def post(self, path: str, form: dict[str, str], page: str) -> requests.Response:
        """Send a form that stands on `page`."""
        found = TOKEN.search(self.get(page).text)
        assert found is not None, f"no form on {page}"
        return self.session.post(f"{self.address}{path}", data={"csrf_token": found[1], **form}, timeout=20)

    def sign_in(self) -> None:
        """Sign in as the administrator."""
        home = self.post("/sign-in", {"email": EMAIL, "password": PASSWORD}, "/sign-in")
        assert "/sign-in" not in home.url, home.text
