"""What a decision drill holds: scenes with options, what each does to the numbers of a calculator, and endings.

There is no right option and nothing to pass. What an option leads to is computed (`lms.packs.drills.running`); here
stand only the words and the formulas. Plain values, made for reading; building one from its document checks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from lms.calculators.declared import Formula
from lms.calculators.formula.language import Tree
from lms.questions.text import Json, Text

KIND = "drill"
"""The `kind` of the file, the name of the block, and the role of the reference in one."""

YEAR = "year"
"""The name under which the total's formulas see how many years have passed since the first scene, from 1."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be decided; `title` names it in a few words, for charts and lists.

    `effects`: what the inputs it changes become, formulas over all inputs as they stand. `years` are simulated before
    the story goes on at `then`, a scene or an ending; `afterwards` says in words what happened.
    """

    id: str
    title: Text
    text: Text
    effects: tuple[Formula, ...]
    years: int
    then: str
    afterwards: Text

    def meaning(self) -> Json:
        """Return what two plays must share to have decided the same."""
        return [{each.name: _tree(each) for each in self.effects}, self.years, self.then]

    def document(self) -> dict[str, Json]:
        """Return the option as JSON."""
        return {
            "id": self.id,
            "title": {**self.title},
            "text": {**self.text},
            "effects": [formula_document(each) for each in self.effects],
            "years": self.years,
            "then": self.then,
            "afterwards": {**self.afterwards},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Option:
        """Build the option from its document."""
        d = document
        effects = tuple(Formula(**each) for each in d["effects"])
        return cls(d["id"], d["title"], d["text"], effects, d["years"], d["then"], d["afterwards"])


@dataclass(frozen=True, slots=True)
class Scene:
    """One point where something must be decided; `figures` names the inputs, outputs and figures shown there."""

    id: str
    title: Text
    text: Text
    figures: tuple[str, ...]
    options: tuple[Option, ...]

    def option(self, id: str) -> Option | None:
        """Return the option with that id."""
        return next((option for option in self.options if option.id == id), None)

    def document(self) -> dict[str, Json]:
        """Return the scene as JSON."""
        options: list[Json] = [option.document() for option in self.options]
        words: dict[str, Json] = {"title": {**self.title}, "text": {**self.text}}
        return {"id": self.id, **words, "figures": [*self.figures], "options": options}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Scene:
        """Build the scene from its document."""
        d = document
        options = tuple(map(Option.from_document, d["options"]))
        return cls(d["id"], d["title"], d["text"], tuple(d["figures"]), options)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a path ends: what became of it, what to take away, and the page of the module that teaches it."""

    id: str
    title: Text
    text: Text
    take_away: Text
    page: str

    def document(self) -> dict[str, Json]:
        """Return the ending as JSON."""
        words: dict[str, Json] = {"title": {**self.title}, "text": {**self.text}, "take_away": {**self.take_away}}
        return {"id": self.id, **words, "page": self.page}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Ending:
        """Build the ending from its document."""
        return cls(**{each.name: document[each.name] for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Total:
    """What a whole path is judged by: `each_year` added up over its years, and `at_end`, None for nothing, once."""

    label: Text
    each_year: Formula
    at_end: Formula | None

    def meaning(self) -> Json:
        """Return the formulas."""
        return [_tree(self.each_year), _tree(self.at_end)]

    def document(self) -> dict[str, Json]:
        """Return the total as JSON."""
        end = None if self.at_end is None else formula_document(self.at_end)
        return {"label": {**self.label}, "each_year": formula_document(self.each_year), "at_end": end}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Total:
        """Build the total from its document."""
        end = document["at_end"]
        return cls(document["label"], Formula(**document["each_year"]), Formula(**end) if end else None)


@dataclass(frozen=True)
class Drill:
    """A whole drill; it begins in the first of its scenes.

    `calculator` is the name of the one that computes a year. `start`: inputs that differ from its example. `figures`:
    formulas over inputs and outputs; the first is what the charts draw. `year`: what inputs become once a year is over.
    `frame` says who one is and where; `assumption` what is invented and what is computed.
    """

    uuid: str
    name: str
    version: str
    title: Text
    frame: Text
    assumption: Text
    minutes: int
    calculator: str
    start: Mapping[str, float | str]
    figures: tuple[Formula, ...]
    year: tuple[Formula, ...]
    total: Total
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]
    languages: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of file it is."""
        return KIND

    @property
    def first(self) -> Scene:
        """Return the scene it begins in."""
        return self.scenes[0]

    @cached_property
    def _scenes(self) -> dict[str, Scene]:
        return {scene.id: scene for scene in self.scenes}

    def scene(self, id: str) -> Scene | None:
        """Return the scene with that id."""
        return self._scenes.get(id)

    def ending(self, id: str) -> Ending | None:
        """Return the ending with that id."""
        return next((ending for ending in self.endings if ending.id == id), None)

    def figure(self, name: str) -> Formula | None:
        """Return the figure of that name."""
        return next((figure for figure in self.figures if figure.name == name), None)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of the module its endings point to, each once."""
        return tuple(dict.fromkeys(ending.page for ending in self.endings if ending.page))

    def rules(self) -> dict[str, Json]:
        """Return what its numbers are computed by, the options aside; part of its meaning."""
        return {
            "calculator": self.calculator,
            "start": {**self.start},
            "figures": {each.name: [each.unit, _tree(each)] for each in self.figures},
            "drawn": self.figures[0].name,
            "year": {each.name: _tree(each) for each in self.year},
            "total": self.total.meaning(),
            "first": self.first.id,
        }

    def options(self) -> dict[str, Json]:
        """Return {"scene/option": its meaning}; wording is none."""
        return {f"{scene.id}/{option.id}": option.meaning() for scene in self.scenes for option in scene.options}

    def document(self) -> dict[str, Json]:
        """Return the drill as JSON."""
        return {
            "uuid": self.uuid,
            "name": self.name,
            "version": self.version,
            "kind": KIND,
            "title": {**self.title},
            "frame": {**self.frame},
            "assumption": {**self.assumption},
            "minutes": self.minutes,
            "calculator": self.calculator,
            "start": {**self.start},
            "figures": [formula_document(each) for each in self.figures],
            "year": [formula_document(each) for each in self.year],
            "total": self.total.document(),
            "scenes": [scene.document() for scene in self.scenes],
            "endings": [ending.document() for ending in self.endings],
            "languages": [*self.languages],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Drill:
        """Build the drill from its document."""
        parts: dict[str, Any] = {each.name: document[each.name] for each in fields(cls)}
        parts["figures"] = tuple(Formula(**each) for each in document["figures"])
        parts["year"] = tuple(Formula(**each) for each in document["year"])
        parts["total"] = Total.from_document(document["total"])
        parts["scenes"] = tuple(map(Scene.from_document, document["scenes"]))
        parts["endings"] = tuple(map(Ending.from_document, document["endings"]))
        return cls(**{**parts, "languages": tuple(document["languages"])})


def formula_document(formula: Formula) -> dict[str, Json]:
    """Return a formula of a drill as JSON: its name, text, tree and unit, and its label where it has one."""
    label: dict[str, Json] = {"label": {**formula.label}} if formula.label else {}
    return {
        "name": formula.name,
        "formula": formula.formula,
        "tree": _json(formula.tree),
        "unit": formula.unit,
        **label,
    }


def _tree(formula: Formula | None) -> Json:
    return None if formula is None else _json(formula.tree)


def _json(tree: Tree) -> Json:
    return [_json(each) for each in tree] if isinstance(tree, list) else tree
