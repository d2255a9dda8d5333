"""The schema's history: up, down and up again with data, equal to the models, on both databases."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import lms.models  # noqa: F401  - every table
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel import migrating
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.model import Base
from tests.people.lives import full_life
from tests.support.company import Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

ROOT = Path(__file__).parents[2]
BROKEN = '''
"""a revision that dies halfway"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None
def upgrade():
    op.create_table("half_made", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO half_made VALUES (1)")
    op.execute("SELECT * FROM no_such_table")
def downgrade():
    op.drop_table("half_made")
'''


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> Iterator[Database]:
    """Return an empty database of each kind."""
    database = Database(new_database(request.param))
    yield database
    database.dispose()


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the history that a test may add to, used instead of the real one."""
    copy = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrating, "folder", lambda: copy)
    return copy


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def _held(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return {table: its rows, each {column: what stands there}}, whatever revision the database is at."""
    found: dict[str, list[dict[str, Any]]] = {}
    with database.reading() as session:
        for table in _tables(database):
            answer = session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - a name that the database said
            found[table] = [dict.fromkeys(answer.keys()), *(dict(row) for row in answer.mappings())]
    return found


def _kept(here: dict[str, list[dict[str, Any]]], there: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Return {table: its rows `here`, of the tables and columns that are `there` too}."""
    both = {
        table: [each for each in rows[0] if each in there[table][0]] for table, rows in here.items() if table in there
    }
    return {
        table: sorted(repr([row[each] for each in names]) for row in here[table][1:]) for table, names in both.items()
    }


def _fill(database: Database, tmp_path: Path) -> None:
    """Put a library, a company and a full life into the database."""
    clock = SetClock()
    sync(database, ROOT / "tests" / "shelf", clock.now())
    config = Config(data=tmp_path, database_url=database.url, secret_key="k" * 32, base_url="http://localhost")
    app = create_app(config, clock=clock, database=database)
    full_life(Company(Installation(app, database, clock, config)))


def test_the_history_ends_in_the_models(empty: Database) -> None:
    assert migrating.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    assert migrating.current(empty) == migrating.head()


def test_a_second_upgrade_has_nothing_to_do(empty: Database) -> None:
    assert migrating.upgrade(empty)
    assert not migrating.upgrade(empty)


def test_down_to_nothing_and_up_again_with_data_in_it(empty: Database, tmp_path: Path) -> None:
    migrating.upgrade(empty)
    _fill(empty, tmp_path)
    migrating.downgrade(empty, "base")
    assert _tables(empty) == set()
    assert migrating.current(empty) is None
    migrating.upgrade(empty)
    assert _tables(empty) == set(Base.metadata.tables)
    _fill(empty, tmp_path)


def test_every_step_down_and_up_again_keeps_the_data(empty: Database, tmp_path: Path) -> None:
    """Each revision is left and entered again, with what was left in its tables by the step above it."""
    migrating.upgrade(empty)
    _fill(empty, tmp_path)
    above = _held(empty)
    steps = [script.revision for script in migrating._scripts().walk_revisions()]
    for revision, below in itertools.pairwise(steps):
        migrating.downgrade(empty, below)
        assert migrating.current(empty) == below
        left = _held(empty)
        assert _kept(left, above) == _kept(above, left), f"down from {revision}"
        migrating.upgrade(empty, revision)
        again = _held(empty)
        assert {table: set(rows[0]) for table, rows in again.items()} == {t: set(rows[0]) for t, rows in above.items()}
        # what a step takes away goes with what stood in it; everything else is as it was
        stays = {table: rows for table, rows in left.items() if table in above}
        assert _kept(again, stays) == _kept(above, stays), f"up to {revision}"
        above = left
    migrating.upgrade(empty)
    assert _tables(empty) == set(Base.metadata.tables)
    assert len(steps) >= 2


def test_a_database_of_a_newer_program_is_refused_untouched(empty: Database) -> None:
    migrating.upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(migrating.NewerDatabase, match="from-the-future.*install the newer version"):
        migrating.upgrade(empty)
    assert migrating.current(empty) == "from-the-future"
    assert _tables(empty) == set(Base.metadata.tables)


def test_a_revision_that_dies_halfway_leaves_nothing_and_can_be_tried_again(
    empty: Database, history: Path, tmp_path: Path
) -> None:
    migrating.upgrade(empty)
    _fill(empty, tmp_path)
    before, head = fingerprint(empty), migrating.head()
    broken = history / "versions" / "9999_broken.py"
    broken.write_text(BROKEN.format(head=head))
    with pytest.raises(Exception, match="no_such_table"):
        migrating.upgrade(empty)
    assert migrating.current(empty) == head
    assert "half_made" not in _tables(empty)
    assert fingerprint(empty) == before
    broken.write_text(BROKEN.format(head=head).replace('    op.execute("SELECT * FROM no_such_table")\n', ""))
    assert migrating.upgrade(empty)
    assert "half_made" in _tables(empty)
    assert fingerprint(empty) == before


def test_one_history_without_branches() -> None:
    revisions = list(migrating._scripts().walk_revisions())
    assert len(migrating._scripts().get_heads()) == 1
    assert [script.down_revision for script in revisions] == [*[s.revision for s in revisions[1:]], None]
