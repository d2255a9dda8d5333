"""`lms` from the shell: quick, closed to undeclared commands, and one line when something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.cli import ENTRIES, Commands, Entry
from lms.kernel.database import Database
from lms.people.models import Account, Organisation

ROOT = Path(__file__).parents[2]


def lms(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `lms` on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "lms.cli", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LMS_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def found(data: Path, tmp_path: Path, password: str = "a long enough password") -> subprocess.CompletedProcess[str]:
    """Run `lms init`."""
    (tmp_path / "password").write_text(f"{password}\n")
    given = ("--organisation", "Nordlys", "--admin-email", "ada@example.com")
    return lms("init", *given, "--admin-password-file", str(tmp_path / "password"), data=data)


def test_help_names_every_command_without_loading_one(tmp_path: Path) -> None:
    code = "import sys\ntry:\n    from lms.cli import main\n    main()\nfinally:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(f"\n  {name}  " in done.stdout for name in ENTRIES)
    assert not {"flask", "sqlalchemy", "numpy", "structlog", "rich"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["fly"], "lms: No such command 'fly'."),
        (["run", "--fast"], "lms: No such option '--fast'."),
        (["calc", "fly"], "lms: there is no operation “fly”; see lms calc --list"),
        (["pack", "check", "nowhere"], "lms: Invalid value for 'FOLDER': Directory 'nowhere' does not exist."),
    ],
)
def test_what_cannot_be_done_is_one_line_and_an_exit_code(arguments: list[str], line: str, tmp_path: Path) -> None:
    done = lms(*arguments, data=tmp_path)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [line]


def test_run_without_a_key_is_one_line(tmp_path: Path) -> None:
    done = lms("run", data=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("lms: LMS_SECRET_KEY: is not set")


def test_a_command_that_does_not_say_who_may_run_it_closes_the_whole_shell() -> None:
    bare = Commands("lms", entries={**ENTRIES, "bare": Entry("lms.packs.commands:pack", "Nobody said who may.")})
    done = CliRunner().invoke(bare, ["calc", "--list"])
    assert done.exit_code == 1
    assert "do not declare who may run them: bare" in done.output


def test_init_makes_an_installation_and_refuses_to_do_it_twice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = found(data, tmp_path)
    assert done.returncode == 0, done.stderr
    database = Database(f"sqlite:///{data / 'lms.db'}")
    with database.reading() as session:
        assert session.scalars(select(Organisation.name)).all() == ["Nordlys"]
        assert session.scalars(select(Account.email)).all() == ["ada@example.com"]
    database.dispose()
    again = found(data, tmp_path)
    assert again.returncode == 1
    assert again.stderr.startswith("lms: This installation has an organisation already")


def test_init_with_a_weak_password_stores_nobody(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = found(data, tmp_path, password="short")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    database = Database(f"sqlite:///{data / 'lms.db'}")
    with database.reading() as session:
        assert session.scalars(select(Organisation.name)).all() == []
    database.dispose()


def test_the_structure_goes_up_and_down_and_says_where_it_is(tmp_path: Path) -> None:
    assert "database: empty" in lms("db", "current", data=tmp_path).stdout
    assert "database: 0" in lms("db", "upgrade", data=tmp_path).stdout
    assert "database: empty" in lms("db", "downgrade", "base", "--yes", data=tmp_path).stdout


def test_doctor_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert found(data, tmp_path).returncode == 0
    well = lms("doctor", data=data, COLUMNS="200")
    assert well.returncode == 0, well.stdout
    (data / "secret.key").chmod(0o644)
    ill = lms("doctor", data=data, COLUMNS="200")
    assert ill.returncode == 1
    assert f"chmod 600 {data / 'secret.key'}" in " ".join(ill.stdout.split())
