"""The pages on which a trainer sees a whole drill, and edits the text of one scene. Nothing is stored here."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.calculators.declared import Calculator
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.analysis.reading import on_shelf
from lms.packs.drills.editing import EditedScene, edit_scene, scene_text
from lms.packs.drills.model import KIND
from lms.packs.drills.running import Simulation
from lms.studio.drills.showing import ShelvedDrill, tried, ways
from lms.web.context import actor, db, my


def on_shelf_now() -> list[ShelvedDrill]:
    """Return every drill on the shelf in its newest version."""
    found = [versions[0] for versions in on_shelf(db(), actor(), kinds=(KIND,)).values()]
    return [ShelvedDrill(each, shelf.drill(db(), each.row)) for each in sorted(found, key=lambda each: each.name)]


def named(name: str) -> ShelvedDrill | None:
    """Return the newest version of the drill of that name; None where there is none to see."""
    found = on_shelf(db(), actor(), name, kinds=(KIND,))
    newest = next((versions[0] for versions in found.values()), None)
    return ShelvedDrill(newest, shelf.drill(db(), newest.row)) if newest else None


def tree(found: ShelvedDrill) -> str:
    """Return the page of a whole drill: its scenes with their options, and what each way through it gives."""
    every = ways(Simulation(found.drill, _calculator(found)))
    return render_template("studio/drills/tree.html", found=found, drill=found.drill, ways=every)


@allow(Role.TRAINER)
def scene(name: str, scene: str) -> ResponseReturnValue:
    """Show the text of a scene as its file says it, and what its options lead to."""
    found = _found(name)
    mine = found.drill.scene(scene)
    if mine is None:
        raise NotFound
    return _page(found, scene, EditedScene(scene_text(mine), mine, found.drill))


@allow(Role.TRAINER)
def trial(name: str, scene: str) -> ResponseReturnValue:
    """Show what the text that was typed would make of the drill, or what is wrong with it."""
    found = _found(name)
    if found.drill.scene(scene) is None:
        raise NotFound
    text = request.form.get("text", "").replace("\r\n", "\n")
    return _page(found, scene, edit_scene(found.drill, _calculator(found), scene, text))


trial.__dict__["only_reads"] = True  # nobody's save waits while a question is tried


def _found(name: str) -> ShelvedDrill:
    found = named(name)
    if found is None:
        raise NotFound
    return found


def _calculator(found: ShelvedDrill) -> Calculator:
    row = my(QuizVersion).where(QuizVersion.id == found.shelved.row).one_or_404()
    calculator = shelf.calculator(db(), actor(), row.version_id, found.drill.calculator)
    if calculator is None:
        raise LookupError(f"drill {found.drill.name} has no calculator {found.drill.calculator}")
    return calculator


def _page(found: ShelvedDrill, id: str, edited: EditedScene) -> str:
    simulation = Simulation(edited.drill, _calculator(found)) if edited.drill else None
    shown = {
        "found": found,
        "drill": found.drill,
        "id": id,
        "edited": edited,
        "changed": edited.scene is not None and edited.scene != found.drill.scene(id),
        "other_meaning": edited.other_meaning(found.drill),
        "tried": tried(simulation, edited.scene) if simulation and edited.scene else (),
        "compared": [each for each in ways(simulation) if each.is_best or each.is_cautious] if simulation else (),
    }
    return render_template("studio/drills/scene.html", **shown)
