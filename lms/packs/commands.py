"""The shell's way to packs: `lms pack check FOLDER`, and quizzes from and for other programs."""

from collections.abc import Iterable
from pathlib import Path

import click

from lms.packs.closure import closure, shelf_closure
from lms.packs.drills.model import Drill
from lms.packs.editions import settled
from lms.packs.exchange.commands import export_command, import_command
from lms.packs.instruments import Instrument
from lms.packs.model import Pack, Quiz
from lms.packs.problems import PackErrors
from lms.packs.reading import read_pack
from lms.packs.versions import refusals

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def pack() -> None:
    """Check content packs (folders that hold modules/ and quizzes/), and exchange quizzes with other programs."""


pack.add_command(import_command)
pack.add_command(export_command)


@pack.command()
@click.argument("folder", type=FOLDER)
@click.option("--against", type=FOLDER, help="An earlier state of the pack: also check that version numbers fit.")
def check(folder: Path, against: Path | None) -> None:
    """Say everything that is wrong with the pack in FOLDER: file, line, what to do; exit code 1 if anything is."""
    read = _read(folder)
    refused = _refused(read, _read(against)) if against else []
    for note in read.notes:
        click.echo(f"note: {note}")
    for line in refused:
        click.echo(line, err=True)
    if refused:
        raise click.exceptions.Exit(1)
    counts = [_count(len(read.modules), "module"), _count(len(read.quizzes), "quiz")]
    if read.shelves:
        counts.append(_count(len(read.shelves), "tool shelf"))
    if read.instruments:
        counts.append(_count(len(read.instruments), "self-assessment"))
    if read.drills:
        counts.append(_count(len(read.drills), "drill"))
    if read.curricula:
        counts.append(_count(len(read.curricula), "curriculum"))
    click.echo(f"{folder}: {', '.join(counts)}, nothing wrong.")


def _read(folder: Path) -> Pack:
    try:
        return read_pack(folder)
    except PackErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{folder}: {_count(len(errors.problems), 'problem')}.", err=True)
        raise click.exceptions.Exit(1) from None


def _refused(new: Pack, old: Pack) -> list[str]:
    lines: list[str] = []
    published = {module.uuid: module for module in old.modules}
    for module in new.modules:
        before = published.get(module.uuid)
        if before is not None:
            was = closure(before, _files(old))
            kept = settled(was, module)
            _tell_waiting(module.slug, kept.waiting)
            lines += _told(module.slug, refusals(was, closure(kept.module, _files(new))))
    shelves = {shelf.uuid: shelf for shelf in old.shelves}
    for shelf in (each for each in new.shelves if each.uuid in shelves):
        lines += _told(shelf.slug, refusals(shelf_closure(shelves[shelf.uuid]), shelf_closure(shelf)))
    return lines


def _told(slug: str, reasons: Iterable[str]) -> list[str]:
    return [f"modules/{slug}/module.toml:1 {reason}" for reason in reasons]


def _tell_waiting(slug: str, names: Iterable[str]) -> None:
    for name in names:
        remedy = "A higher number takes up new wording, a higher major new formulas."
        click.echo(f'note: modules/{slug}/module.toml:1 A page uses an older edition of "{name}". → {remedy}')


def _files(pack: Pack) -> list[Quiz | Instrument | Drill]:
    return [*pack.quizzes, *pack.instruments, *pack.drills]


def _count(number: int, noun: str) -> str:
    many = {"quiz": "quizzes", "tool shelf": "tool shelves", "curriculum": "curricula"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else many}"
