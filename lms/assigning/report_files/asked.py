"""What a file is asked for, as an address says it, and of whom it lists names."""

from __future__ import annotations

from flask import request, url_for

from lms.assigning.report_files.completion import CURRICULA, MODULES
from lms.assigning.reports import asking
from lms.assigning.reports.asking import ABOUT_ONE, KINDS, Filters, Question, read_question
from lms.kernel.audit import EVERYBODY, SOME, Reach
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound


def question_here() -> Question:
    """Return the question of this request: `kind`, `about` and what narrows it. Raises NotFound where it is none."""
    kind, about = request.values.get("kind", ""), read_id(request.values.get("about", ""))
    if kind not in KINDS or (about is None) == (kind in ABOUT_ONE):
        raise NotFound
    return read_question(kind, about, request.values)


def of_here() -> str:
    """Return whether the completion list is of curricula or of modules, as `list` says."""
    return MODULES if request.values.get("list") == MODULES else CURRICULA


def address(endpoint: str, question: Question, **more: str) -> str:
    """Return the address of a file of a question's."""
    return url_for(endpoint, **{**question.to_json(), **more})  # type: ignore[arg-type]


def reach_of(question: Question) -> Reach:
    """Return of whom the completion list of a question is, for those who ask who looked."""
    filters = question.filters
    narrowed = filters not in (Filters(), Filters(of=asking.MODULES))
    if question.kind == asking.TEAM:
        return SOME
    if question.kind in (asking.DEPARTMENT, asking.COHORT, asking.CURRICULUM):
        return Reach(question.kind, question.id, narrowed)
    if filters.department is not None:
        return Reach("department", filters.department, filters.group is not None)
    return Reach("group", filters.group) if filters.group is not None else EVERYBODY
