"""Ids that a form or an address names: each is one of the organisation's that the actor may see, or it is not there."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignment_pages.form import AssignmentForm
from lms.assigning.assignments.models import DueEvent
from lms.assigning.cohorts.models import Cohort
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.people.models import Department, Person


def named_by(form: AssignmentForm) -> Mapping[Any, Set[UUID]]:
    """Return every id that the form names, by the model of its rows."""
    curricula = (read_id(text or "") for text in (form.curriculum.data, form.completion_curriculum.data))
    event = read_id(form.event.data or "")
    return {
        Curriculum: {id for id in curricula if id is not None},
        Department: form.departments.ids,
        PeopleGroup: form.groups.ids,
        Cohort: form.cohorts.ids,
        Person: form.people.ids,
        DueEvent: {event} if event else set(),
    }


def check_ours(session: Session, actor: Actor, named: Mapping[Any, Set[UUID]]) -> None:
    """Raise NotFound where one of these ids is not there for the actor; a query for each kind that is named."""
    for model, ids in named.items():
        if ids:
            here = select(func.count()).select_from(model).where(scope_of(model, actor), model.id.in_(ids))
            if session.scalar(here) != len(ids):
                raise NotFound
