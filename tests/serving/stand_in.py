"""A tiny installation to start and to kill: one page that names its process, and a worker that only waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import click

from lms.config import Config
from lms.serving.refusals import CannotStart
from lms.serving.start import Say, run


def create_app() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """Answer every address with the number of the process; `/exit` ends it without a word, `/endless` never ends."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/exit":
            os._exit(3)
        start_response("200 OK", [("Content-Type", "text/plain")])
        if environ["PATH_INFO"] == "/endless":
            return repeat(b"x" * 65_536)
        return [str(os.getpid()).encode()]

    return application


def broken() -> None:
    """Fail to load, as an application with a mistake in it does."""
    raise RuntimeError("a mistake in the application")


def main() -> int:
    """Start the installation the environment describes; "broken" and "careless" make it worse."""
    config = Config.from_environment(with_key=False)
    factory = "broken" if "broken" in sys.argv else "create_app"
    try:
        run(
            config,
            say=click.echo,
            prepare=_nothing,
            application=f"tests.serving.stand_in:{factory}",
            worker=f"tests.serving.{'careless' if 'careless' in sys.argv else 'idle'}_worker",
        )
    except CannotStart as refusal:
        click.echo(refusal, err=True)
        return 1
    return 0


def _nothing(_config: Config, _say: Say) -> None:
    """Stand in for migration and library."""


if __name__ == "__main__":
    sys.exit(main())
