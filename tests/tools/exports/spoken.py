"""A tool as one person sees it, without a page around it: for tests of what is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, g

from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from lms.tools.showing import ShownCalculator
from lms.web import languages, visitors

MODULES = Path(__file__).parents[3] / "modules"
FILES = sorted(MODULES.glob("*/*.calc.toml"))
NAMES = [each.name.removesuffix(".calc.toml") for each in FILES]


def tool(name: str) -> Calculator:
    """Return one tool of the repository's modules."""
    (path,) = MODULES.glob(f"*/{name}.calc.toml")
    return read_calculator(path.read_text(encoding="utf-8"), name)


def tools() -> list[Calculator]:
    """Return all of them."""
    return [tool(name) for name in NAMES]


def seen(calculator: Calculator, values: Mapping[str, Any] | None = None, currency: str = "DKK") -> ShownCalculator:
    """Return a calculator with somebody's numbers in it."""
    shown = ShownCalculator(calculator, values or {}, {})
    shown.currency = currency
    return shown


@contextmanager
def speaking(language: str = "en") -> Iterator[None]:
    """Be in a request of somebody who reads this language."""
    app = Flask("lms")
    visitors.install(app, lambda _request: None)
    languages.install(app)
    with app.test_request_context("/"):
        g.spoken = language
        yield
