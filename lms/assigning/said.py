"""What the acts of HR's rooms are called in the list of who did what, of whom lists are, and what ids mean."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, Assignment, AssignmentRun
from lms.assigning.cohorts.models import Cohort, CohortMember
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.people import history
from lms.people.auditing.reaching import Asked, Inside, by_id, reaches
from lms.people.models import Person
from lms.web.languages import local

ACTS: Final = {
    "assignment.saved": _l("An assignment was saved"),
    "assignment.given": _l("A curriculum was given"),
    "assignment.ended": _l("An assignment was ended"),
    "assignment.undone": _l("An assignment was undone"),
    "event.saved": _l("An event was named, or got its day"),
    "curriculum.made": _l("A curriculum was made"),
    "curriculum.published": _l("A curriculum was published"),
    "curriculum.retired": _l("A curriculum was retired"),
    "curriculum.unretired": _l("A curriculum was taken out again"),
    "curriculum.removed": _l("A curriculum was removed"),
    "curriculum.restored": _l("A curriculum was brought back"),
    "cohort.founded": _l("A cohort was founded"),
    "cohort.changed": _l("A cohort was changed"),
    "cohort.retired": _l("A cohort was put away"),
    "cohort.taken-up": _l("A cohort was taken out again"),
    "cohort.meeting-planned": _l("A meeting was planned"),
    "cohort.meeting-changed": _l("A meeting was changed"),
    "cohort.meeting-off": _l("A meeting was called off"),
    "cohort.meeting-on": _l("A meeting takes place after all"),
    "group.made": _l("A group was made"),
    "group.changed": _l("A group was changed"),
    "group.members": _l("People were put into a group, or taken out"),
    "group.retired": _l("A group was put away"),
    "group.returned": _l("A group was taken out again"),
    "group.removed": _l("A group was removed"),
    "group.restored": _l("A group was brought back"),
    "people.imported": _l("People were imported from a file"),
    "people.import.undone": _l("An import of people was undone"),
}
"""What a room notes itself."""

ROUTES: Final = {
    "assignments.create": _l("An assignment was written"),
    "assignments.change": _l("An assignment was changed"),
    "assignments.discard": _l("The draft of an assignment was removed"),
    "assignments.end": _l("An assignment was ended"),
    "assignments.mend": _l("Dates that were missing were entered"),
    "assignments.people": _l("Something was done with many people of an assignment"),
    "assignments.run": _l("A curriculum was given"),
    "assignments.undo": _l("An assignment was undone"),
    "assignments.decide": _l("Wishes for more time were answered"),
    "cohorts.found": _l("A cohort was founded"),
    "cohorts.change": _l("A cohort was changed"),
    "cohorts.add": _l("People were taken into a cohort"),
    "cohorts.remove": _l("Somebody was let go from a cohort"),
    "cohorts.retire": _l("A cohort was put away or taken out again"),
    "cohorts.plan_meeting": _l("A meeting was planned"),
    "cohorts.move_meeting": _l("A meeting was changed"),
    "cohorts.call_off_meeting": _l("A meeting was called off or takes place after all"),
    "curricula.create": _l("A curriculum was made"),
    "curricula.begin": _l("A curriculum of the library was begun"),
    "curricula.copy": _l("A curriculum was copied"),
    "curricula.change": _l("A curriculum was changed"),
    "curricula.discard": _l("Changes of a curriculum were thrown away"),
    "curricula.take_back": _l("The last change of a curriculum was taken back"),
    "curricula.publish": _l("A curriculum was published"),
    "curricula.remove": _l("A curriculum was removed"),
    "curricula.restore": _l("A curriculum was brought back"),
    "curricula.retire": _l("A curriculum was retired"),
    "curricula.unretire": _l("A curriculum was taken out again"),
    "groups.make": _l("A group was made"),
    "groups.change": _l("A group was changed"),
    "groups.put_in": _l("People were put into a group"),
    "groups.add_addresses": _l("People were put into a group by their addresses"),
    "groups.take_out": _l("People were taken out of a group"),
    "groups.undo": _l("What was done with a group's members was undone"),
    "groups.retire_group": _l("A group was put away"),
    "groups.bring_back": _l("A group was taken out again"),
    "groups.remove_group": _l("A group was removed"),
    "groups.restore_group": _l("A group was brought back"),
    "importing.upload": _l("A file of people was brought in"),
    "importing.choose_columns": _l("The columns of a file of people were chosen"),
    "importing.apply": _l("An import of people was ordered"),
    "importing.undo": _l("The undoing of an import was ordered"),
    "importing.try_again": _l("An import that stood still was gone on with"),
    "allowances.another_try": _l("One more try at a quiz was given"),
    "allowances.extra_time": _l("More time at quizzes was given"),
    "roster.save_person": _l("Details of a person were saved"),
    "roster.away": _l("Days away were set"),
    "roster.end_access": _l("Access was ended"),
    "roster.give_access": _l("Access was given back"),
    "roster.save_roles": _l("Roles were changed"),
    "roster.do_act": _l("Something was done with many people"),
    "roster.undo_act": _l("Something done with many people was undone"),
    "roster.add_department": _l("A department was added"),
    "roster.change_department": _l("A department was changed"),
    "roster.merge_department": _l("A department was merged into another"),
    "roster.remove_department": _l("A department was removed"),
    "roster.keep_view": _l("A view of the list was kept"),
    "roster.rename_view": _l("A view of the list was renamed"),
    "roster.delete_view": _l("A view of the list was deleted"),
    "roster.restore_view": _l("A view of the list was brought back"),
    "reminding.save_steps": _l("The steps of reminders were changed"),
    "reminding.drop_steps": _l("The steps of reminders are the usual ones again"),
    "reminding.save_one": _l("An assignment was given reminders of its own"),
    "reminding.drop_one": _l("An assignment has the organisation's reminders again"),
    "team.give": _l("A line manager gave a curriculum to own reports"),
    "team.undo": _l("A line manager took back what they gave"),
    "team.decide": _l("A line manager answered a wish for more time"),
}
"""What a route is called whose room had nothing more to say."""

GROUP, COHORT, ASSIGNMENT, CURRICULUM = "group", "cohort", "assignment", "curriculum"
"""Of whom HR's lists are, beside everybody, a department and a line manager's reports."""


def install() -> None:
    """Say all of it where the rooms open."""
    history.describe_all(ACTS)
    history.describe_all(ROUTES)
    history.naming("group", _group_names)
    history.naming("curriculum", _curriculum_names)
    in_group = _l("The list of the group “%(name)s”, in which you are")
    reaches(GROUP, in_group, _groups, _l("group “%(name)s”"), _group_names)
    in_cohort = _l("The list of the cohort “%(name)s”, in which you are")
    reaches(COHORT, in_cohort, _cohorts, _l("cohort “%(name)s”"), _cohort_names)
    given = _l("The list of who was given “%(name)s”, as you were")
    reaches(ASSIGNMENT, given, _assignments, _l("who was given “%(name)s”"), _assignment_names)
    have = _l("The list of who has “%(name)s”, as you have")
    reaches(CURRICULUM, have, _curricula, _l("who has “%(name)s”"), _curriculum_names)


def _groups(session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    query = select(PeopleGroup.id, PeopleGroup.name, GroupMember.since).join(
        GroupMember, GroupMember.group_id == PeopleGroup.id
    )
    return _found(session, query.where(GroupMember.person_id == person.id, PeopleGroup.id.in_(_ids(asked))), asked)


def _cohorts(session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    query = select(Cohort.id, Cohort.name, CohortMember.since).join(CohortMember, CohortMember.cohort_id == Cohort.id)
    return _found(session, query.where(CohortMember.person_id == person.id, Cohort.id.in_(_ids(asked))), asked)


def _assignments(session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    since = func.min(AssignmentRun.applied_at)
    query = (
        select(Assignment.id, Assignment.name, since)
        .join(Assigned, Assigned.assignment_id == Assignment.id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .where(Assigned.person_id == person.id, AssignmentRun.state == APPLIED, Assignment.id.in_(_ids(asked)))
    )
    return _found(session, query.group_by(Assignment.id, Assignment.name), asked)


def _curricula(session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    since = func.min(AssignmentRun.applied_at)
    mine = (Assigned.person_id == person.id, Assigned.state.in_((OPEN, COMPLETED)), AssignmentRun.state == APPLIED)
    have = (
        select(Assigned.curriculum_id, since.label("since"))
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .where(*mine, Assigned.curriculum_id.in_(_ids(asked)))
        .group_by(Assigned.curriculum_id)
        .subquery()
    )
    query = select(Curriculum.id, Curriculum.title, have.c.since).join(have, have.c.curriculum_id == Curriculum.id)
    return _found(session, query, asked)


def _found(session: Session, query: Any, asked: Collection[Asked]) -> dict[Asked, Inside]:
    rows = {id: Inside(_name(name), since) for id, name, since in session.execute(query)}
    return by_id(rows, asked)


def _name(name: str | dict[str, str]) -> str:
    return name if isinstance(name, str) else local(name)


def _ids(asked: Collection[Asked]) -> list[UUID]:
    return [each.id for each in asked if each.id is not None]


def _group_names(session: Session, organisation: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    ours = (PeopleGroup.organisation_id == organisation, PeopleGroup.id.in_(ids))
    return {row.id: row.name for row in session.execute(select(PeopleGroup.id, PeopleGroup.name).where(*ours))}


def _cohort_names(session: Session, organisation: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    ours = (Cohort.organisation_id == organisation, Cohort.id.in_(ids))
    return {row.id: row.name for row in session.execute(select(Cohort.id, Cohort.name).where(*ours))}


def _assignment_names(session: Session, organisation: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    ours = (Assignment.organisation_id == organisation, Assignment.id.in_(ids))
    return {row.id: row.name for row in session.execute(select(Assignment.id, Assignment.name).where(*ours))}


def _curriculum_names(session: Session, organisation: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    ours = (Curriculum.organisation_id == organisation, Curriculum.id.in_(ids))
    return {id: local(title) for id, title in session.execute(select(Curriculum.id, Curriculum.title).where(*ours))}
