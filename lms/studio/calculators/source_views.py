"""The text of a calculator file, for those who like it better: the same file, with what is wrong line by line."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.calculators.service.drafting import drafted
from lms.calculators.service.reviewing import review
from lms.kernel.permissions import Role, allow
from lms.packs.segments import base_of
from lms.studio.calculators.sheet import Sheet
from lms.studio.calculators.views import sheet_of
from lms.studio.drafts.answering import kept
from lms.studio.drafts.files import FILE, Edit, draft_or_404
from lms.studio.drafts.models import Draft
from lms.web.forms import Confirmation


@allow(Role.TRAINER)
def source(draft: UUID, name: str) -> ResponseReturnValue:
    """Show the file as text."""
    found = draft_or_404(draft)
    return _page(found, name, sheet_of(found, name))


@allow(Role.TRAINER)
def keep_source(draft: UUID, name: str) -> ResponseReturnValue:
    """Keep the whole text; what is wrong with it is told, and it is kept all the same."""
    found = draft_or_404(draft)
    sheet = sheet_of(found, name)
    text = request.form.get("text", sheet.text).replace("\r\n", "\n")
    text = text if text.endswith("\n") or not text else text + "\n"
    edit = Edit(sheet.path, FILE, request.form.get("base", ""), text)
    back = url_for("draft_tools.source", draft=found.id, name=name)
    return kept(found, [edit] if text != sheet.text else [], "tool.changed", back=back)


def _page(draft: Draft, name: str, sheet: Sheet) -> str:
    read = drafted(sheet.text, sheet.path)
    sound = read.calculator is not None and not read.problems
    remarks = review(read.calculator) if sound and read.calculator is not None else []
    return render_template(
        "studio/calculators/source.html",
        draft=draft,
        name=name,
        sheet=sheet,
        base=base_of(sheet.text),
        problems=read.problems,
        remarks=remarks,
        form=Confirmation(),
    )
