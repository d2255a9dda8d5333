"""`lms people import`: people from a file, from the shell; the same steps as in the browser, with a bar for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Final
from uuid import UUID

import click
from sqlalchemy import select

from lms import app as _rooms  # noqa: F401  - every room hears of changed people
from lms.assigning.importing import ordering
from lms.assigning.importing.mapping import LABELS, left_out
from lms.assigning.importing.models import CHANGED, ERROR, FAILED, NEW, WORKING, PeopleImport, PeopleImportRow
from lms.assigning.importing.ordering import NotNow
from lms.assigning.importing.portions import ShellHands
from lms.assigning.importing.problems import Problem
from lms.assigning.importing.refusing import Unreadable, text_of
from lms.config import Config
from lms.kernel import logs, migrating
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import shell
from lms.people.models import Organisation
from lms.serving.refusals import CannotStart

SHOWN: Final = 20
"""Errors that are written out; all of them with `--json`."""
LOOK: Final = 0.2
"""Seconds between two looks at how far it is."""
SAID: Final = {"uploaded": "Reading", "checking": "Checking", "applying": "Importing", "undoing": "Undoing"}


@click.group()
def people() -> None:
    """Look after many people at once."""


shell(people)


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--organisation", metavar="SLUG", help="Into which organisation, where there are several.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--deactivate-leavers", is_flag=True, help="End the access of people who are not in the file.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="What 03-04-2025 means, where the file is silent."
)
@click.option("--leave-out-errors", is_flag=True, help="Import the other rows although some have errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def import_people(  # noqa: PLR0913  - one argument for each option
    file: Path,
    organisation: str | None,
    dry_run: bool,
    deactivate_leavers: bool,
    date_order: str | None,
    leave_out_errors: bool,
    as_json: bool,
) -> None:
    """Import people from FILE, CSV or XLSX: looked at whole first, undone in the browser if need be."""
    with _at_work(organisation, quiet=as_json) as work:
        work.upload(file)
        work.check(date_order)
        problems = work.problems()
        if not as_json:
            _say(work.found(), problems)
        if problems and not (leave_out_errors or dry_run):
            _print(work.found(), problems, as_json)
            raise click.ClickException(f"nothing was changed: rows with errors are {len(problems)}; see above")
        if not dry_run:
            work.apply(deactivate=deactivate_leavers, leave_out=leave_out_errors)
        _print(work.found(), problems, as_json)


class Importing:
    """One import from the shell. It takes a worker's part itself, so that none has to be running; one may."""

    def __init__(self, database: Database, organisation: UUID, *, quiet: bool) -> None:
        """Take the database and the organisation."""
        self._database, self._organisation, self._quiet = database, organisation, quiet
        self._clock = SystemClock()
        every = declared()
        self._jobs = {name: every[name] for name in ordering.NAMES.values()}
        self._id = UUID(int=0)

    def upload(self, file: Path) -> None:
        """Read the file."""
        hands = ShellHands(self._database, self._clock)
        with file.open("rb") as content:
            self._id = ordering.upload(hands, self._organisation, None, content, file.name)
        self._finish()

    def check(self, date_order: str | None) -> None:
        """Look at every row by the columns that are recognised."""
        with self._database.writing() as session:
            found = session.get_one(PeopleImport, self._id)
            ordering.choose(session, found, found.mapping, {"date_order": date_order}, self._clock.now())
        self._finish()

    def apply(self, **choices: bool) -> None:
        """Carry it out, where there is anything to do."""
        try:
            with self._database.writing() as session:
                ordering.begin(session, session.get_one(PeopleImport, self._id), choices, self._clock.now())
        except NotNow as refused:
            if refused.code != "nothing":
                raise
        self._finish()

    def found(self) -> PeopleImport:
        """Return the import as it is now."""
        with self._database.reading() as session:
            return session.get_one(PeopleImport, self._id)

    def problems(self) -> list[tuple[int, str]]:
        """Return (row, what is wrong and what to do)."""
        wanted = (PeopleImportRow.import_id == self._id, PeopleImportRow.verdict == ERROR)
        with self._database.reading() as session:
            rows = session.scalars(select(PeopleImportRow).where(*wanted).order_by(PeopleImportRow.number))
            return [(row.number, " ".join(Problem.read(each).text for each in row.errors)) for row in rows]

    def _finish(self) -> None:
        """Work until the step that was ordered is done, and show how far it is."""
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), disable=self._quiet) as bar:
            found = self.found()
            task = bar.add_task(SAID.get(found.state, ""), total=None)
            while found.state in WORKING:
                worker = Thread(target=Worker(self._database, self._clock, self._jobs).run_due)
                worker.start()
                while worker.is_alive():
                    worker.join(LOOK)
                    found = self.found()
                    bar.update(task, completed=found.done, total=found.planned or None)
                found = self.found()
                with self._database.reading() as session:
                    if ordering.has_stopped(session, found):
                        raise click.ClickException("the import failed on every try; `lms doctor` says where")
        if found.state == FAILED:
            raise click.ClickException(text_of(found.refused or {"code": "gone"}))


@contextmanager
def _at_work(slug: str | None, *, quiet: bool) -> Iterator[Importing]:
    """Yield an import of one organisation; what cannot be is one line."""
    logs.configure("error", process="people import")
    database = Database(Config.from_environment(with_key=False).database_url)
    try:
        if migrating.current(database) != migrating.head():
            raise CannotStart("The database's structure is not up to date. Run `lms db upgrade` first.")
        yield Importing(database, _organisation(database, slug), quiet=quiet)
    except (Unreadable, NotNow) as refused:
        raise click.ClickException(refused.text) from refused
    finally:
        database.dispose()


def _organisation(database: Database, slug: str | None) -> UUID:
    with database.reading() as session:
        rows = session.execute(select(Organisation.slug, Organisation.id).order_by(Organisation.slug)).all()
    found = [row for row in rows if slug in (None, row.slug)]
    if not found:
        raise click.ClickException(
            f"there is no organisation called {slug}" if slug else "there is no organisation yet"
        )
    if len(found) > 1:
        slugs = ", ".join(row.slug for row in found)
        raise click.ClickException(f"there are several organisations ({slugs}); choose one with --organisation")
    return UUID(str(found[0].id))


def _say(found: PeopleImport, problems: list[tuple[int, str]]) -> None:
    """Write what the file is and what it would do."""
    for name, field in zip(found.header, found.mapping, strict=True):
        if field:
            click.echo(f"  {name} → {LABELS[field]}")
    if dropped := left_out(found.header, found.mapping):
        click.echo(f"  left out: {', '.join(dropped)}")
    for each in found.departments:
        click.echo(f"  new department: {each['path']}")
    for number, text in problems[:SHOWN]:
        click.echo(f"row {number}: {text}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"and {len(problems) - SHOWN} more; --json lists them all", err=True)


def _print(found: PeopleImport, problems: list[tuple[int, str]], as_json: bool) -> None:
    counts = found.counts
    if as_json:
        rows = [{"row": number, "what": text} for number, text in problems]
        told = {"state": found.state, "rows": found.rows, "counts": counts, "mapping": found.mapping, "errors": rows}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    done = found.applied_at is not None
    new, changed = (counts.get(f"did-{each}" if done else each, 0) for each in (NEW, CHANGED))
    gone = counts.get("did-leaver", 0) if done else counts.get("leavers", 0)
    ended = "without access now" if done else "not in the file"
    click.echo(
        f"{new} new, {changed} changed, {counts.get('same', 0)} the same, {gone} {ended}, {len(problems)} errors"
    )
