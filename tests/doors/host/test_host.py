"""Inside another application that knows who is there: let in, looked at anew each time, or sent to its sign-in."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from lms.app import create_app
from lms.doors.host import entering
from lms.doors.host.models import HostIdentity
from lms.kernel.addresses import is_reachable
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Account, Person, SignIn
from lms.people.operations import deactivate
from lms.plugins import Host, HostUser
from tests.support.company import MODULE, TOKEN, Company

PREFIX = "/academy"
ADDRESS = re.compile(r'(?:href|src|action|data-[a-z-]+|value)="(/[^"]*)"')
APPS: dict[str, Flask] = {}
"""One application on each database of this test process: making one takes longer than any test here."""
ANNA = HostUser("anna", "anna@coffee.example", "Anna Barista")


@dataclass
class Intranet:
    """A host: who is signed in there, and a browser on it."""

    company: Company
    user: HostUser | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Mount ours below the host's prefix."""

        def signed_in(request: Request) -> HostUser | None:
            self.asked.append(request.path)
            return self.user

        there = self.company.installation
        usual: dict[str, Any] = {"sign_in": "/intranet/sign-in?next={next}", "sign_out": "/intranet/left"}
        usual |= {"creates_people": True, "organisation": self.company.organisation.slug}
        host = Host(signed_in=signed_in, **{**usual, **self.settings})
        app = APPS.get(there.config.database_url)
        if app is None:
            app = create_app(there.config, clock=there.clock, database=there.database, host=host)
            APPS[there.config.database_url] = app
        app.extensions[entering.KEY] = host
        self.client = Client(DispatcherMiddleware(Response("the host", status=404), {PREFIX: app}))

    def get(self, path: str, **how: Any) -> TestResponse:
        """Open a page of ours, following where it leads as long as that is ours."""
        answer = self.client.get(PREFIX + path, **how)
        for _ in range(5):
            if answer.status_code not in (302, 303) or not str(answer.location).startswith(PREFIX):
                break
            answer = self.client.get(answer.location, **how)
        return answer

    def post(self, path: str, data: dict[str, str] | None = None) -> TestResponse:
        """Send a form of ours."""
        found = TOKEN.search(self.get("/me").text)
        assert found is not None
        return self.client.post(PREFIX + path, data={"csrf_token": found[1], **(data or {})})

    def people(self) -> list[Person]:
        """Return the company's people."""
        with self.company.installation.database.reading() as session:
            mine = select(Person).where(Person.organisation_id == self.company.organisation.id)
            return list(session.scalars(mine))


@pytest.fixture
def intranet(company: Company, clock: object) -> Callable[..., Intranet]:
    """Return a maker of hosts."""
    return lambda user=None, **settings: Intranet(company, user, settings)


def unique(company: Company, user: HostUser = ANNA) -> HostUser:
    """Return somebody whose address nobody else has."""
    return HostUser(user.subject, f"anna@{company.marker}.example", user.name, user.roles)


def test_who_is_signed_in_at_the_host_is_at_once_where_they_wanted_to_go(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    there = intranet(unique(company))
    page = there.get(f"/learn/{MODULE}")
    assert (page.status_code, "<h1" in page.text) == (200, True)
    assert page.request.path == f"{PREFIX}/learn/{MODULE}"
    (anna,) = there.people()
    assert (anna.name, anna.roles) == ("Anna Barista", frozenset({Role.LEARNER}))
    there.get("/learn")
    assert len(there.people()) == 1


def test_who_is_not_is_sent_to_the_hosts_sign_in_and_told_where_to_come_back(
    intranet: Callable[..., Intranet],
) -> None:
    answer = intranet().get(f"/learn/{MODULE}?a=1")
    assert answer.status_code == 302
    assert answer.location == f"/intranet/sign-in?next=%2Facademy%2Flearn%2F{MODULE}%3Fa%3D1"


@pytest.mark.parametrize("way", ["/sign-in", "/sign-in/second", "/sign-in/company", "/sign-in/passkey"])
def test_our_own_ways_in_are_closed(intranet: Callable[..., Intranet], way: str) -> None:
    assert str(intranet().client.get(PREFIX + way).location).startswith("/intranet/sign-in?next=")


def test_a_password_opens_nothing_while_there_is_a_host(intranet: Callable[..., Intranet], company: Company) -> None:
    person, there = company.person(), intranet()
    sent = {"email": person.email, "password": "correct horse battery"}
    answer = there.client.post(f"{PREFIX}/sign-in", data=sent)
    assert (answer.status_code, str(answer.location).startswith("/intranet/sign-in")) == (303, True)
    with company.installation.database.reading() as session:
        assert session.scalars(select(SignIn).where(SignIn.person_id == person.id)).all() == []


def test_who_signs_out_at_the_host_is_out_here_with_the_next_request(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    there = intranet(unique(company))
    there.get("/learn")
    there.user = None
    assert str(there.get("/me").location).startswith("/intranet/sign-in")
    with company.installation.database.reading() as session:
        anna = session.scalars(select(Person).where(Person.organisation_id == company.organisation.id)).one()
        assert session.scalars(select(SignIn).where(SignIn.person_id == anna.id)).all() == []


def test_an_answer_sent_after_that_is_not_taken(intranet: Callable[..., Intranet], company: Company) -> None:
    there = intranet(unique(company))
    token = TOKEN.search(there.get("/learn").text)
    assert token is not None
    there.user = None
    sent = there.client.post(f"{PREFIX}/learn/answers", json=[], headers={"X-CSRFToken": token[1]})
    assert (sent.status_code, sent.json) == (401, {"error": "signed-out"})


def test_somebody_else_at_the_same_browser_is_somebody_else_here(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    there = intranet(unique(company))
    assert "Anna Barista" in there.get("/me").text
    there.user = HostUser("hugo", f"hugo@{company.marker}.example", "Hugo Personnel")
    page = there.get("/me").text
    assert ("Hugo Personnel" in page, "Anna Barista" in page) == (True, False)


def test_signing_out_here_leads_to_the_hosts_page(intranet: Callable[..., Intranet], company: Company) -> None:
    there = intranet(unique(company))
    answer = there.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/intranet/left")


def test_only_who_is_known_gets_in_where_nobody_is_taken_on(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    there = intranet(unique(company), creates_people=False)
    refused = there.get("/learn")
    assert (refused.status_code, "Nobody has added you here yet." in refused.text) == (403, True)
    assert there.people() == []


def test_who_was_added_is_found_by_address_only_where_the_host_vouches_for_it(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    person = company.person()
    user = HostUser("somebody", person.email, "Another name")
    unknown = intranet(user, creates_people=False)
    assert unknown.get("/learn").status_code == 403
    there = intranet(user, creates_people=False, knows_by_mail=True)
    assert there.get("/learn").status_code == 200
    with company.installation.database.reading() as session:
        known = session.scalars(select(HostIdentity).where(HostIdentity.person_id == person.id)).one()
    assert known.subject == "somebody"
    there.user = HostUser("an impostor", person.email, "Another name")
    assert there.get("/learn").status_code == 403  # one person, one subject


def test_an_account_that_somebody_has_already_is_never_opened(
    intranet: Callable[..., Intranet], company: Company, other_company: Company
) -> None:
    stranger = other_company.person(Role.ADMIN)
    there = intranet(HostUser("x", stranger.email, "Some Body"))
    assert there.get("/learn").status_code == 200
    (made,) = there.people()
    with company.installation.database.reading() as session:
        account = session.get_one(Account, made.account_id)
    assert (made.account_id != stranger.account_id, is_reachable(account.email)) == (True, False)


def test_who_was_ended_here_stays_out_whatever_the_host_says(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    there = intranet(unique(company))
    there.get("/learn")
    with company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, there.people()[0].id))
    refused = there.get("/learn")
    assert (refused.status_code, "Your access here was ended." in refused.text) == (403, True)


def test_roles_come_from_the_host_only_where_it_says_so(intranet: Callable[..., Intranet], company: Company) -> None:
    user = HostUser("hugo", f"hugo@{company.marker}.example", "Hugo", frozenset({"personnel", "root"}))
    there = intranet(user)
    there.get("/learn")
    assert there.people()[0].roles == frozenset({Role.LEARNER})
    there = intranet(user, roles={"personnel": "hr"})
    assert there.get("/assign").status_code == 200
    assert there.people()[0].roles == frozenset({Role.LEARNER, Role.HR})
    there.user = HostUser(user.subject, user.email, user.name)  # personnel no longer, with the next request
    assert there.get("/assign").status_code == 403
    assert there.people()[0].roles == frozenset({Role.LEARNER})


def test_roles_the_host_gives_and_takes_are_written_down_once_each(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    user = HostUser("hugo", f"hugo@{company.marker}.example", "Hugo", frozenset({"personnel"}))
    there = intranet(user, roles={"personnel": "hr", "teach": "trainer"})
    there.get("/assign")
    there.client.delete_cookie("lms_session")
    there.get("/assign")  # in again with the same roles: no change
    there.user = HostUser(user.subject, user.email, user.name, frozenset({"teach"}))
    page = there.get("/me/looked")
    with company.installation.database.reading() as session:
        mine = select(AuditEntry).where(AuditEntry.organisation_id == company.organisation.id)
        noted = session.scalars(mine.where(AuditEntry.action == "person.roles").order_by(AuditEntry.id)).all()
        (hugo,) = there.people()
    assert [(each.subject_id, each.actor_id, each.capacity, each.detail) for each in noted] == [
        (hugo.id, None, "host", "+hr"),
        (hugo.id, None, "host", "+trainer, -hr"),
    ]
    assert "the application around this one" in page.text


def test_a_sign_in_that_is_refused_changes_and_notes_nothing(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    person = company.person()
    with company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, person.id))
    user = HostUser("x", person.email, "X", frozenset({"all"}))
    assert intranet(user, knows_by_mail=True, roles={"all": "admin"}).get("/learn").status_code == 403
    with company.installation.database.reading() as session:
        noted = select(AuditEntry).where(AuditEntry.subject_id == person.id, AuditEntry.action == "person.roles")
        assert (session.scalars(noted).all(), session.get_one(Person, person.id).roles) == ([], {Role.LEARNER})


@pytest.mark.parametrize("user", [HostUser("", "a@b.example", "A"), HostUser("x", "no address", "A")])
def test_what_cannot_be_used_is_said(intranet: Callable[..., Intranet], user: HostUser) -> None:
    refused = intranet(user).get("/learn")
    assert (refused.status_code, "it needs an id and an e-mail address" in refused.text) == (403, True)


def test_a_host_that_names_no_organisation_of_ours_lets_nobody_in(intranet: Callable[..., Intranet]) -> None:
    assert intranet(ANNA, organisation="nowhere").get("/learn").status_code == 500


def test_without_a_host_nothing_of_it_is_there(company: Company) -> None:
    """The negative control: the same browser without a host meets our own sign-in."""
    answer = company.installation.app.test_client().get("/learn")
    assert urlsplit(answer.location).path == "/sign-in"


def test_every_address_on_every_page_stays_below_the_prefix(
    intranet: Callable[..., Intranet], company: Company
) -> None:
    """Walk through all that is linked, as somebody with every role, and look at every address on each page."""
    roles = {"all": "hr", "of": "trainer", "them": "admin"}
    user = HostUser("anna", f"anna@{company.marker}.example", "Anna", frozenset(roles))
    there = intranet(user, roles=roles)
    waiting, seen, outside = deque(["/learn"]), {"/learn"}, set()
    while waiting and len(seen) < 150:
        path = waiting.popleft()
        page = there.get(path)
        assert page.status_code < 500, path
        if page.mimetype != "text/html":
            continue
        for address in ADDRESS.findall(page.text):
            if address == PREFIX or address.startswith(f"{PREFIX}/"):
                inner = address.removeprefix(PREFIX).partition("#")[0].replace("&amp;", "&")
                bare = inner.partition("?")[0]
                if bare not in seen and not bare.startswith(("/static", "/media")) and "." not in bare:
                    seen.add(bare)
                    waiting.append(bare)
            elif not address.startswith("/intranet"):
                outside.add((path, address))
    assert not outside, sorted(outside)[:20]
    assert len(seen) > 60
