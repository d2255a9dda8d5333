"""What somebody who was launched meets beside the learner's rooms: the way into a window, the course, the way out."""

from __future__ import annotations

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.lti import connecting, courses, framing, giving
from lms.doors.lti.arriving import NO_COURSE
from lms.doors.lti.models import LtiContext, LtiUser, LtiVisit
from lms.kernel import audit
from lms.kernel.permissions import MEMBERS, NotFound, Role, allow
from lms.people import cookies, sessions
from lms.people.letting_in import Opened, let_in
from lms.people.sessions import IDLE, LAUNCHED, LONGEST
from lms.web import frames
from lms.web.context import actor, database, db, my, now, secret
from lms.web.forms import Confirmation
from lms.web.redirects import safe_next
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def nowhere() -> ResponseReturnValue:
    """Say that what an activity leads to is not there, and to an instructor how to choose something else."""
    here = signed_in_visitor().context_id
    teaches = (
        here is not None and my(LtiVisit).where(LtiVisit.context_id == here, LtiVisit.is_instructor.is_(True)).first()
    )
    target = request.args.get("target", "")[:300]
    given = giving.curriculum_of(db(), actor().organisation_id, target) if teaches else None
    return render_template("lti/nowhere.html", target=target, teaches=bool(teaches), curriculum=given)


@allow(*MEMBERS)
def context(context: UUID) -> ResponseReturnValue:
    """Show an instructor who came from their course and how far they are; only in a visit from just that course."""
    who = signed_in_visitor()
    if who.door != LAUNCHED or who.context_id != context:
        raise NotFound
    found = my(LtiContext).where(LtiContext.id == context, LtiContext.context != NO_COURSE).one_or_404()
    return render_template("lti/course.html", course=found, activities=courses.activities_of(db(), found))


@allow(Role.EVERYONE)
def window() -> ResponseReturnValue:
    """Go on with a visit in a window of its own, as long as it would have gone on in the frame, whose page of ours gave
    the pass along; another site's page gets nobody in with it."""
    with database().reading() as reading:
        found = connecting.visit_of(reading, secret(), request.form.get("pass", ""))
    if found is None:
        return render_template("lti/over.html"), 401
    person, context, begun, seen = found
    if now() - begun >= LONGEST or now() - seen >= IDLE:
        return render_template("lti/over.html"), 401
    with database().writing() as writing:
        token = sessions.open_session(writing, person, now(), door=LAUNCHED, context=context, begun=begun)
    return let_in(Opened(token, person), safe_next(request.form.get("next")), give=cookies.give_frame_session)


@allow(*MEMBERS)
def leave() -> ResponseReturnValue:
    """End this visit, and no other."""
    if not Confirmation().validate():
        abort(400)
    sessions.close_session(db(), cookies.session_token() or "")
    origins = str(session.get(framing.ORIGINS, ""))
    session.clear()
    response = current_app.make_response(render_template("lti/left.html"))
    if signed_in_visitor().door == LAUNCHED:
        frames.take(response, "frame")
        frames.may_be_held_by(response, origins.split())
    else:
        cookies.take_session(response)
    return response


@allow(*MEMBERS)
def connection(token: str) -> ResponseReturnValue:
    """Show what of a platform is to be connected with my account here."""
    if signed_in_visitor().door == LAUNCHED:
        abort(403)
    found, platform = connecting.offered(db(), secret(), actor(), token, now())
    return render_template("lti/connection.html", offer=found, platform=platform, token=token, form=Confirmation())


@allow(*MEMBERS)
def connect(token: str) -> ResponseReturnValue:
    """Connect it."""
    if signed_in_visitor().door == LAUNCHED:
        abort(403)
    if not Confirmation().validate():
        abort(400)
    found, platform = connecting.offered(db(), secret(), actor(), token, now())
    connecting.accept(db(), found, platform, actor(), now())
    audit.note(db(), actor(), "lti.connected", now(), subject=actor().person_id, detail=platform.name[:200])
    return render_template("lti/connected.html", platform=platform)


@allow(*MEMBERS)
def disconnect(tied: UUID) -> ResponseReturnValue:
    """End a connection of mine; the platform's visits end with it."""
    if signed_in_visitor().door == LAUNCHED:
        abort(403)
    if not Confirmation().validate():
        abort(400)
    connecting.untie(db(), my(LtiUser).where(LtiUser.id == tied).one_or_404())
    audit.note(db(), actor(), "lti.disconnected", now(), subject=actor().person_id)
    flash(_("The connection is ended. That platform no longer opens anything here in your name."))
    return redirect(url_for("people.me"), 303)
