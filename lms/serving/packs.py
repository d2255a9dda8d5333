"""`lms pack`, declared here because export and import reach an installation, and the rest of it reaches only files."""

from __future__ import annotations

from pathlib import Path

import click

from lms.kernel.permissions import shell
from lms.packs.commands import pack

__all__ = ["pack"]


@pack.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="SLUG", help="Whose modules; the shared library's where it is not said.")
@click.option("--module", metavar="SLUG", help="Only the module at this address.")
def export_command(target: Path, organisation: str | None, module: str | None) -> None:
    """Write the newest version of every module to TARGET: a zip where it ends in .zip, else a folder."""
    from lms.serving.pack_moving import give_out

    give_out(target, organisation, module)


@pack.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--organisation", metavar="SLUG", required=True, help="Which organisation is to have the modules.")
@click.option("--module", "chosen", metavar="SLUG", multiple=True, help="Only this module; may be said several times.")
@click.option("--as-draft", "trainer", metavar="EMAIL", help="Publish nothing: begin drafts, for this trainer.")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it; change nothing.")
def import_command(
    source: Path, organisation: str, chosen: tuple[str, ...], trainer: str | None, dry_run: bool
) -> None:
    """Take in the modules of SOURCE, a zip or a folder, for an organisation: all of them, or none.

    They are published at once; with --as-draft they become drafts instead.
    """
    from lms.serving.pack_moving import take_in

    take_in(source, organisation, chosen, trainer=trainer, dry_run=dry_run)


shell(pack)
