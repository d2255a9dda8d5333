"""A person who has done everything there is to do, so that every table that can hold them does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.kernel import audit
from lms.kernel.ids import AccountId
from lms.kernel.permissions import Role
from lms.learning.models import Attempt
from lms.people import sessions
from lms.people.models import Account, Person
from tests.assigning.assignments.lived import given_a_curriculum
from tests.assigning.board.lived import enter_a_measure
from tests.assigning.cohorts.lived import belong
from tests.assigning.importing.lived import named_in_a_file
from tests.assigning.reminding.lived import want_and_remind
from tests.assigning.report_files.lived import keep_a_report
from tests.assigning.reports.lived import lead_a_counted_team
from tests.assigning.roster.lived import keep_and_change
from tests.doors.awarded import award
from tests.doors.host.lived import come_from_a_host
from tests.doors.lti.gradebook import learn_elsewhere
from tests.doors.lti.visited import tie
from tests.doors.oidc.visited import connect
from tests.doors.partners.partnered import told_by_a_partner
from tests.doors.scim.lived import known_to_a_directory
from tests.doors.subscribed import subscribe
from tests.people.second_factor.lived import protect
from tests.practice.lived import practise
from tests.studio.drafts.lived import write_and_show
from tests.studio.packs.lived import look_and_adapt
from tests.studio.publishing.lived import order_and_read
from tests.support.allowing import allow_much
from tests.support.company import MODULE, Browser, Company, answer
from tests.support.curriculum import change_one
from tests.support.grouping import put_in_a_group
from tests.support.mailed import told_by_mail
from tests.support.mended_pack import put_right
from tests.support.player import Player
from tests.support.recaller import come_back
from tests.support.sitter import Sitter, all_of
from tests.tools.journeys.lived import keep_picture
from tests.tools.scenarios.shared import share_both_ways

PAGE, BLOCK = "03-what-losing-them-costs", "quiz"
SECRET_NUMBER = 8_675_309


def words_of(company: Company, who: str) -> dict[str, Any]:
    """Return texts for each free field of a person, each of them a word that stands nowhere else."""
    fields = ("name", "job", "location", "cost_centre")
    return {field: f"{who}-{field}-{company.marker}" for field in fields}


def full_life(company: Company, who: str = "them", *, number: int = SECRET_NUMBER) -> tuple[Person, Browser]:
    """Take somebody on and let them learn, answer, calculate, be looked at, and sign in."""
    database, now = company.installation.database, company.installation.clock.now()
    words = words_of(company, who)
    looker = company.actor(company.person(Role.HR))
    person = company.person(name=words["name"], job=words["job"], hire_date=now.date())
    with database.writing() as session:
        kept = session.get(Person, person.id)
        account = session.get(Account, person.account_id)
        assert kept is not None
        assert account is not None
        kept.location, kept.cost_centre, kept.language = words["location"], words["cost_centre"], "da"
        account.language = "da"
        sessions.remember_device(session, AccountId(account.id), now)
        audit.note(session, looker, "person.opened", now, subject=person.id, detail="their page")
        audit.note(session, company.actor(kept), "group.opened", now, detail="by them")
    browser = company.browser(person)
    browser.post(f"/learn/{MODULE}/enrolment")
    browser.post(f"/learn/{MODULE}/01-why-loyalty-pays/reading")
    browser.post(f"/learn/{MODULE}/{PAGE}/{BLOCK}/attempts")
    with database.reading() as session:
        attempt = session.scalars(select(Attempt.id).where(Attempt.person_id == person.id)).one()
    context = f"attempt:{attempt}"
    browser.save(answer(context, BLOCK, "customer-value", number + 1), answer(context, BLOCK, "customer-value", 1))
    browser.send(f"/learn/{MODULE}/place", {"page": PAGE, "block": f"block-{who}-{company.marker}"})
    assert browser.post(f"/learn/{MODULE}/{PAGE}/usefulness", {"answer": "partly"}).status_code == 303
    written = {"text": f"note-{who}-{company.marker}", "place": "start"}
    assert browser.post(f"/learn/{MODULE}/{PAGE}/notes", written).status_code == 303
    assert browser.post("/tools/cost-of-churn", {"input-customers": str(number)}).status_code == 303
    award(company, person)
    learn_elsewhere(company, person)
    practise(company, person, f"sealed {number}")
    named_in_a_file(company, person, f"file-{who}-{company.marker}")
    keep_and_change(company, person, f"view-{who}-{company.marker}")
    Sitter(company, person, browser).sit(all_of(4))
    Player(company, person, browser).play("cut-care", "buy-it")
    share_both_ways(company, browser, person)
    keep_picture(company, person, f"sealed {number}")
    come_back(company, person, answered=number)
    for lived in (
        put_right,
        belong,
        allow_much,
        change_one,
        put_in_a_group,
        given_a_curriculum,
        protect,
        connect,
        known_to_a_directory,
        told_by_a_partner,
        come_from_a_host,
    ):
        lived(company, person)
    enter_a_measure(company, person)
    subscribe(company, person, browser)
    want_and_remind(company, person)
    keep_a_report(company, person, f"report-{who}-{company.marker}")
    lead_a_counted_team(company, person)
    told_by_mail(company, person, f"mail-{who}-{company.marker}")
    write_and_show(company, person, f"draft-{who}-{company.marker}")
    for lived in (order_and_read, look_and_adapt):
        lived(company, person)
    tie(company, person, f"platform-{who}-{company.marker}")
    return person, browser
