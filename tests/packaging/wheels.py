"""A wheel built from a copy of the repository, and an environment elsewhere that holds it and what it asks for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NEEDED = ("lms", "modules", "quizzes", "curricula", "migrations", "pyproject.toml", "README.md")
"""What the build reads; `pyproject.toml` names no more."""
NAME = "outside-in-lms"
WATCH = """\
import os, sys
ROOT, LOG = {root!r}, {log!r}
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(ROOT + os.sep) and not path.startswith({allowed!r} + os.sep):
            with os.fdopen(os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "w") as log:
                print(path, file=log)
sys.addaudithook(note)
"""
"""Runs in every Python process of the environment: whatever is opened below the repository is written down."""


def copy_of_the_repository(folder: Path) -> Path:
    """Copy what a wheel is built from to `folder` and return it."""
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def build(repository: Path, folder: Path) -> Path:
    """Build the wheel of `repository` into `folder` without the network and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    made = subprocess.run(command, check=False, cwd=repository, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@dataclass
class Environment:
    """A virtual environment that holds a wheel of ours and nothing but what the wheel asks for."""

    folder: Path

    @classmethod
    def with_wheel(cls, folder: Path, wheel: Path) -> Environment:
        """Make it, without the network: what the wheel asks for is linked from where the tests run."""
        venv.create(folder, with_pip=False, symlinks=True)
        made = cls(folder)
        uv = [sys.executable, "-m", "uv", "--quiet", "--offline", "--no-cache", "pip", "install", "--no-deps"]
        subprocess.run([*uv, "--python", str(made.python), str(wheel)], check=True, timeout=60)
        (ours,) = Distribution.discover(name=NAME, path=[str(made.packages)])
        for each in asked_for(ours):
            made.link(each)
        watch = WATCH.format(root=str(ROOT), log=str(made.log), allowed=sys.prefix)
        (made.packages / "sitecustomize.py").write_text(watch)
        return made

    @property
    def python(self) -> Path:
        """Return its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Return where its packages lie."""
        return next((self.folder / "lib").glob("python3.*")) / "site-packages"

    @property
    def log(self) -> Path:
        """Return the list of what was opened below the repository."""
        return self.folder / "opened.log"

    def link(self, found: Distribution) -> None:
        """Link every file and folder a distribution brings, its metadata included."""
        for top in sorted({file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}):
            target = self.packages / top
            if not target.exists():
                target.symlink_to(Path(str(found.locate_file(top))))

    def surroundings(self, **settings: str) -> dict[str, str]:
        """Return an environment in which nothing points to the repository."""
        kept = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        return {**kept, **settings}


def asked_for(ours: Distribution) -> list[Distribution]:
    """Return the distributions that ours asks for, and those that they ask for, on this machine."""
    found: dict[str, Distribution] = {}
    waiting = [(ours, frozenset[str]())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one, extras = waiting.pop()
        for line in one.requires or ():
            asked = Requirement(line)
            wanted = (canonicalize_name(asked.name), frozenset(asked.extras))
            if wanted not in seen and _applies(asked, extras):
                seen.add(wanted)
                found[wanted[0]] = distribution(wanted[0])
                waiting.append((found[wanted[0]], wanted[1]))
    return list(found.values())


def _applies(asked: Requirement, extras: frozenset[str]) -> bool:
    return asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras | {""})
