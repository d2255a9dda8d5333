"""A wheel built from the repository, installed in an empty environment elsewhere, runs `lms demo` without it.

That environment holds what the wheel says it needs and nothing else, and nothing is fetched.
"""

from __future__ import annotations

import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.doors.certificate_words import WORDS
from tests.faults.served import free_port
from tests.packaging.wheels import ROOT, Environment, build, copy_of_the_repository

PATIENCE = 60.0
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FIRST_PAGE = "/learn/loyalty-economics/01-why-loyalty-pays"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the repository as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    return build(copy_of_the_repository(folder / "copy"), folder / "dist")


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an empty environment with the wheel in it."""
    return Environment.with_wheel(tmp_path_factory.mktemp("elsewhere") / "venv", wheel)


@pytest.fixture
def demo(environment: Environment, tmp_path: Path) -> Iterator[str]:
    """Return the address of `lms demo`, run from an empty folder; stopped as an operator stops it."""
    address = f"127.0.0.1:{free_port()}"
    settings = environment.surroundings(LMS_DATA=str(tmp_path / "data"), LMS_BIND=address, LMS_WORKERS="1")
    (tmp_path / "nowhere").mkdir()
    with (tmp_path / "said").open("wb") as said:
        running = subprocess.Popen(
            [environment.folder / "bin" / "lms", "demo"],
            cwd=tmp_path / "nowhere",
            env=settings,
            stdout=said,
            stderr=said,
        )
    try:
        _wait(f"http://{address}/healthz", running, tmp_path / "said")
        yield f"http://{address}"
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0, (tmp_path / "said").read_text()


def test_the_wheel_runs_the_demo_without_the_repository(demo: str, environment: Environment) -> None:
    browser = requests.Session()
    form = browser.get(f"{demo}/sign-in", timeout=10)
    token = TOKEN.search(form.text)
    assert token is not None
    sent = {"csrf_token": token[1], "email": "manager@demo.example", "password": "outside-in-demo"}
    home = browser.post(f"{demo}/sign-in", data=sent, timeout=10)
    assert home.url == f"{demo}/learn"
    page = browser.get(f"{demo}{FIRST_PAGE}", timeout=10)
    assert (page.status_code, "<h1>" in page.text) == (200, True)
    for path in re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg|woff2))"', page.text):
        assert browser.get(f"{demo}{path}", timeout=10).status_code == 200, path
    assert _opened(environment) == []


def test_what_runs_is_the_wheel(environment: Environment) -> None:
    said = _python(environment, "import lms, lms.config; print(lms.__file__)")
    assert said.strip() == str(environment.packages / "lms" / "__init__.py")


def test_the_curricula_of_the_library_lie_in_the_wheel(environment: Environment) -> None:
    line = "from lms.catalog.curricula import shipped_curricula as read; from lms.config import Config; "
    said = _python(environment, f"{line}print(len(read(Config.from_environment(with_key=False).library)))")
    assert int(said) == len(list((ROOT / "curricula").glob("*.toml")))


def test_a_file_of_the_repository_that_is_opened_is_noticed(environment: Environment) -> None:
    _python(environment, f"open({str(ROOT / 'pyproject.toml')!r})")
    assert _opened(environment) == [str(ROOT / "pyproject.toml")]
    environment.log.unlink()


def test_a_certificate_is_typeset_from_the_wheel(environment: Environment) -> None:
    line = f"from lms.doors.certificates.typesetting import typeset; print(typeset({WORDS!r})[:5])"
    assert _python(environment, line).strip() == "b'%PDF-'"
    assert _opened(environment) == []


def test_without_the_content_beside_it_the_demo_says_so_and_does_not_start(tmp_path: Path) -> None:
    """The negative control: a wheel that forgets the library and the migrations is of no use to anybody."""
    copy = copy_of_the_repository(tmp_path / "copy")
    project = copy / "pyproject.toml"
    kept = re.sub(r"\[tool\.hatch\.build\.targets\.wheel\.force-include\]\n(?:[^\[\n]+\n)+", "", project.read_text())
    project.write_text(kept)
    environment = Environment.with_wheel(tmp_path / "venv", build(copy, tmp_path / "dist"))
    settings = environment.surroundings(LMS_DATA=str(tmp_path / "data"), LMS_BIND=f"127.0.0.1:{free_port()}")
    ended = subprocess.run(
        check=False,
        args=[environment.folder / "bin" / "lms", "demo"],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        timeout=60,
    )
    said = ended.stderr.decode()
    assert (ended.returncode == 0, "Traceback" in said) == (False, False), said
    assert said.strip()


def _wait(address: str, running: subprocess.Popen[bytes], said: Path) -> None:
    until, tick = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < until:
        assert running.poll() is None, said.read_text()
        try:
            if requests.get(address, timeout=2).status_code == 200:
                return
        except requests.RequestException:  # nobody listens yet, or nobody answers yet
            tick.wait(0.05)
    raise AssertionError(f"not well after {PATIENCE} seconds:\n{said.read_text()}")


def _python(environment: Environment, line: str) -> str:
    command, settings = [environment.python, "-c", line], environment.surroundings()
    here = environment.folder
    return subprocess.run(
        command, cwd=here, env=settings, capture_output=True, text=True, check=True, timeout=30
    ).stdout


def _opened(environment: Environment) -> list[str]:
    return environment.log.read_text().splitlines() if environment.log.exists() else []
