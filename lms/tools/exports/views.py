"""A tool's numbers and results to take away. Each file is made when it is asked for, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from lms.answers import reading
from lms.calculators.reading_chart import MOST
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.exports import turns
from lms.tools.exports.paper import PAPERS, Photograph, sheet
from lms.tools.exports.picture import LOCALES, paper_chart
from lms.tools.exports.rows import as_rows
from lms.tools.inputs import named
from lms.tools.journeys.pictures import jpegs
from lms.tools.journeys.showing import pictures_of
from lms.tools.numbers import contexts_of
from lms.tools.scenarios.reading import one_of
from lms.tools.showing import ShownCalculator, shown_calculator
from lms.web.context import actor, db, now, secret
from lms.web.paper.children import NotMade
from lms.web.paper.drawing import draw
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def export(name: str, kind: str) -> ResponseReturnValue:
    """Send one tool with my numbers, or with those of my scenario `?scenario=`, as a file of this kind."""
    if kind not in _MADE:
        raise NotFound
    shown = _shown(name, request.args.get("scenario", ""))
    if turns.is_too_soon():
        return turns.wait_page(shown)
    make, content_type = _MADE[kind]
    try:
        made = make(shown)
    except NotMade:
        return render_template("tools/not_made.html", shown=shown), 503, {"Retry-After": "10"}
    which = f"-{picture}" if kind == "png" and (picture := request.args.get("picture")) else ""
    return Response(
        made,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{shown.calculator.name}{which}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _shown(name: str, scenario: str) -> ShownCalculator:
    calculator = named(db(), actor(), name)
    if scenario:
        kept = one_of(db(), actor(), read_id(scenario) or abort(404), secret())
        if kept.calculator.uuid != calculator.uuid:
            raise NotFound
        return kept.shown
    return shown_calculator(calculator, reading.current(db(), actor(), contexts_of([calculator]), secret()))


def _pdf(shown: ShownCalculator) -> bytes:
    paper = request.args.get("paper", "a4")
    signed = signed_in_visitor().name if request.args.get("signed") == "1" else ""
    known = paper if paper in PAPERS else "a4"
    return sheet(shown, now(), paper=known, signed=signed, photographs=_photographs(shown))


def _photographs(shown: ShownCalculator) -> list[Photograph]:
    """Return the pictures of the person's own way, each with its pixels."""
    way = pictures_of(shown)
    along = way.all if way else []
    found = jpegs(db(), actor().person_id, [each.picture.id for each in along], secret())
    sizes = [(each, each.picture) for each in along]
    return [Photograph(each.point, each.words, found[kept.id], kept.width, kept.height) for each, kept in sizes]


def _png(shown: ShownCalculator) -> bytes:
    """Return one picture: the first, or the one that is asked for as `?picture=2`."""
    asked = request.args.get("picture", "1")
    spec = paper_chart(shown, at=int(asked) - 1) if asked in _PICTURES else None
    if spec is None:
        raise NotFound
    return draw(spec, "png", LOCALES[shown.language], scale=2)


def _xlsx(shown: ShownCalculator) -> bytes:
    from lms.tools.exports.xlsx import workbook  # a writer of workbooks is not loaded before somebody wants one

    return workbook(shown, now())


_PICTURES: Final = tuple(str(at + 1) for at in range(MOST))
_MADE: Final[dict[str, tuple[Callable[[ShownCalculator], bytes], str]]] = {
    "pdf": (_pdf, "application/pdf"),
    "png": (_png, "image/png"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_rows, "text/csv; charset=utf-8"),
}
