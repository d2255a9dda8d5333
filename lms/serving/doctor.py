"""`lms doctor`: what is well with an installation and what is not, each with what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from lms.config import KEY_FILE, Config, ConfigError
from lms.serving.refusals import CannotStart

NEARLY_FULL = 0.85


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is well, and the figure or the remedy."""

    what: str
    well: bool
    words: str


@click.command()
def doctor() -> None:
    """Check settings, data folder, database, library and parked jobs; exit code 1 if anything is wrong."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", "what", "finding", box=None, header_style="bold")
    findings = list(examine())
    for each in findings:
        table.add_row("[green]ok[/]" if each.well else "[red]no[/]", each.what, each.words)
    Console().print(table)
    if not all(each.well for each in findings):
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Finding]:
    """Yield every finding; settings that cannot be read end the list, because the rest hangs on them."""
    try:
        config = Config.from_environment()
    except ConfigError as refusal:
        yield Finding("settings", False, str(refusal))
        return
    yield Finding("settings", True, f"{config.database_url.partition('://')[0]}, {config.base_url}")
    for what, look in LOOKS.items():
        try:
            yield look(config)
        except Exception as problem:  # a check that breaks is a finding, and the next check still runs
            yield Finding(what, False, f"{type(problem).__name__}: {' '.join(str(problem).split())}")


def _folder(config: Config) -> Finding:
    if not os.access(config.data, os.W_OK):
        return Finding("data folder", False, f"{config.data} cannot be written. Give this user the right to.")
    used = shutil.disk_usage(config.data)
    share = used.used / used.total
    return Finding("data folder", share < NEARLY_FULL, f"{config.data}, disk {share:.0%} full")


def _key(config: Config) -> Finding:
    file = config.data / KEY_FILE
    if file.exists() and file.stat().st_mode & 0o077:
        return Finding("secret key", False, f"{file} can be read by others. Run: chmod 600 {file}")
    return Finding("secret key", True, "kept from others")


def _structure(config: Config) -> Finding:
    from lms.serving import schema

    try:
        found, newest = schema.revisions(config)
    except CannotStart as refusal:
        return Finding("structure", False, str(refusal))
    if found != newest:
        return Finding("structure", False, f"at {found or 'nothing'}, should be {newest}. Run: lms db upgrade")
    return Finding("structure", True, str(found))


def _library(config: Config) -> Finding:
    from lms.packs.problems import PackErrors
    from lms.packs.reading import read_pack

    try:
        pack = read_pack(config.library)
    except PackErrors as errors:
        return Finding("library", False, f"{len(errors.problems)} problems. Run: lms pack check {config.library}")
    return Finding("library", True, f"{len(pack.modules)} modules, {len(pack.quizzes)} quizzes")


def _kinds(config: Config) -> Finding:
    from lms.catalog.question_kinds import in_use
    from lms.kernel.database import Database
    from lms.questions.kinds import kind_names, why_not

    database = Database(config.database_url)
    try:
        with database.reading() as session:
            used = in_use(session)
    finally:
        database.dispose()
    wrong = {kind: why for kind in sorted({*kind_names(), *used}) if (why := why_not(kind))}
    if wrong:
        told = (f"{why} Asked in: {', '.join(used.get(kind, ())) or 'nothing'}." for kind, why in wrong.items())
        return Finding("question kinds", False, f"{' '.join(told)} Install the package that brings it and start anew")
    return Finding("question kinds", True, f"{len(kind_names())} installed")


def _jobs(config: Config) -> Finding:
    from lms.kernel.database import Database
    from lms.kernel.jobs import parked

    database = Database(config.database_url)
    try:
        with database.reading() as session:
            stuck = [f"{job.name} ({job.last_error})" for job in parked(session)]
    finally:
        database.dispose()
    return Finding("jobs", not stuck, "none parked" if not stuck else f"parked: {', '.join(stuck)}")


def _mails(config: Config) -> Finding:
    from lms.kernel.post import Post
    from lms.kernel.smtp import why

    post = Post.of(config)
    if post.is_folder:
        return Finding("mails", True, f"written to {post.folder}, nobody gets them; set LMS_SMTP_URL to send them")
    try:
        where = post.greet()
    except (OSError, ValueError) as problem:
        return Finding("mails", False, f"the mail server cannot be used: {why(problem)}. See LMS_SMTP_URL")
    return Finding("mails", True, f"by {where}, from {post.sender}; try one with: lms mail test ADDRESS")


def _web(config: Config) -> Finding:
    from lms.serving.probe import health

    problem = health(config.host, config.port)
    return Finding("web", True, "answers" if problem is None else f"not running here: {problem}")


LOOKS: dict[str, Callable[[Config], Finding]] = {
    "data folder": _folder,
    "secret key": _key,
    "structure": _structure,
    "library": _library,
    "question kinds": _kinds,
    "jobs": _jobs,
    "mails": _mails,
    "web": _web,
}
