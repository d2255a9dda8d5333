"""What keeps an installation from starting is one clear line and exit code 1."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from lms.config import Config
from lms.kernel.database import Database
from lms.serving import schema
from lms.serving.lock import locked
from lms.serving.refusals import CannotStart
from tests.serving.conftest import PATIENCE, Start


def test_a_second_one_on_the_same_folder_is_told_who_holds_it(start: Start) -> None:
    first = start()
    first.wait_until_ready()
    second = start()
    _out, errors = second.process.communicate(timeout=PATIENCE)
    assert second.process.returncode == 1
    assert len(errors.splitlines()) == 1
    assert f"(process {first.process.pid})" in errors
    assert first.get()


def test_a_busy_port_is_refused_and_the_one_who_has_it_is_left_alone(start: Start, port: int, tmp_path: Path) -> None:
    first = start()
    first.wait_until_ready()
    second = start(data=tmp_path / "other")
    _out, errors = second.process.communicate(timeout=PATIENCE)
    assert second.process.returncode == 1
    assert errors.splitlines() == [
        f"Port {port} on 127.0.0.1 is busy. Stop what uses it, or choose another: make run PORT={port + 1}, "
        f"or LMS_BIND=127.0.0.1:{port + 1}."
    ]
    assert first.get()


def test_a_port_shared_by_its_owner_with_whoever_asks_is_still_busy(start: Start, port: int) -> None:
    with socket.socket() as generous:
        generous.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        generous.bind(("127.0.0.1", port))
        generous.listen()
        here = start()
        assert "is busy" in here.process.communicate(timeout=PATIENCE)[1]
        assert here.process.returncode == 1


def test_a_folder_that_cannot_be_written_is_named(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    here = start(data=tmp_path / "file" / "data")
    _out, errors = here.process.communicate(timeout=PATIENCE)
    assert here.process.returncode == 1
    assert errors.startswith(f"Cannot write to {tmp_path / 'file' / 'data'} (")
    assert len(errors.splitlines()) == 1


def test_the_lock_is_free_again_when_its_holder_is_done(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(CannotStart, match="Already running"), locked(tmp_path):
        pass
    with locked(tmp_path):
        assert (tmp_path / "lms.lock").read_text().strip().isdecimal()


def test_a_database_newer_than_the_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path, database_url=f"sqlite:///{tmp_path / 'lms.db'}", secret_key="", base_url="http://localhost"
    )
    database = Database(config.database_url)
    with database.writing() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('from_next_year')"))
    with pytest.raises(CannotStart, match=r"revision from_next_year.*newer version"):
        schema.upgrade(config)
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "from_next_year"
        assert session.scalar(text("SELECT count(*) FROM sqlite_master WHERE type = 'table'")) == 1
    database.dispose()


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path,
        database_url="postgresql://nobody@127.0.0.1:9/none?connect_timeout=1",
        secret_key="",
        base_url="http://localhost",
    )
    with pytest.raises(CannotStart, match=r"^Cannot use the database: [^\n]*Check LMS_DATABASE_URL\.$"):
        schema.upgrade(config)
