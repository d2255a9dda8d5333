"""The shell's way to exchange: `lms pack import-quiz FILE` and `lms pack export-quiz NAME`."""

from pathlib import Path

import click

from lms.packs.exchange.exporting import ENDINGS, export_quiz
from lms.packs.exchange.importing import FORMATS, import_quiz
from lms.packs.exchange.quiz_file import QuizFile
from lms.packs.exchange.refusals import Losses, Refused
from lms.packs.problems import PackErrors
from lms.packs.reading import read_pack
from lms.questions.text import LANGUAGES

LARGEST = 60_000_000
"""Bytes of a file that are read at all; each format has a lower limit of its own."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
_LANGUAGE = click.Choice(LANGUAGES)


@click.command("import-quiz")
@click.argument("file", type=FILE)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="What FILE is; found out where it is not said.")
@click.option("--language", type=_LANGUAGE, default="en", show_default=True, help="The language its texts are in.")
@click.option("--name", default="", help="The quiz's name; made of FILE's where it is not said.")
@click.option("--to", "folder", type=FOLDER, default=Path(), help="The pack: writes quizzes/NAME.toml there.")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it; write nothing.")
def import_command(file: Path, format_: str | None, language: str, name: str, folder: Path, dry_run: bool) -> None:
    """Make a quiz file of FILE: GIFT, QTI 2 or 3 (XML or zip), Moodle XML or CSV. Says what does not come along."""
    try:
        with file.open("rb") as source:
            content = source.read(LARGEST + 1)
        imported = import_quiz(content, file.name, format=format_ or "", language=language, name=name)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    _tell(imported.losses)
    if imported.quiz is None:
        raise click.ClickException(f"{file.name}: none of its questions has a place here; nothing was written.")
    target = folder / "quizzes" / f"{imported.quiz.name}.toml"
    if not dry_run:
        _write_quiz(target, imported.quiz)
    _tell_rest(imported.quiz, language)
    many = _count(imported.quiz.items, "question")
    click.echo(f"{target}: {many}{', not written (dry run)' if dry_run else ''}.")


@click.command("export-quiz")
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(list(ENDINGS)), required=True, help="What to write.")
@click.option("--language", type=_LANGUAGE, default="en", show_default=True, help="The language to write.")
@click.option("--pack", "folder", type=FOLDER, default=Path(), help="The pack that holds quizzes/NAME.toml.")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def export_command(name: str, format_: str, language: str, folder: Path, target: Path | None) -> None:
    """Write the quiz NAME of a pack for other programs: a QTI 3.0 package or GIFT. Says what does not come along."""
    try:
        quiz = read_pack(folder).quiz(name)
    except PackErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("The pack has to be sound before its quizzes can be exported.") from None
    if quiz is None:
        raise click.ClickException(f'There is no quiz "{name}" in {folder}.')
    exported = export_quiz(quiz, format_, language)
    _tell(exported.losses)
    target = target or Path(f"{name}{ENDINGS[format_]}")
    _write(target, exported.content)
    click.echo(f"{target}: {_count(exported.questions, 'question')}.")


def _write_quiz(target: Path, quiz: QuizFile) -> None:
    """Write the quiz file, and its pictures before it; a picture that lies there already may not be another one."""
    if target.exists():
        raise click.ClickException(f"{target} is there already. Remove it, or choose another name.")
    for name, content in quiz.pictures.items():
        place = target.parent / "media" / name
        if not place.is_file() or place.read_bytes() != content:
            _write(place, content)
    _write(target, quiz.text.encode())


def _write(target: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        if target.exists() and isinstance(error, FileExistsError):
            raise click.ClickException(f"{target} is there already. Remove it, or choose another name.") from None
        raise click.ClickException(f"{target} cannot be written ({error.strerror}).") from None


def _tell(losses: Losses) -> None:
    for loss in losses.found:
        click.echo(f"note: {loss}")


def _tell_rest(quiz: QuizFile, language: str) -> None:
    """Say what is still to be written before the quiz can be used; `lms pack check` names each line of it."""
    for id, count in quiz.unwritten:
        click.echo(f"to write: {id}: {_count(count, 'text')}")
    if quiz.untranslated:
        click.echo(f"to write: every text in English, beside its {language}")
    if quiz.unwritten or quiz.untranslated:
        click.echo("The quiz is a draft: lms pack check says what is missing, line by line.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"
