"""A shelf of a test's own: an installation whose library is a small pack that the test may change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.app import create_app
from lms.catalog.library import SyncReport, sync
from lms.catalog.models import Module, ModuleVersion
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from tests.packs.conftest import FILES
from tests.support.company import Company
from tests.support.installation import Installation

MODULE = "modules/coffee/module.toml"
PAGE = "modules/coffee/en/01-why.md"
QUIZ = "quizzes/coffee.toml"


@dataclass
class Shelf:
    """A folder of content and the installation that reads it."""

    installation: Installation
    folder: Path

    def write(self, changes: Mapping[str, str] | None = None) -> None:
        """Put the small pack on the shelf with some files replaced."""
        for name, content in {**FILES, **(changes or {})}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in a file once or more."""
        path = self.folder / name
        before = path.read_text()
        assert old in before, f"{old!r} stands in {name}"
        path.write_text(before.replace(old, new))

    def number(self, version: str) -> None:
        """Give the module another version number."""
        path = self.folder / MODULE
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(f'version = "{version}"\n' if line.startswith("version") else line for line in lines))

    def sync(self) -> SyncReport:
        """Read the shelf as the program does at start."""
        self.installation.clock.forward(minutes=1)
        return sync(self.installation.database, self.folder, self.installation.clock.now())

    def versions(self) -> list[str]:
        """Return every published version by number."""
        with self.installation.database.reading() as session:
            rows = session.execute(
                select(Module.slug, ModuleVersion.major, ModuleVersion.minor)
                .join(ModuleVersion, ModuleVersion.module_id == Module.id)
                .order_by(Module.slug, ModuleVersion.major, ModuleVersion.minor)
            )
            return [f"{slug} {major}.{minor}" for slug, major, minor in rows]

    def company(self) -> Company:
        """Return a company on this installation."""
        return Company(self.installation)


@pytest.fixture(params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path: Path) -> Iterator[Shelf]:
    """Return an empty shelf beside a migrated, empty database of each kind."""
    clock = SetClock()
    config = Config(
        data=tmp_path / "data",
        database_url=migrated_database(request.param),
        secret_key="k" * 32,
        base_url="http://localhost",
        content=tmp_path / "content",
    )
    database = Database(config.database_url)
    (tmp_path / "content").mkdir()
    app = create_app(dataclasses.replace(config), clock=clock, database=database)
    yield Shelf(Installation(app, database, clock, config), tmp_path / "content")
    database.dispose()
