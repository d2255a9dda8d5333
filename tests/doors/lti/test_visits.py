"""What a visit from a platform may reach, where it leads, and in whose frame it may stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.lti.models import LtiContext, LtiUser
from lms.kernel.permissions import Role
from lms.people.models import Person
from lms.web.headers import POLICY
from tests.doors.lti.over_https import begin_in_frame, launch_over_https
from tests.doors.lti.platform import INSTRUCTOR
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import MODULE

PAGE = "03-what-losing-them-costs"
SHUT = (
    "/assign", "/assign/people", "/assign/reports", "/author", "/admin", "/admin/doors", "/admin/doors/lti",
    "/admin/audit", "/me/calendar", "/me/security",
)  # fmt: skip


def _become(connected: Connected, *roles: Role) -> None:
    with connected.company.installation.database.writing() as session:
        tied = session.scalars(select(LtiUser).where(LtiUser.platform_id == connected.row.id)).one()
        session.get_one(Person, tied.person_id).roles = frozenset({Role.LEARNER, *roles})


@pytest.mark.parametrize("role", [[INSTRUCTOR], ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]])
def test_a_launch_raises_nobody_whatever_they_are_here_or_there(connected: Connected, role: list[str]) -> None:
    connected.launch(roles=role)
    _become(connected, Role.HR, Role.TRAINER, Role.ADMIN)
    client = connected.client()
    assert connected.launch(client, roles=role).status_code == 303
    assert {path: client.get(path).status_code for path in SHUT} == dict.fromkeys(SHUT, 403)
    changing = {"name": "Taken over"}
    assert client.post("/admin", data=changing).status_code in (400, 403)
    assert client.post("/me/organisation", data={"person": "x"}).status_code in (400, 403)
    assert client.get("/learn").status_code == 200


def test_a_visit_s_token_under_another_cookie_s_name_opens_no_more(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    _become(connected, Role.ADMIN)
    kept = next(c.value for c in client._cookies.values() if c.key == "lms_frame")  # type: ignore[attr-defined]
    other = connected.client()
    other.set_cookie("lms_session", kept)
    assert other.get("/admin").status_code == 403
    assert other.get("/me/calendar").status_code == 403
    assert other.get("/learn").status_code == 200


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("", "/learn"),
        ("home", "/learn"),
        (f"module:{MODULE}", f"/learn/{MODULE}"),
        (f"page:{MODULE}/{PAGE}", f"/learn/{MODULE}/{PAGE}"),
        (f"quiz:{MODULE}/{PAGE}/quiz", f"/learn/{MODULE}/{PAGE}#quiz"),
        ("module:no-such", "/lti/nowhere?target=module:no-such"),
        (f"page:{MODULE}/no-such", f"/lti/nowhere?target=page:{MODULE}/no-such"),
        ("curriculum:x", "/lti/nowhere?target=curriculum:x"),
        ("https://elsewhere.example", "/lti/nowhere?target=https://elsewhere.example"),
        ("module:", "/lti/nowhere?target=module:"),
    ],
)
def test_an_activity_leads_where_its_parameter_says(connected: Connected, target: str, path: str) -> None:
    answer = connected.launch(custom={"target": target})
    assert (answer.status_code, answer.location) == (303, path)


def test_what_is_not_there_is_said_to_a_learner_and_explained_to_an_instructor(connected: Connected) -> None:
    for role, told in (([INSTRUCTOR], True), (None, False)):
        client = connected.client()
        claims: dict[str, Any] = {"roles": role} if role else {}
        answer = connected.launch(client, sub=str(role), email=None, custom={"target": "module:gone"}, **claims)
        page = client.get(answer.location)
        assert page.status_code == 200
        assert ("What to choose instead" in page.text) is told
        assert "leads nowhere yet" in page.text


def test_a_page_stands_in_its_own_platform_s_frame_and_in_no_other(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    policy = client.get("/learn").headers["Content-Security-Policy"]
    ancestors = re.search(r"frame-ancestors ([^;]+)", policy)
    assert ancestors is not None
    assert ancestors[1].split() == ["'self'", connected.platform.issuer, connected.platform.url("")]
    assert policy.replace(ancestors[0], "frame-ancestors 'none'") == POLICY
    own = connected.company.browser(connected.company.person())
    for path in ("/learn", "/sign-in", "/healthz"):
        assert "frame-ancestors 'none'" in own.get(path).headers["Content-Security-Policy"]


def test_a_return_address_cannot_write_into_the_policy(connected: Connected) -> None:
    client = connected.client()
    crooked = "https://x.example; script-src *"
    connected.launch(client, launch_presentation={"return_url": crooked})
    assert "script-src *" not in client.get("/learn").headers["Content-Security-Policy"]


def test_forms_work_in_a_visit_and_need_their_token(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get(f"/learn/{MODULE}").text)
    assert token is not None
    path = f"/learn/{MODULE}/enrolment"
    assert client.post(path).status_code == 400
    foreign = client.post(path, data={"csrf_token": token[1]}, headers={"Origin": "https://platform.example"})
    assert foreign.status_code == 403
    assert client.post(path, data={"csrf_token": token[1]}).status_code == 303


def test_over_https_the_cookies_of_a_visit_are_partitioned_and_those_of_a_window_are_not(connected: Connected) -> None:
    kept = launch_over_https(connected)
    for name in ("__Host-lms_frame", "__Host-lms_frame_form"):
        assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= kept[name], name
    assert not any(name.startswith("__Host-lms_session") and "Max-Age=0" not in kept[name] for name in kept)


def test_over_https_a_frame_that_keeps_no_cookie_is_found_out_before_the_platform_is_asked(
    connected: Connected,
) -> None:
    tried, kept = begin_in_frame(connected, keeps=True)
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= set(tried.split("; "))
    assert (kept.status_code, kept.location.partition("?")[0]) == (302, connected.platform.url("/auth"))
    _tried, lost = begin_in_frame(connected, keeps=False)
    cookies = " ".join(lost.headers.getlist("Set-Cookie"))
    assert (lost.status_code, "lms_lti" in cookies) == (200, False)
    assert "lti_message_hint=once" in lost.text
    assert connected.platform.url("") in lost.headers["Content-Security-Policy"]


def test_a_page_in_a_frame_has_a_slim_bar_and_in_a_window_the_usual_one(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    framed = client.get("/learn", headers={"Sec-Fetch-Dest": "iframe"}).text
    window = client.get("/learn", headers={"Sec-Fetch-Dest": "document"}).text
    assert ("frame-bar" in framed, 'class="rooms"' in framed) == (True, False)
    assert ("frame-bar" in window, 'class="rooms"' in window) == (False, True)
    own = connected.company.browser(connected.company.person())
    assert "frame-bar" not in own.get("/learn", headers={"Sec-Fetch-Dest": "iframe"}).text


def test_when_a_visit_is_over_the_frame_says_so(connected: Connected, clock: Any) -> None:
    client = connected.client()
    connected.launch(client)
    clock.forward(minutes=61)
    page = client.get("/learn")
    assert (page.status_code, "This visit is over" in page.text) == (401, True)
    assert connected.platform.issuer in page.headers["Content-Security-Policy"]


def test_an_instructor_sees_who_came_from_the_course_and_how_far(connected: Connected) -> None:
    target = f"{LAUNCH}?target=module:{MODULE}"
    learner, teacher = connected.client(), connected.client()
    connected.launch(learner, target=target)
    token = re.search(r'name="csrf-token" content="([^"]+)"', learner.get(f"/learn/{MODULE}").text)
    assert token is not None
    learner.post(f"/learn/{MODULE}/enrolment", data={"csrf_token": token[1]})
    connected.launch(teacher, target=target, sub="teacher", email=None, name="Tina Teacher", roles=[INSTRUCTOR])
    with connected.company.installation.database.reading() as session:
        course = session.scalars(select(LtiContext).where(LtiContext.platform_id == connected.row.id)).one()
    page = teacher.get(f"/lti/contexts/{course.id}")
    assert page.status_code == 200
    assert "Mia Platform" in page.text
    assert re.search(r"0 of \d+ pages", page.text)
    assert "Tina Teacher" not in page.text.split("<main", 1)[1]
    assert learner.get(f"/lti/contexts/{course.id}").status_code == 404


def test_a_course_is_seen_only_in_a_visit_from_it(connected: Connected) -> None:
    teacher = connected.client()
    connected.launch(teacher, roles=[INSTRUCTOR])
    with connected.company.installation.database.reading() as session:
        first = session.scalars(select(LtiContext).where(LtiContext.platform_id == connected.row.id)).one()
    assert teacher.get(f"/lti/contexts/{first.id}").status_code == 200
    connected.launch(teacher, roles=[INSTRUCTOR], context={"id": "course-2"})
    assert teacher.get(f"/lti/contexts/{first.id}").status_code == 404
    back = connected.client()
    connected.launch(back)  # a learner of the first course by now
    assert back.get(f"/lti/contexts/{first.id}").status_code == 404


def test_without_a_course_nobody_is_an_instructor_of_one(connected: Connected) -> None:
    teacher = connected.client()
    connected.launch(teacher, roles=[INSTRUCTOR], context=None)
    with connected.company.installation.database.reading() as session:
        none = session.scalars(select(LtiContext).where(LtiContext.platform_id == connected.row.id)).one()
    assert teacher.get(f"/lti/contexts/{none.id}").status_code == 404
