"""Two companies, each with a shelf of its own, its people and one member's full visit, recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from lms.catalog.models import CalculatorVersion, Medium, Module, ModuleVersion, PageVersion, QuizVersion
from lms.doors.partners.models import REFUSED
from lms.kernel.ids import new_id
from lms.kernel.outbox import FAILED
from lms.kernel.permissions import Role
from lms.learning.assessing.models import Sitting
from lms.learning.drills.models import Play
from lms.learning.models import Attempt
from lms.people.operations import create_department
from tests.assigning.reminding.lived import want_and_remind
from tests.assigning.roster.lived import keep_and_change
from tests.doors.awarded import award
from tests.doors.lti import visited as platforms
from tests.doors.oidc import visited as single_sign_on
from tests.doors.partners.partnered import told_by_a_partner
from tests.doors.scim.lived import directory_token
from tests.doors.xapi.visited import NOWHERE, put_store
from tests.people.second_factor.lived import ways_in
from tests.practice.lived import EXERCISE, REFLECT, practise
from tests.studio.calculators.visited import ROOMS, put_tool, sendings
from tests.studio.calculators.visited import TOOL as DRAFT_TOOL
from tests.studio.drafts.lived import PAGE as DRAFT_PAGE
from tests.studio.drafts.lived import write_and_show
from tests.studio.packs.lived import look_and_adapt
from tests.studio.publishing.lived import order_and_read
from tests.studio.quizzes.visited import PICTURE as QUIZ_PICTURE
from tests.studio.quizzes.visited import ROOMS as QUIZ_ROOMS
from tests.studio.quizzes.visited import put_quiz
from tests.studio.quizzes.visited import sendings as asking
from tests.studio.translating.visited import ROOMS as WORDS_AND_PICTURES
from tests.studio.translating.visited import put_danish
from tests.studio.translating.visited import sendings as translating
from tests.support.assigned import given_to
from tests.support.company import MODULE, Company, answer
from tests.support.fact_shelf import fact_shelf
from tests.support.installation import Installation
from tests.support.mailed import told_by_mail
from tests.support.player import DRILL
from tests.support.player import NAME as DRILL_NAME
from tests.support.recaller import come_back
from tests.support.sitter import BLOCK as STATEMENTS
from tests.support.sitter import NAME as PROFILE
from tests.support.sitter import all_of
from tests.tools.journeys.lived import keep_way
from tests.web import visits_to_reports
from tests.web.asked import Asked
from tests.web.begun import QUIZ_BLOCK, QUIZ_PAGE

TOOL = "cost-of-churn"
CHURN_RANGE = {"shape": "triangular", "low": 0.01, "high": 0.6}
PROFILE_ID = "019ab5e2-7c41-7a52-8c36-2f9d4e6b1a07"
TOKENS = re.compile(r'(name="csrf[-_]token"[^>]*?(?:content|value)=")[^"]*')
BASES = re.compile(r'name="base" value="([0-9a-f]+)"')
Ids = dict[str, str]

LIBRARY = "/assign/curricula/library/taste"
"""A curriculum that comes with the library: everybody's, and what is begun from it is one company's."""
PAGE_ROOMS = (f"pages/{DRAFT_PAGE}/en", f"pages/{DRAFT_PAGE}/en/live", f"preview/{DRAFT_PAGE}")
"""The rooms of a draft's page: its editor, what stands beside it, its preview."""


class World:
    """One company. Its marker stands in every text it has; its ids hold no marker, so that an echo is no leak."""

    def __init__(self, installation: Installation) -> None:
        """Take people on, fill a private shelf, and let the member work."""
        self.company = Company(installation)
        self.marker = self.company.marker
        with installation.database.writing() as session:
            department = create_department(session, self.company.organisation, f"Department {self.marker}")
        every = (Role.HR, Role.TRAINER, Role.ADMIN)
        self.member = self.company.person(*every, department_id=department.id, job=f"Job {self.marker}")
        colleague = self.company.person(manager=self.member, department_id=department.id)
        self.browser = self.company.browser(self.member)
        kept = keep_and_change(self.company, self.member, f"View {self.marker}")
        self.ids: Ids = {"person": str(self.member.id), **private_shelf(installation, self.company)}
        self.ids |= {"colleague": str(colleague.id), "department": str(department.id)} | {
            "door_token": directory_token(self.company)
        }
        self.ids |= {"view": kept.view, "act": kept.act}
        slug = self.ids["slug"]
        self.browser.post(f"/learn/{slug}/{QUIZ_PAGE}/{QUIZ_BLOCK}/attempts")
        with installation.database.reading() as session:
            mine = select(Attempt.id).where(Attempt.person_id == self.member.id)
            self.ids["attempt"] = str(session.scalars(mine).one())
        self.browser.post(f"/learn/assessments/{self.ids['profile']}/sittings")
        with installation.database.reading() as session:
            sat = select(Sitting.id).where(Sitting.person_id == self.member.id)
            self.ids["sitting"] = str(session.scalars(sat).one())
        self.browser.post(f"/learn/drills/{self.ids['drill']}/plays")
        with installation.database.reading() as session:
            played = select(Play.id).where(Play.person_id == self.member.id)
            self.ids["play"] = str(session.scalars(played).one())
        returned = come_back(self.company, self.member, slug)
        self.ids |= {"card": str(returned.card), "module": str(returned.module)}
        lived = practise(self.company, self.member, self.marker, slug=slug)
        self.ids |= {"exercise": str(lived.exercise), "promise": str(lived.promise)}
        self.ids["certificate"] = award(self.company, self.member)
        self.ids["fact_tool"] = fact_shelf(self.company).churn
        way, self.ids["picture"] = keep_way(self.company, self.member, self.browser, f"Way {self.marker}")
        self.ids["way"] = way.removeprefix("/tools/")
        given = given_to(self.company, {"member": self.member})
        self.ids |= {"curriculum": str(given.curriculum), "assignment": str(given.assignment), "run": str(given.run)}
        self.ids |= {"assigned": str(given.rows["member"]), "sending": str(want_and_remind(self.company, self.member))}
        self.ids |= visits_to_reports.leave(self.company, self.member, self.ids["profile"])
        self.edition = self.ids.pop("edition")
        self.ids["delivery"] = str(told_by_a_partner(self.company, self.member, REFUSED))
        self.ids["mail"] = str(told_by_mail(self.company, self.member, f"Told {self.marker}", FAILED))
        written = write_and_show(self.company, self.member, f"Draft {self.marker}")
        put_tool(self.company, self.member, written.draft, f"Tool {self.marker}")
        put_quiz(self.company, self.member, written.draft, f"Quiz {self.marker}")
        self.ids |= {"draft": str(written.draft), "remark": str(written.comment), "review": str(written.link)} | {
            "term": str(put_danish(self.company, self.member, written.draft, f"Term {self.marker}"))
        }
        self.ids |= {
            "publication": str(order_and_read(self.company, self.member, written.draft)),
            **look_and_adapt(self.company, self.member).ids,
        }
        self.ids |= (
            ways_in(self.company, colleague)
            | ways_in(self.company, self.member)
            | {
                "note": str(new_id()),
                "store": str(put_store(self.company, f"Store {self.marker}")),
                **single_sign_on.ids_of(self.company, self.member),
                "platform": str(put := platforms.put_platform(self.company, f"Platform {self.marker}")),
                "tied": str(platforms.tie(self.company, self.member, f"Subject {self.marker}", put)),
            }
        )
        first = {"note": self.ids["note"], "text": f"First {self.marker}", "place": "start"}
        self.browser.post(f"/learn/{slug}/{QUIZ_PAGE}/notes", first)
        self.received = ""

    def visit(self) -> list[Asked]:
        """Return the member's visit: every room, everything typed, in order."""
        i = self.ids
        here = f"/learn/{i['slug']}"
        certificate = f"/me/certificates/{i['certificate']}"
        attempt, calculator = f"attempt:{i['attempt']}", f"calculator:{i['calculator']}"
        looks = [
            "/learn",
            here,
            f"{here}/{QUIZ_PAGE}",
            "/learn/notes",
            "/learn/notes.md",
            f"/learn/notes/{i['note']}",
            "/practice",
            f"/practice/exercises/{i['exercise']}",
            f"/practice/exercises/{i['exercise']}/photograph",
            f"/practice/promises/{i['promise']}",
            f"/tools/pictures/{i['picture']}",
            f"/tools/{i['way']}",
            "/tools",
            f"/tools/{i['tool']}",
            f"/media/{i['version']}/cover.svg",
            "/learn/assessments",
            f"/learn/assessments/{i['profile']}",
            f"/learn/sittings/{i['sitting']}",
            f"/learn/drills/{i['drill']}",
            f"/learn/plays/{i['play']}",
            f"{here}/certificate",
            "/me/certificates",
            certificate,
            f"{certificate}/da.pdf",
            "/me/calendar",
            f"/me/calendar/due/{i['assigned']}.ics",
            f"/me/calendar/meeting/{i['meeting']}.ics",
        ]
        rooms = [
            "/me",
            "/me/data.json",
            "/admin",
            "/assign",
            "/author",
            f"/author/modules/{i['slug']}",
            f"/author/modules/{i['slug']}/working",
            f"/author/modules/{i['slug']}/working.csv",
            "/session/token",
        ]
        return [
            *(Asked("GET", path) for path in (*looks, *rooms)),
            Asked("GET", "/assign/people", {"module": i["slug"], "q": "person"}),
            Asked("GET", "/assign/people", {"module": i["slug"], "show": "under-way", "after": "A", "id": i["person"]}),
            Asked("POST", f"{here}/enrolment", form={}),
            Asked("POST", f"{here}/edition", form={"edition": "2"}),
            Asked("POST", f"{here}/certificate", form={}),
            *(Asked("POST", f"{certificate}/{verb}", form={}) for verb in ("practice", "withdrawal", "reinstatement")),
            *(Asked("POST", f"/me/calendar{verb}", form={}) for verb in ("", "/removal")),
            Asked("POST", f"{here}/place", body={"page": QUIZ_PAGE, "block": QUIZ_BLOCK}),
            Asked("POST", f"{here}/{QUIZ_PAGE}/reading", form={}),
            Asked("POST", f"{here}/{QUIZ_PAGE}/{QUIZ_BLOCK}/attempts", form={}),
            Asked("POST", "/learn/answers", body=[answer(attempt, QUIZ_BLOCK, "customer-value", 4200)]),
            Asked("POST", "/learn/answers", body=[answer(calculator, "inputs", "customers", 4321)]),
            Asked("POST", "/learn/answers", body=[answer(calculator, "ranges", "churn_rate", CHURN_RANGE)]),
            Asked("GET", f"/tools/{i['tool']}/ranges"),
            Asked("GET", "/tools/uncertainty", {"tool": i["tool"]}),
            Asked("POST", f"/tools/{i['tool']}/ranges", form={"context": calculator, "seed": "3"}),
            Asked("POST", f"/tools/{i['tool']}/ranges", body={"context": calculator, "seed": "3"}),
            Asked("GET", "/learn/search", {"q": "customer", "in": "all"}),
            Asked("GET", "/author/search", {"q": "customer"}),
            Asked("POST", f"{here}/{QUIZ_PAGE}/usefulness", form={"answer": "partly"}),
            Asked("POST", f"{here}/{QUIZ_PAGE}/time", body={"seconds": 45}),
            Asked("POST", f"{here}/{QUIZ_PAGE}/notes", form={"text": f"A note {self.marker}", "place": "start"}),
            Asked("POST", f"/learn/notes/{i['note']}", form={"text": f"Changed {self.marker}", "revision": "1"}),
            Asked("POST", f"/learn/notes/{i['note']}/deletion", form={}),
            Asked("POST", f"/learn/notes/{i['note']}/restoration", form={}),
            *self._at_work(),
            *self._sitting(),
            *self._play(),
            *self._facts(),
            *self._recall(),
            *self._people(),
            *self._ways_in(),
            *visits_to_reports.visit(i, self.marker),
            *self._assigning(),
            *self._reminding(),
            *self._drafting(),
            Asked("POST", f"/tools/{i['tool']}", form={"input-customers": "9876"}),
            Asked("POST", f"/learn/attempts/{i['attempt']}/submission", form={"item-customer-value": "4200"}),
            Asked("POST", "/me/organisation", form={"person": i["person"]}),
        ]

    def _people(self) -> list[Asked]:
        """Return what the member does as HR with a colleague, a department, a view and an act on many."""
        i, everybody = self.ids, "/assign/people"
        one, place, view = f"{everybody}/{i['colleague']}", f"{everybody}/departments/{i['department']}", i["view"]
        ticked = {"kind": "location", "value": "Bergen", "person": i["colleague"]}
        return [
            Asked("GET", one),
            Asked("GET", f"{everybody}/departments"),
            Asked("GET", f"{everybody}/acts/{i['act']}"),
            Asked("GET", f"{everybody}/acts/new", ticked),
            Asked("POST", f"{one}/away", form={"away_from": "", "away_until": ""}),
            Asked("POST", place, form={"name": f"Department {self.marker}", "parent": ""}),
            Asked("POST", f"{everybody}/views/{view}", form={"view_name": f"View {self.marker}"}),
        ]

    def _ways_in(self) -> list[Asked]:
        """Return what the member does with their own ways in, and as an administrator with a colleague's."""
        mine, theirs = "/me/security", f"/admin/second-factor/people/{self.ids['colleague']}"
        passkey, browser = f"{mine}/passkeys/{self.ids['passkey']}", f"{mine}/trusted/{self.ids['browser']}"
        return [
            *(Asked("GET", path) for path in (mine, "/admin/second-factor", theirs)),
            Asked("POST", passkey, form={"name": f"Passkey {self.marker}"}),
            *(Asked("POST", path, form={}) for path in (f"{passkey}/removal", f"{browser}/removal", theirs)),
        ]

    def _sitting(self) -> list[Asked]:
        """Return what the member does with a self-assessment."""
        sitting = f"/learn/sittings/{self.ids['sitting']}"
        shown = {f"item-{item}": str(point) for item, point in all_of(4).items()}
        saved = [answer(f"sitting:{self.ids['sitting']}", STATEMENTS, "a1-1", 2)]
        return [
            Asked("POST", f"/learn/assessments/{self.ids['profile']}/sittings", form={}),
            Asked("POST", "/learn/answers", body=saved),
            Asked("POST", f"{sitting}/answers", form={"item-a1-2": "3"}),
            Asked("POST", f"{sitting}/closing", form=shown),
            Asked("POST", f"{sitting}/discarding", form={}),
        ]

    def _play(self) -> list[Asked]:
        """Return what the member does in a decision drill, to its end."""
        play = f"/learn/plays/{self.ids['play']}"
        return [
            Asked("POST", f"/learn/drills/{self.ids['drill']}/plays", form={}),
            Asked("POST", f"{play}/choices", form={"step": "1", "option": "cut-care"}),
            Asked("GET", f"{play}/choices/1"),
            Asked("POST", f"{play}/choices", form={"step": "2", "option": "hire-people"}),
            Asked("GET", play),
        ]

    def _recall(self) -> list[Asked]:
        """Return what the member does with the questions that come back."""
        question, stop = f"/learn/recall/{self.ids['card']}", f"/me/recall/{self.ids['module']}/stop"
        return [
            Asked("GET", "/learn/recall"),
            Asked("POST", f"{question}/answer", form={"unknown": "1"}),
            Asked("GET", question),
            Asked("GET", "/me/recall"),
            Asked("POST", stop, form={}),
            Asked("POST", f"{stop}/deletion", form={}),
            Asked("POST", "/me/recall/rests", form={"days": "7"}),
            Asked("POST", "/me/recall/rests/deletion", form={}),
        ]

    def _assigning(self) -> list[Asked]:
        """Return what the member does with what was given, to others as HR and to themselves."""
        i, say = self.ids, f"Said {self.marker}"
        every = "/assign/assignments"
        one, wish = f"{every}/{i['assignment']}", f"/learn/more-time/{i['assigned']}"
        form = {"curriculum": i["curriculum"], "people": i["person"], "name": say, "kind": "assigned"}
        return [
            *(Asked("GET", path) for path in (every, "/assign/exceptions", "/assign/wishes", wish)),
            *(Asked("GET", path) for path in (one, f"{one}/changes", f"{one}/preview", f"{one}/runs/{i['run']}")),
            Asked("GET", f"{every}/curricula/{i['curriculum']}"),
            *(Asked("GET", f"{LIBRARY}{page}") for page in ("", "/guide", "/letters")),
            Asked("POST", f"{LIBRARY}/drafts", form={}),
            Asked("GET", f"{every}/new", {"person": i["person"], "curriculum": i["curriculum"]}),
            Asked("POST", every, form=form | {"assigned_days": "30", "do": "save"}),
            Asked("POST", f"{one}/changes", form=form | {"assigned_days": "20", "do": "save"}),
            Asked("POST", f"{one}/runs", form={"revision": "2"}),
            Asked("POST", wish, form={"wanted": "2027-01-15", "reason": "project"}),
            Asked("POST", f"{wish}/withdrawal", form={}),
            Asked("POST", f"{one}/people", form={"row": i["assigned"], "days": "5", "do": "extend"}),
            Asked("POST", "/assign/exceptions", form={"anchor": "hire_date", f"day-{i['person']}": "2026-01-05"}),
            Asked("POST", f"{one}/runs/{i['run']}/undoing", form={}),
            Asked("POST", f"{one}/removal", form={}),
            Asked("POST", f"{one}/ending", form={}),
        ]

    def _reminding(self) -> list[Asked]:
        """Return what the member does with reminders: as HR with steps, mails and acts, and with their own mails."""
        i, every, log = self.ids, "/assign/reminders", "/assign/mail"
        own, hand = f"{every}/assignments/{i['assignment']}", f"{every}/by-hand"
        steps = {"before": "9", "escalation": "14", "weeks": "4", "rounds": "3"}
        words = {"subject": f"Said {self.marker}", "body": "{link}"}
        return [
            Asked("GET", every, {"person": i["colleague"]}),
            Asked("POST", f"{every}/steps", form=steps),
            Asked("GET", own),
            Asked("POST", own, form=steps),
            Asked("POST", f"{own}/removal", form={}),
            Asked("POST", f"{every}/texts/before/en", form=words | {"person": i["colleague"], "do": "try"}),
            Asked("POST", f"{every}/texts/before/en", form=words),
            Asked("GET", f"{every}/texts/before/en", {"person": i["colleague"]}),
            Asked("GET", hand, {"curriculum": i["curriculum"]}),
            Asked("GET", f"{hand}/{i['sending']}"),
            Asked("POST", f"{hand}/{i['sending']}/undoing", form={}),
            Asked("GET", log, {"person": i["colleague"]}),
            Asked("GET", log, {"assignment": i["assignment"]}),
            Asked("POST", f"{log}/{i['mail']}/tries", form={}),
            Asked("GET", "/admin/doors"),
            Asked("GET", "/admin/doors/log"),
            Asked("GET", "/admin/doors/scim"),
            Asked("POST", f"/admin/doors/scim/tokens/{i['door_token']}/revocation", form={}),
            Asked("POST", f"/admin/doors/log/{i['delivery']}", form={}),
            *self._record_stores(),
            *platforms.asked_of(i["platform"], i["tied"], self.marker),
            *single_sign_on.visits(i, self.marker),
            Asked("GET", "/me/mail"),
            Asked("GET", f"/me/mail/{i['mail']}"),
        ]

    def _record_stores(self) -> list[Asked]:
        """Return what the member does as administrator with a learning record store."""
        every = "/admin/doors/xapi"
        one = f"{every}/{self.ids['store']}"
        form = {"name": f"Store {self.marker}", "endpoint": NOWHERE, "sign_in": "basic", "key": "us"}
        form |= {"kinds": "module-begun", "since": "2026-01-01"}
        return [
            *(Asked("GET", each) for each in (every, f"{every}/new", one)),
            Asked("POST", one, form=form),
            *(Asked("POST", f"{one}/{verb}", form={}) for verb in ("test", "activation", "pause", "removal")),
        ]

    def _packing(self) -> list[Asked]:
        """Return what the member does with packs and offers as a trainer."""
        pack, offer = f"/author/packs/{self.ids['upload']}", f"/author/offers/{self.ids['adapted']}"
        return [
            *(Asked("GET", each) for each in ("/author/packs", "/author/offers", pack, offer)),
            Asked("GET", "/author/packs/outside-in.zip"),
            Asked("POST", f"{pack}/deletion", form={}),
        ]

    def _base(self, path: str) -> dict[str, str]:
        """Return the hidden box of the form at an address that says of which revision it was made."""
        page = self.browser.get(path)
        found = BASES.search(page.text) if page.status_code == 200 else None
        return {"base": found[1]} if found else {}

    def _drafting(self) -> list[Asked]:
        """Return what the member does with a draft as a trainer."""
        i, say = self.ids, f"Said {self.marker}"
        every = "/author/drafts"
        one = f"{every}/{i['draft']}"
        rooms = ("", "/problems", "/locks", "/history", "/history/1", "/comments", "/reviewers", "/publish", "/changes")
        slug, order = f"/author/modules/{i['slug']}", f"/author/publications/{i['publication']}"
        place = {"path": f"modules/a-draft/en/{DRAFT_PAGE}.md", "part": "added"}
        added = {**place, "base": "", "text": f"## Added {{#added}}\n\n{say}\n"}
        return [
            *self._packing(),
            Asked("GET", every),
            Asked("GET", f"{every}/new"),
            Asked("POST", f"{every}/new", form={"title": say, "language": "en"}),
            Asked("POST", f"/author/modules/{MODULE}/draft", form={"copy": "1"}),
            *(Asked("GET", one + room) for room in rooms),
            Asked("POST", f"{one}/save", body={"edits": [added]}),
            Asked("POST", f"{one}/locks", body=place),
            Asked("POST", one, form={"title:title.en": say}),
            Asked("POST", f"{one}/arrangement", form={"act": "add-entry:sources"}),
            Asked("POST", f"{one}/pages", form={"title": say}),
            Asked("POST", f"{one}/languages", form={"language": "da"}),
            Asked("GET", f"{one}/calculators"),
            Asked("POST", f"{one}/calculators", form={"skeleton": "empty", "title": say}),
            *(Asked("GET", f"{one}/calculators/{DRAFT_TOOL}{room}") for room in ROOMS),
            *(Asked("POST", f"{one}/calculators/{DRAFT_TOOL}{room}", form=form) for room, form in sendings(say)),
            *(Asked("GET", f"{one}/quizzes{room}") for room in QUIZ_ROOMS),
            *(
                Asked("POST", f"{one}/quizzes{room}", form=form | self._base(f"{one}/quizzes{room}"))
                for room, form in asking(say)
            ),
            Asked("GET", f"{one}/question-pictures/{QUIZ_PICTURE}"),
            *(Asked("GET", f"{one}/{room}") for room in PAGE_ROOMS),
            Asked("POST", f"{one}/{PAGE_ROOMS[2]}", form={"quiz": say}),
            Asked("POST", f"{one}/tried", body=[]),
            *(Asked("GET", f"{one}/{room}") for room in WORDS_AND_PICTURES),
            *(Asked("POST", f"{one}/{room}", form=form) for room, form in translating(say, "a-draft")),
            Asked("POST", f"{one}/glossary/removal", form={"term": i["term"]}),
            Asked("GET", "/author/media"),
            Asked("POST", f"{one}/comments", form={"text": say}),
            Asked("POST", f"{one}/comments/{i['remark']}/resolution", form={"resolved": "no"}),
            Asked("POST", f"{one}/reviewers", form={"days": "2"}),
            Asked("POST", f"{one}/reviewers/{i['review']}/end", form={}),
            Asked("POST", f"{one}/history/9/undo", form={}),
            Asked("POST", f"{one}/history/1/0/restoration", form={}),
            Asked("POST", f"{order}/cancellation", form={}),
            Asked("POST", f"{order}/seen", form={}),
            Asked("GET", f"{slug}/differences"),
            Asked("POST", f"{slug}/withdrawal", form={}),
            Asked("POST", f"{slug}/return", form={}),
            Asked("POST", f"/learn/{i['slug']}/news", form={}),
            Asked("POST", f"{one}/trash", form={}),
            Asked("POST", f"{one}/trash/end", form={}),
        ]

    def _facts(self) -> list[Asked]:
        """Return what the member does with their fact book, and with the figures of the company."""
        mine, ours = "/me/facts/customers", "/assign/facts/customers"
        approved = {"likely": "4750", "source": f"Accounts {self.marker}", "date": "2026-11-12"}
        return [
            Asked("GET", "/me/facts"),
            Asked("GET", "/assign/facts"),
            Asked("POST", mine, form={"likely": "4321", "source": "guess", "base": "0", "accepted": "1"}),
            Asked("POST", ours, form=approved),
            Asked("POST", f"{mine}/approval", form={"base": "1", "accepted": "1"}),
            Asked("POST", f"{mine}/removal", form={"base": "2", "accepted": "1"}),
            Asked("POST", f"{mine}/restoration", form={"base": "3", "revision": "1", "accepted": "1"}),
            Asked("POST", f"{ours}/withdrawal", form={}),
            Asked("POST", f"/tools/{self.ids['fact_tool']}/facts", form={"use": "customers"}),
        ]

    def _at_work(self) -> list[Asked]:
        """Return what the member does at work."""
        i, say = self.ids, f"Said {self.marker}"
        exercise, promise = f"/practice/exercises/{i['exercise']}", f"/practice/promises/{i['promise']}"
        promised = {"what": say, "whom": say, "day": "2026-12-11"}
        at = {"version": i["version"], "block": "my-promise"}
        return [
            Asked("POST", f"/practice/choices/{i['version']}/{EXERCISE}", form={}),
            Asked("POST", f"/practice/reflections/{i['version']}/{REFLECT}", form={"text": say}),
            Asked("POST", f"{exercise}/day", form={"day": "2026-12-04"}),
            Asked("POST", f"{exercise}/note", form={"text": say}),
            Asked("POST", f"{exercise}/completion", form={"text": say}),
            Asked("POST", f"{exercise}/reopening", form={}),
            Asked("POST", f"{exercise}/photograph/removal", form={}),
            Asked("POST", f"{exercise}/photograph/return", form={}),
            Asked("POST", f"/tools/{i['way']}/pictures/removal", form={"picture": i["picture"]}),
            Asked("POST", f"/tools/{i['way']}/pictures/return", form={"picture": i["picture"], "point": "0"}),
            Asked("POST", "/practice/promises", form=promised | at),
            Asked("POST", promise, form=promised),
            Asked("POST", f"{promise}/reports", form={"outcome": "kept", "why": say}),
        ]

    def ask(self, asked: Asked) -> TestResponse:
        """Send a request as the member, and keep what came back."""
        response = asked.send(self.browser)
        self.received += f"{response.headers}\n{response.get_data().decode('utf-8', 'replace')}\n"
        return response


def private_shelf(installation: Installation, company: Company) -> Ids:
    """Copy the shared module to a shelf that belongs to `company`, marked in every text; return its ids."""
    ids = {"slug": f"s{uuid4().hex}", "tool": f"t{uuid4().hex}", "calculator": str(uuid4()), "version": str(new_id())}
    ids |= {"profile": f"p{uuid4().hex}", "drill": f"d{uuid4().hex}"}
    module = new_id()
    with installation.database.writing() as session:
        shared = session.execute(
            select(ModuleVersion.id, ModuleVersion.module_id, CalculatorVersion.calculator_id)
            .join(Module, Module.id == ModuleVersion.module_id)
            .join(CalculatorVersion, CalculatorVersion.version_id == ModuleVersion.id)
            .where(Module.slug == MODULE, CalculatorVersion.name == TOOL)
        ).one()
        swaps = {
            str(shared.id): ids["version"],
            str(shared.module_id): str(module),
            str(shared.calculator_id): ids["calculator"],
            TOOL: ids["tool"],
            PROFILE: ids["profile"],
            PROFILE_ID: str(uuid4()),
            DRILL_NAME: ids["drill"],
            str(DRILL): str(uuid4()),
            MODULE: ids["slug"],
            "customer-lifetime-value": f"t{uuid4().hex}",
            '"en": "': f'"en": "{company.marker} ',
            "<p>": f"<p>{company.marker} ",
        }
        columns = Module.__table__.columns
        own = {"id": module, "slug": ids["slug"], "organisation_id": company.organisation.id, "major": 1, "position": 9}
        session.execute(insert(Module).values({c.name: own[c.name] for c in columns if c.name in own}))
        for model in (ModuleVersion, PageVersion, CalculatorVersion, QuizVersion, Medium):
            key = model.id if model is ModuleVersion else model.version_id  # type: ignore[attr-defined]
            for row in session.execute(select(*model.__table__.columns).where(key == shared.id)).mappings():
                session.execute(insert(model).values(_copied(dict(row), swaps, company)))
    return ids


def _copied(row: dict[str, Any], swaps: Mapping[str, str], company: Company) -> dict[str, Any]:
    fresh = row | {"id": new_id(), "organisation_id": company.organisation.id}
    for name, value in row.items():
        if name not in ("id", "organisation_id"):
            fresh[name] = _swapped(value, swaps)
    if "version_id" not in row:
        fresh["id"] = type(row["id"])(_swapped(str(row["id"]), swaps))
    return fresh


def _swapped(value: Any, swaps: Mapping[str, str]) -> Any:
    if isinstance(value, (bytes, int)) or value is None or hasattr(value, "tzinfo"):
        return value
    text = value if isinstance(value, str) else json.dumps(value if isinstance(value, (dict, list)) else str(value))
    for old, new in swaps.items():
        text = text.replace(old, new)
    if isinstance(value, str):
        return text
    return json.loads(text) if isinstance(value, (dict, list)) else type(value)(json.loads(text))


def normal(response: TestResponse, *values: str) -> tuple[int, str]:
    """Return status and body without what differs from request to request, and without the ids that were sent."""
    body = response.text.replace(response.headers["X-Request-Id"], "…")
    body = TOKENS.sub(r"\1…", body)
    for value in values:
        body = body.replace(value, "…")
    return response.status_code, body
