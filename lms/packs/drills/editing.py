"""One scene of a drill as text for its file, and such a text put in its place and judged with the whole drill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lms.calculators.declared import Calculator
from lms.packs.drills.checking import check_drill
from lms.packs.drills.file import read_scene
from lms.packs.drills.model import Drill, Option, Scene
from lms.packs.exchange.toml_writing import toml
from lms.packs.problems import Findings, Problem
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.text import KeyPath
from lms.sentences import say

LONGEST = 20_000
"""Letters of the text of a scene."""


@dataclass(frozen=True)
class EditedScene:
    """A text that is to be a scene: the scene and the drill with it, None while `problems` say what is wrong."""

    text: str
    scene: Scene | None = None
    drill: Drill | None = None
    problems: tuple[Problem, ...] = ()

    def other_meaning(self, before: Drill) -> bool:
        """Return whether a play decides about something else now, which asks for a new major version."""
        if self.drill is None:
            return False
        return self.drill.options() != before.options() or self.drill.rules() != before.rules()


def scene_text(scene: Scene) -> str:
    """Return a scene as it stands in a drill's file."""
    head: dict[str, Any] = {"id": scene.id}
    if scene.figures:
        head["figures"] = [*scene.figures]
    words = {"title": {**scene.title}, "text": {**scene.text}}
    return toml({"scenes": [{**head, **words, "options": [_option(each) for each in scene.options]}]})


def _option(option: Option) -> dict[str, Any]:
    effects = {"effects": {each.name: each.formula for each in option.effects}} if option.effects else {}
    words = {"title": {**option.title}, "text": {**option.text}, "afterwards": {**option.afterwards}}
    return {"id": option.id, "then": option.then, "years": option.years, **effects, **words}


def edit_scene(drill: Drill, calculator: Calculator, id: str, text: str) -> EditedScene:
    """Put a text in the place of a scene and judge the whole drill with it, every way through it included."""
    findings = Findings()
    if len(text) > LONGEST:
        findings.problem(
            drill.name, 1, say("The text has more than {longest} letters.", longest=LONGEST), say("Make it shorter.")
        )
    parsed = parse_toml(drill.name, text, findings) if not findings.problems else None
    scene = read_scene(parsed, drill, calculator) if parsed is not None else None
    if parsed is None or scene is None or findings.problems:
        return EditedScene(text, problems=tuple(sorted(findings.problems)))
    place = next(at for at, each in enumerate(drill.scenes) if each.id == id)
    changed = replace(drill, scenes=(*drill.scenes[:place], scene, *drill.scenes[place + 1 :]))
    check_drill(changed, calculator, _OneScene(drill.name, text, 1, parsed.values, findings, place))
    if findings.problems:
        return EditedScene(text, problems=tuple(sorted(findings.problems)))
    return EditedScene(text, scene, changed)


@dataclass(frozen=True)
class _OneScene(TomlText):
    """The text of one scene: what is wrong there stands in its line, what is wrong elsewhere in the first."""

    place: int = 0

    def problem(self, path: KeyPath, message: str, remedy: str) -> None:
        """Note a problem at a place of the whole drill."""
        inside = path[:2] == ("scenes", self.place)
        super().problem(("scenes", 0, *path[2:]) if inside else (), message, remedy)
