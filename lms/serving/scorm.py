"""`lms scorm`: a package from the shell."""

from __future__ import annotations

from pathlib import Path

import click

from lms.doors.scorm.choice import Choice, Standard
from lms.kernel.permissions import shell


@click.group()
def scorm() -> None:
    """Make packages for learning platforms that play SCORM."""


@scorm.command("export")
@click.argument("module", metavar="SLUG")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--standard", type=click.Choice([each.value for each in Standard]), default="1.2", show_default=True)
@click.option("--language", "wanted", default="all", show_default=True, help="en, da, sv, or all it is written in.")
@click.option("--organisation", metavar="SLUG", help="Whose shelf and currency; may be left out where there is one.")
@click.option("--version", "number", metavar="2.1", help="Which version; the newest where it is not said.")
@click.option("--no-home", is_flag=True, help="Lead nowhere: no link to this installation.")
@click.option("--tell", type=click.Path(path_type=Path), hidden=True, help="Leave TELL.en.far when English is written.")
def export_command(  # noqa: PLR0913 - the options of a command
    module: str,
    target: Path,
    standard: str,
    wanted: str,
    organisation: str | None,
    number: str | None,
    no_home: bool,
    tell: Path | None,
) -> None:
    """Write the module at the address SLUG to TARGET, a zip."""
    from lms.app import create_app
    from lms.doors.scorm.asked_for import found
    from lms.doors.scorm.packaging import package

    if target.suffix != ".zip":
        raise click.ClickException(f"{target}: the name of a package ends in .zip.")
    app = create_app()
    database = app.extensions["lms.database"]
    try:
        what, languages, owner = found(database, module, number, wanted, organisation)
    finally:
        database.dispose()
    home = "" if no_home else app.extensions["lms.config"].base_url.rstrip("/")
    choice = Choice(Standard(standard), languages, owner.currency, home, owner.outside_video)
    made = package(app, what, choice, lambda each: tell.with_name(f"{tell.name}.{each}.far").touch() if tell else None)
    target.write_bytes(made)
    click.echo(f"{target}: {what.module.slug} {what.number}, {choice.standard.label}, {', '.join(languages)}.")


shell(scorm)
