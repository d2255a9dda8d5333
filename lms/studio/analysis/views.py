"""The pages on questions: which quizzes there are, and what is known of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.analysis.models import ItemRelease
from lms.learning.analysis.reading import OnShelf, more_needed, on_shelf, released
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.studio.analysis.csv_file import as_rows
from lms.studio.analysis.figures import QuizFigures, quiz_figures
from lms.studio.analysis.scales import ScaleFigures, scale_figures
from lms.studio.analysis.words import solidity, told
from lms.studio.drills import views as drills
from lms.web.context import actor, db


@allow(Role.TRAINER)
def quizzes() -> ResponseReturnValue:
    """Show every quiz and self-assessment with how many questions there are to look at."""
    shown = all_figures()
    return render_template(
        "studio/analysis/quizzes.html",
        quizzes=[each for each in shown if isinstance(each, QuizFigures)],
        scales=[each for each in shown if isinstance(each, ScaleFigures)],
        drills=drills.on_shelf_now(),
    )


@allow(Role.TRAINER)
def quiz(name: str) -> ResponseReturnValue:
    """Show what is known of each question of a quiz, the worst first; `?version=` picks an earlier version."""
    if (drill := drills.named(name)) is not None:
        return drills.tree(drill)
    shown = one_figures(name, request.args.get("version", ""))
    if isinstance(shown, ScaleFigures):
        return render_template("studio/analysis/scale.html", shown=shown)
    return render_template("studio/analysis/quiz.html", shown=shown, told=told, solidity=solidity)


@allow(Role.TRAINER)
def figures_file(name: str) -> ResponseReturnValue:
    """Send the released figures of a version as CSV."""
    shown = one_figures(name, request.args.get("version", ""))
    called = f"{name}-{shown.shelved.number}.csv"
    return Response(
        as_rows(shown, str(get_locale())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{called}"', "Cache-Control": "no-store"},
    )


def all_figures() -> list[QuizFigures | ScaleFigures]:
    """Return the figures of every quiz and self-assessment, of the newest version that has any, worst first."""
    shelved = on_shelf(db(), actor())
    every, more = released(db(), actor(), shelved), more_needed(db(), actor(), shelved)
    found: list[QuizFigures | ScaleFigures] = []
    for versions in shelved.values():
        newest = next((each for each in versions if (each.quiz, each.number) in every), versions[0])
        rows = every.get((newest.quiz, newest.number), [])
        found.append(_shown(newest, rows, more.get((newest.quiz, newest.number)), versions, ()))
    return sorted(found, key=lambda each: (-each.to_look_at, -each.people, each.shelved.name))


def one_figures(name: str, number: str) -> QuizFigures | ScaleFigures:
    """Return the figures of one version, the newest with any where none is asked for. NotFound where there is none."""
    shelved = on_shelf(db(), actor(), name)
    if not shelved:
        raise NotFound
    ((quiz_id, versions),) = shelved.items()
    every, more = released(db(), actor(), [quiz_id]), more_needed(db(), actor(), [quiz_id])
    known = [each for each in versions if (quiz_id, each.number) in every]
    wanted = next((each for each in versions if each.number == number), None) if number else (*known, *versions)[0]
    if wanted is None:
        raise NotFound
    earlier = [(each, every[quiz_id, each.number]) for each in known if each.age < wanted.age]
    rows = every.get((quiz_id, wanted.number), [])
    return _shown(wanted, rows, more.get((quiz_id, wanted.number)), versions, earlier)


def _shown(
    wanted: OnShelf,
    rows: list[ItemRelease],
    more: int | None,
    versions: list[OnShelf],
    earlier: Sequence[tuple[OnShelf, Sequence[ItemRelease]]],
) -> QuizFigures | ScaleFigures:
    if wanted.kind == SELF_ASSESSMENT:
        return scale_figures(db(), wanted, rows, more, tuple(versions))
    return quiz_figures(db(), wanted, rows, earlier, more=more, versions=tuple(versions))
