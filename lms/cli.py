"""`lms`: everything an installation is asked to do from the shell.

Commands load when they are called, so that `lms --help` answers at once. Each declares that the machine's shell may run
it; while one does not, none runs. What fails says so in one line on stderr and leaves with an exit code other than 0.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import click

SHELL = "shell"


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is loaded when it is called: where it lives, what `lms --help` says, and who may run it."""

    target: str
    help: str
    allowed: str | None = None


ENTRIES = {
    "run": Entry(
        "lms.serving.commands:run", "Serve: migrate, load the library, start web and jobs, keep them up.", SHELL
    ),
    "demo": Entry("lms.serving.commands:demo", "Serve with a demo company to look around in.", SHELL),
    "worker": Entry("lms.serving.commands:worker", "Do jobs only, on a machine of its own.", SHELL),
    "init": Entry("lms.serving.founding:init", "Set up an empty installation with its first administrator.", SHELL),
    "db": Entry("lms.serving.structure:db", "Bring the database's structure up to date, or look at it.", SHELL),
    "person": Entry("lms.serving.persons:person", "What the shell may do about one person: erase them.", SHELL),
    "people": Entry("lms.serving.people:people", "Look after many people at once: import them from a file.", SHELL),
    "token": Entry("lms.serving.tokens:token", "Let another program in: make, list and revoke tokens.", SHELL),
    "doctor": Entry("lms.serving.doctor:doctor", "Check settings, folder, database, library and jobs.", SHELL),
    "mail": Entry("lms.serving.mail:mail", "See whether mails leave this installation: send a test mail.", SHELL),
    "sign-on": Entry("lms.doors.oidc.commands:sign_on", "Single sign-on: confirm whose a mail domain is.", SHELL),
    "lti": Entry("lms.doors.lti.commands:lti", "Learning platforms: renew the key we sign with.", SHELL),
    "calc": Entry("lms.calculators.commands:calc", "Run one operation of the calculators.", SHELL),
    "ranges": Entry(
        "lms.calculators.ranges.commands:ranges", "Run a calculator file with ranges for its numbers.", SHELL
    ),
    "pack": Entry(
        "lms.serving.packs:pack", "Check content packs, take them in and give them out; exchange quizzes.", SHELL
    ),
    "scorm": Entry("lms.serving.scorm:scorm", "Make packages for platforms that play SCORM.", SHELL),
}


class Commands(click.Group):
    """The group `lms`: lazy, and closed while a command does not declare who may run it."""

    def __init__(self, *arguments: Any, entries: Mapping[str, Entry] = ENTRIES, **keywords: Any) -> None:
        """Take the table of commands."""
        super().__init__(*arguments, **keywords)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return a command, None where there is none; refuse everything while one declares nothing."""
        bare = sorted(name for name, each in self.entries.items() if each.allowed != SHELL)
        if bare:
            raise click.ClickException(f"these commands do not declare who may run them: {', '.join(bare)}")
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="outside-in-lms", prog_name="lms")
def cli() -> None:
    """Outside-In: a customer-centric leadership program and a small complete learning platform."""


def main() -> None:
    """Run `lms`, turning whatever fails into one line and an exit code."""
    from lms.config import ConfigError
    from lms.serving.refusals import CannotStart

    try:
        code = cli(prog_name="lms", standalone_mode=False)
    except click.ClickException as refusal:
        _leave(refusal.format_message(), refusal.exit_code)
    except (ConfigError, CannotStart) as refusal:
        _leave(str(refusal), 1)
    except (click.Abort, KeyboardInterrupt):
        _leave("stopped", 130)
    else:
        sys.exit(code)  # None, or what a command left with


def _leave(line: str, code: int) -> NoReturn:
    click.echo(f"lms: {line}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
