"""The gallery of pictures: those kinds that a calculator's results can fill, each drawn with its own example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.calculators.reading_chart import MOST
from lms.calculators.service.drafting import drafted
from lms.kernel.permissions import Role, allow
from lms.studio.calculators.charts import KINDS, ChartKind, Choice, Material, chart_text, material_of
from lms.studio.calculators.charts.kinds import axes_of, fields_of
from lms.studio.calculators.picture_page import ChartPreview, previewed, say
from lms.studio.calculators.sheet import Part, Sheet
from lms.studio.calculators.views import sheet_of
from lms.studio.drafts.answering import kept, sent_base
from lms.studio.drafts.files import Edit, draft_or_404
from lms.web.forms import Confirmation
from lms.web.languages import language
from lms.web.visitors import signed_in_visitor


@dataclass(frozen=True)
class Offer:
    """One kind of picture with what it would show, and what else could be chosen for it."""

    kind: ChartKind
    choice: Choice
    preview: ChartPreview
    axes: list[tuple[str, str]]
    fields: list[tuple[str, str]]


@allow(Role.TRAINER)
def gallery(draft: UUID, name: str) -> ResponseReturnValue:
    """Show every kind of picture that fits, as it would look."""
    found = draft_or_404(draft)
    sheet = sheet_of(found, name)
    part = sheet.part(request.args.get("part", ""))
    offers = [*_offers(sheet)]
    told = {"name": name, "part": part, "offers": offers, "most": MOST, "word": _, "form": Confirmation()}
    return render_template("studio/calculators/pictures.html", draft=found, sheet=sheet, **told)


@allow(Role.TRAINER)
def choose(draft: UUID, name: str) -> ResponseReturnValue:
    """Put the chosen picture into the tool: in the place of one, or behind the last."""
    found = draft_or_404(draft)
    sheet = sheet_of(found, name)
    part = sheet.part(request.form.get("part", ""))
    text = _chosen(sheet, "chart" if part is not None and part.kind == "chart" else "charts")
    charts = sheet.of("chart", "charts")
    place = part.part if part is not None else f"charts.{len(sheet.of('charts')) + 1}"
    back = url_for("draft_tools.editor", draft=found.id, name=name, _anchor=Part(place, "", "", 0).anchor)
    if text is None or (part is None and len(charts) >= MOST) or (part is not None and part not in charts):
        return kept(found, [], "tool.changed", back=back)
    base = sent_base(sheet.path, place) if part is not None else ""
    edit = Edit(sheet.path, place, base, text, None if part is not None else sheet.last_of("charts"))
    return kept(found, [edit], "tool.changed", back=back)


def _chosen(sheet: Sheet, table: str) -> str | None:
    kind = next((each for each in KINDS if each.name == request.form.get("kind")), None)
    calculator = drafted(sheet.text, sheet.path).calculator
    if kind is None or calculator is None:
        return None
    material = material_of(calculator)
    choice = kind.choice(material, _wanted(request.form.getlist("field"), request.form.get("axis", "")))
    return None if choice is None else chart_text(kind, material, choice, sheet.languages, say, table=table)


def _offers(sheet: Sheet) -> Iterator[Offer]:
    calculator = drafted(sheet.text, sheet.path).calculator
    if calculator is None:
        return
    material = material_of(calculator)
    wanted = _wanted(request.args.getlist("field"), request.args.get("axis", ""))
    asked = request.args.get("kind", "")
    for kind in KINDS:
        choice = kind.choice(material, wanted if kind.name == asked else Choice(()))
        preview = None if choice is None else _preview(sheet, kind, material, choice)
        if choice is not None and preview is not None:
            yield _offer(kind, material, choice, preview)


def _offer(kind: ChartKind, material: Material, choice: Choice, preview: ChartPreview) -> Offer:
    axes = [(each, _said(label)) for each, label in axes_of(kind, material)]
    fields = [(each.name, _said(each.label)) for each in fields_of(kind, material, choice.axis)]
    return Offer(kind, choice, preview, axes, fields)


def _preview(sheet: Sheet, kind: ChartKind, material: Material, choice: Choice) -> ChartPreview | None:
    """Return the picture as it would look: the file is read with it as its only one."""
    others = "".join(each.text for each in sheet.parts if each.kind not in ("chart", "charts"))
    text = f"{others.rstrip()}\n\n{chart_text(kind, material, choice, sheet.languages, say)}"
    found = drafted(text, sheet.path).calculator
    return None if found is None else previewed(found, language(), signed_in_visitor().currency)


def _wanted(fields: list[str], axis: str) -> Choice:
    return Choice(tuple(fields[:20]), axis)


def _said(label: object) -> str:
    found = dict(label) if isinstance(label, dict) else {}
    return str(found.get(language()) or found.get("en", ""))
