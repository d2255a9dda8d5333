"""Outside-In: a customer-centric leadership program, and a small complete learning platform.

`create_app` is all a host needs. It is loaded when called, so that `import lms.calculators` brings no web framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from lms.config import Config
    from lms.plugins import Host

__all__ = ["create_app"]


def create_app(config: Config | None = None, *, host: Host | None = None) -> Flask:
    """Return the WSGI application for `config`, by default the one the environment describes.

    `host`: the application it stands in, whose sign-in it shares (`lms.plugins.Host`, `docs/embedding.md`).
    """
    from lms.app import create_app as build
    from lms.config import Config

    return build(config or Config.from_environment(), host=host)
