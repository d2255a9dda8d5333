"""The page of a question kind that is not ours: `item.html` beside its `kind.py`.

Templates include `learning/items/<kind>.html`. Ours lie in this room; for any other kind that name leads
into its folder, or to a few words where it is not installed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, Environment, TemplateNotFound

from lms.questions.kinds import ABSENT, folder_of

FOLDER, ENDING = "learning/items/", ".html"
FILE = "item.html"
NOT_HERE = "learning/quiz/absent.html"
"""What is shown in the place of a question whose kind is not installed."""


class KindPages(BaseLoader):
    """Finds the page of a kind in the folder the kind lives in."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the page's text and where it lies; raise `TemplateNotFound` where there is none."""
        if not template.startswith(FOLDER) or environment.loader is None:
            raise TemplateNotFound(template)
        folder = folder_of(template.removeprefix(FOLDER).removesuffix(ENDING))
        if folder == ABSENT:
            return environment.loader.get_source(environment, NOT_HERE)
        try:
            page = files(folder) / FILE
            text = page.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise TemplateNotFound(template) from None
        return text, str(page) if isinstance(page, Path) else None, None


def install(app: Flask) -> None:
    """Look for a page in the rooms first, and then with the kinds."""
    ours = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([*([ours] if ours else []), KindPages()])
