"""What `lms pack export` and `lms pack import` do. Loaded only then: `lms pack check` needs no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import app as _rooms  # noqa: F401  - every room hears of published modules
from lms.catalog.publishing import Refused
from lms.config import Config
from lms.kernel import logs, migrating
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.permissions import Actor, Role
from lms.packs.archive import LIMITS, read_archive, write_archive
from lms.packs.files import SourceFolder
from lms.packs.problems import Findings, PackErrors
from lms.people.models import Organisation, Person
from lms.people.operations import normal_email
from lms.people.still_may import who
from lms.studio.packs import exporting
from lms.studio.packs.planning import Incoming, Plan, State, plan
from lms.studio.packs.taking import draft_all, publish_all

ENDING = ".zip"


def give_out(target: Path, organisation: str | None, module: str | None) -> None:
    """Write the newest version of every module, or of one, to a zip or a folder that is not there yet."""
    with _database() as database, database.reading() as session:
        owner = _organisation(session, organisation) if organisation else None
        found = exporting.library(session, owner, module)
    for slug in found.missing:
        click.echo(f"note: {slug} was published before files were kept; its folder is not here.", err=True)
    if not found.files:
        raise click.ClickException("There is nothing to export.")
    _write(target, found.files)
    count = len({path.split("/")[1] for path in found.files if path.startswith("modules/")})
    click.echo(f"{target}: {count} modules, {len(found.files)} files.")


def take_in(
    source: Path, organisation: str, chosen: tuple[str, ...], *, trainer: str | None = None, dry_run: bool = False
) -> None:
    """Publish the modules of a zip or a folder for an organisation, all or none; with `dry_run` only say so.

    `trainer`: the address of a trainer there, for whom they become drafts instead.
    """
    try:
        files = _read(source)
    except PackErrors as errors:
        _refuse([str(each) for each in errors.problems])
    with _database() as database:
        with database.reading() as session:
            owner = _organisation(session, organisation)
            found = plan(session, files, owner)
            if trainer is not None:
                _trainer(session, owner, trainer)
        modules = found.chosen(chosen) if chosen else list(found.modules)
        _tell(found, modules)
        if not dry_run:
            with database.writing() as session:
                owner = _organisation(session, organisation)
                again = plan(session, files, owner).chosen(each.slug for each in modules)
                actor = _trainer(session, owner, trainer) if trainer is not None else None
                done = _publish(session, again, owner) if actor is None else _draft(session, again, actor)
                for each in done:
                    _note(session, owner, actor, each)
            click.echo(f"{len(done)} {'begun as drafts' if trainer else 'published'} for {organisation}.")


def _publish(session: Session, modules: list[Incoming], owner: UUID) -> list[Incoming]:
    """Publish what is new or changed, and return it."""
    try:
        publish_all(session, modules, owner, SystemClock().now())
    except Refused as refused:
        _refuse(list(refused.reasons))
    return [each for each in modules if each.state in (State.NEW, State.CHANGED)]


def _draft(session: Session, modules: list[Incoming], actor: Actor) -> list[Incoming]:
    """Put the modules down as drafts, and return them."""
    megabytes = Config.from_environment(with_key=False).media_megabytes
    try:
        draft_all(session, actor, modules, SystemClock().now(), megabytes=megabytes)
    except Refused as refused:
        _refuse(list(refused.reasons))
    return modules


def _note(session: Session, owner: UUID, actor: Actor | None, taken: Incoming) -> None:
    """Write in the organisation's log that a module came from the command line: there nobody is who published it."""
    session.add(
        AuditEntry(
            organisation_id=owner,
            actor_id=actor.person_id if actor is not None else None,
            action="pack.taken_in",
            detail=f"{taken.slug} {taken.version} (lms pack import)",
            at=SystemClock().now(),
        )
    )


def _trainer(session: Session, owner: UUID, email: str) -> Actor:
    """Return the trainer of an organisation who has this address; leave where there is none."""
    there = (Person.organisation_id == owner, Person.email == normal_email(email))
    person = session.scalar(select(Person).where(*there))
    actor = who(session, person.id, Role.TRAINER) if person is not None else None
    if actor is None:
        raise click.ClickException(f"{email} is no trainer there. Nothing was changed.")
    return actor


def _tell(found: Plan, modules: list[Incoming]) -> None:
    """Say module by module what would happen; leave where the pack is not sound, or nothing was chosen."""
    if found.problems:
        _refuse([str(each) for each in found.problems])
    if not modules:
        _refuse(["The pack holds none of these modules."])
    for each in modules:
        number = f"{each.published} → {each.version}" if each.published else each.version
        click.echo(f"{each.state}: {each.slug} {number}")
        for path, state in each.changes:
            if state != State.SAME:
                click.echo(f"  {state}: {path}")
        for reason in each.reasons:
            click.echo(f"  {reason}")
    for path in found.left_out:
        click.echo(f"left out, no page uses it: {path}")


def _refuse(reasons: list[str]) -> None:
    for reason in reasons:
        click.echo(reason, err=True)
    raise click.ClickException("Nothing was changed.")


def _read(source: Path) -> dict[str, bytes]:
    """Return the files of a folder or a zip; raise `PackErrors` where either is odd."""
    if source.is_file():
        with source.open("rb") as file:
            return read_archive(file.read(LIMITS.zip + 1), source.name)
    findings = Findings()
    folder = SourceFolder(source, findings)
    read = {path: folder.content(path) for path in folder.files}
    if findings.problems:
        raise PackErrors(findings.problems)
    return {path: content for path, content in read.items() if content is not None}


def _write(target: Path, files: dict[str, bytes]) -> None:
    """Write a zip or a folder that is not there yet."""
    if target.exists():
        raise click.ClickException(f"{target} is there already. Remove it, or choose another name.")
    try:
        if target.suffix == ENDING:
            target.write_bytes(write_archive(files))
        else:
            for path, content in files.items():
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (target / path).write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written ({error.strerror}).") from None


def _organisation(session: Session, slug: str) -> UUID:
    found = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if found is None:
        raise click.ClickException(f"There is no organisation {slug}.")
    return found


@contextmanager
def _database() -> Iterator[Database]:
    """Open the installation's database, which must be at this program's revision."""
    logs.configure("error")
    database = Database(Config.from_environment(with_key=False).database_url)
    try:
        if migrating.current(database) != migrating.head():
            raise click.ClickException("the database is not up to date: run `lms db upgrade` first")
        yield database
    finally:
        database.dispose()
