"""The page of one assignment: what it gave, to whom, how far they are, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.assignment_pages.bulk_form import BulkForm
from lms.assigning.assignment_pages.names import names_of, people_named
from lms.assigning.assignment_pages.telling import Told
from lms.assigning.assignment_pages.words import CAUSES, EXEMPT_REASONS, missing_words
from lms.assigning.assignments import reading, runs, undoing
from lms.assigning.assignments.models import APPLIED, DRAFT, STAGING, Assignment, AssignmentRun
from lms.assigning.looking import Reach, note_look
from lms.kernel import outbox
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Role, allow, scope_of
from lms.web.context import actor, database, db, my, now, today

SHOWN = ("all", "open", "late", "missing", "completed", "exempt", "withdrawn")
LONGEST_WORD = 100


@allow(Role.HR)
def page(assignment: UUID) -> ResponseReturnValue:
    """Show one assignment; a draft opens in its form."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    latest = runs.latest(db(), row.id)
    if row.state == DRAFT and (latest is None or latest.state != STAGING):
        return redirect(url_for("assignments.edit", assignment=row.id))
    narrowed = request.args.get("show", "all") != "all" or bool(request.args.get("q", "").strip())
    note_look(database(), actor(), "", now(), Reach("assignment", row.id, narrowed=narrowed))
    return shown(row, BulkForm())


def shown(row: Assignment, form: BulkForm, status: int = 200) -> ResponseReturnValue:
    """Return the page with the form for many at once as it stands."""
    told = _told(row)
    every = reading.runs_of(db(), actor(), row)
    wanted = request.values.get("show", "all")
    wanted = wanted if wanted in SHOWN else "all"
    word = request.values.get("q", "")[:LONGEST_WORD].strip()
    people, following = reading.standing(
        db(), actor(), row, now(), shown=wanted, word=word, after=after_of(request.args)
    )
    html = render_template(
        "assigning/assignment_pages/page.html",
        assignment=row,
        told=told,
        counts=reading.counts(db(), actor(), [row.id], now()).get(row.id, reading.Counts()),
        runs=every,
        first_mails=_first_mails(every),
        takes_back=[each for each in every if _can_be_undone(each)],
        may_vanish=lambda run: undoing.may_vanish(run, now()),
        minutes_left=_minutes_left,
        makers=people_named(db(), actor(), {row.made_by, *(each.by_id for each in every)}),
        people=people,
        following=next_page(following) if request.method == "GET" else None,
        first=first_page() if request.method == "GET" else None,
        shown=wanted,
        word=word,
        form=form,
        causes=CAUSES,
        exempt_reasons=EXEMPT_REASONS,
        missing_words=missing_words,
        today=today(),
        at=now(),
    )
    return html, status


def _first_mails(runs: Sequence[AssignmentRun]) -> dict[str, int]:
    """Return how many first mails of these runs were written, went, wait, did not go, and failed."""
    found = outbox.counts(db(), scope_of(Mail, actor()) & Mail.about.in_([each.id for each in runs]))
    return {
        "written": sum(found.values()),
        "gone": found.get(outbox.SENT, 0) + found.get(outbox.WRITTEN, 0),
        "waiting": found.get(outbox.WAITING, 0) + found.get(outbox.SENDING, 0),
        "not_sent": found.get(outbox.NOT_SENT, 0),
        "failed": found.get(outbox.FAILED, 0),
    }


def _told(row: Assignment) -> Told:
    return Told(row, names_of(db(), actor(), [row]))


def _can_be_undone(run: AssignmentRun) -> bool:
    return run.state in (STAGING, APPLIED) and run.undone_at is None


def _minutes_left(run: AssignmentRun) -> int:
    """Return the minutes until the first mails of a run leave, rounded up."""
    left = (run.mails_at - now()).total_seconds() if run.mails_at else 0
    return max(0, ceil(left / 60))
