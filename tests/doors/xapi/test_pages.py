"""The pages of record stores: administrators set up, test, switch and remove; everybody sees what concerns them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.partners.models import Delivery, Exchange
from lms.doors.xapi.models import XapiConnection
from lms.kernel.permissions import Role
from tests.doors.xapi.record_store import KEY, SECRET, Faulty, Ralph
from tests.doors.xapi.told import Teller
from tests.support.company import Browser, Company

pytestmark = pytest.mark.usefixtures("clock")
ALL = "/admin/doors/xapi"


def form(at: str, **changes: Any) -> dict[str, Any]:
    """Return what an administrator types."""
    usual = {"name": "Company LRS", "endpoint": at, "sign_in": "basic", "key": KEY, "secret": SECRET}
    usual |= {"kinds": ["module-begun", "module-completed"], "since": "2026-01-01"}
    return usual | changes


def rows(company: Company) -> list[XapiConnection]:
    """Return the company's connections."""
    with company.installation.database.reading() as session:
        mine = select(XapiConnection).where(XapiConnection.organisation_id == company.organisation.id)
        return list(session.scalars(mine))


@pytest.fixture
def admin(company: Company) -> Browser:
    """Return an administrator's browser."""
    return company.browser(company.person(Role.ADMIN))


def test_an_administrator_connects_tests_and_switches_on(admin: Browser, company: Company, ralph: Ralph) -> None:
    made = admin.post(f"{ALL}/new", form(f"{ralph.endpoint}/statements/"))
    (row,) = rows(company)
    assert (made.status_code, made.location) == (303, f"{ALL}/{row.id}")
    assert (row.endpoint, row.active, row.kinds) == (ralph.endpoint, False, ["module-begun", "module-completed"])
    admin.post(f"{ALL}/{row.id}/test")
    assert "It answers, and address, key and secret are right." in admin.get(f"{ALL}/{row.id}").text
    admin.post(f"{ALL}/{row.id}/activation")
    assert rows(company)[0].active
    teller = Teller(company, row.id)
    learner = teller.beginners(1)[0]
    teller.tell()
    assert len(ralph.stored(learner.person.id)) == 1
    overview = admin.get("/admin/doors").text
    assert "Company LRS" in overview
    assert "Answers" in admin.get(ALL).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret": "wrong"}, "It does not let us in"),
        ({"endpoint": "{ralph}/nowhere"}, "There is no LRS at this address"),
        ({"endpoint": "http://127.0.0.1:9/xAPI"}, "The connection was refused or broke off"),
        ({"endpoint": "https://10.0.0.1/xAPI"}, "leads into a private network"),
        ({"endpoint": "http://lrs.example.com/xAPI"}, "Only https:// on its usual port is called"),
    ],
)
def test_a_test_says_what_is_wrong(
    admin: Browser, company: Company, ralph: Ralph, change: dict[str, str], said: str
) -> None:
    changed = {name: value.format(ralph=ralph.endpoint) for name, value in change.items()}
    admin.post(f"{ALL}/new", form(ralph.endpoint, **changed))
    (row,) = rows(company)
    admin.post(f"{ALL}/{row.id}/test")
    assert said in unescape(admin.get(f"{ALL}/{row.id}").text)
    with company.installation.database.reading() as session:
        (noted,) = session.scalars(select(Exchange).where(Exchange.partner_id == row.id)).all()
    assert (noted.what, noted.outcome in ("failed", "refused")) == ("test", True)
    assert SECRET not in noted.told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"endpoint": "lrs.example.com"}, "Write it as https://lrs.example.com/xAPI."),
        ({"endpoint": "https://us:secret@lrs.example.com/xAPI"}, "Write it as https://lrs.example.com/xAPI."),
        ({"endpoint": "https://lrs.example.com/xAPI?x=1"}, "Write it as https://lrs.example.com/xAPI."),
        ({"endpoint": "https://lrs.example.com:0/xAPI"}, "Write it as https://lrs.example.com/xAPI."),
        ({"endpoint": "https://[::1/xAPI"}, "Write it as https://lrs.example.com/xAPI."),
        ({"key": ""}, "Copy the key from the LRS."),
        ({"key": "a:b"}, "A key holds no colon."),
        ({"secret": ""}, "Copy the secret from the LRS."),
        ({"secret": "nå"}, "A secret holds only letters"),
        ({"kinds": []}, "Choose at least one."),
        ({"since": ""}, "Choose a day."),
        ({"since": "1066-01-01"}, "Choose a day after"),
        ({"name": " "}, "Give it a name"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    admin: Browser, company: Company, change: dict[str, Any], said: str
) -> None:
    answered = admin.post(f"{ALL}/new", form("https://lrs.example.com/xAPI", **change))
    assert (answered.status_code, said in unescape(answered.text)) == (422, True)
    assert rows(company) == []


def test_a_secret_is_kept_sealed_and_shown_nowhere(admin: Browser, company: Company, ralph: Ralph) -> None:
    admin.post(f"{ALL}/new", form(ralph.endpoint))
    (row,) = rows(company)
    assert SECRET not in row.secret
    for page in (ALL, f"{ALL}/{row.id}", "/admin/doors", "/admin/doors/log"):
        assert SECRET not in admin.get(page).text
    admin.post(f"{ALL}/{row.id}", form(ralph.endpoint, secret="", name="Renamed"))
    (after,) = rows(company)
    assert (after.name, after.secret) == ("Renamed", row.secret)


def test_an_address_that_is_none_is_said_while_the_secret_stays(admin: Browser, company: Company, ralph: Ralph) -> None:
    admin.post(f"{ALL}/new", form(ralph.endpoint))
    changed = admin.post(f"{ALL}/{rows(company)[0].id}", form("https://[::1/xAPI", secret=""))
    assert (changed.status_code, "Write it as https://lrs.example.com/xAPI." in changed.text) == (422, True)


@pytest.mark.parametrize("change", [{"endpoint": "https://evil.example/xAPI"}, {"sign_in": "bearer"}])
def test_a_kept_secret_goes_to_nobody_it_was_not_given_for(
    admin: Browser, company: Company, ralph: Ralph, change: dict[str, str]
) -> None:
    admin.post(f"{ALL}/new", form(ralph.endpoint))
    (row,) = rows(company)
    changed = admin.post(f"{ALL}/{row.id}", form(ralph.endpoint, secret="", **change))
    assert (changed.status_code, "Type the secret in anew" in changed.text) == (422, True)
    assert rows(company)[0].endpoint == ralph.endpoint


def test_the_page_shows_a_statement_of_each_chosen_kind(admin: Browser, company: Company, ralph: Ralph) -> None:
    admin.post(f"{ALL}/new", form(ralph.endpoint))
    (row,) = rows(company)
    page = unescape(admin.get(f"{ALL}/{row.id}").text)
    verbs = re.findall(r"adlnet\.gov/expapi/verbs/(\w+)", page)
    assert verbs == ["initialized", "completed"]
    admin.post(f"{ALL}/{row.id}", form(ralph.endpoint, by_mail="y"))
    page = unescape(admin.get(f"{ALL}/{row.id}").text)
    assert '"mbox": "mailto:' in page


def test_removed_nothing_of_it_is_left(admin: Browser, company: Company, faulty: Faulty) -> None:
    teller = Teller.on(company, faulty.endpoint)
    teller.beginners(2)
    teller.find()
    assert admin.post(f"{ALL}/{teller.connection}/removal").location == ALL
    assert (rows(company), teller.deliveries()) == ([], [])
    teller.tell()
    assert faulty.batches == []


def test_nobody_but_administrators_and_no_other_companys(
    company: Company, other_company: Company, faulty: Faulty
) -> None:
    teller = Teller.on(company, faulty.endpoint)
    one = f"{ALL}/{teller.connection}"
    stranger = other_company.browser(other_company.person(Role.ADMIN))
    assert stranger.get(one).status_code == 404
    assert [stranger.post(f"{one}/{verb}").status_code for verb in ("test", "pause", "activation", "removal")] == [
        404
    ] * 4
    assert faulty.seen == []
    for role in (Role.LEARNER, Role.HR, Role.TRAINER):
        assert company.browser(company.person(role)).get(one).status_code == 403
    assert teller.row().active


def test_everybody_sees_who_is_told_what_of_them_and_how_much_was(company: Company, ralph: Ralph) -> None:
    teller = Teller.on(company, ralph.endpoint, kinds=["module-begun"], name="Records of the group")
    learner = teller.beginners(1)[0]
    before = unescape(learner.browser.get("/me").text)
    assert "Records of the group" in before
    assert "It knows you by an id" in before
    assert "Nothing has been sent about you yet." in before
    teller.tell()
    after = unescape(company.browser(learner.person).get("/me").text)
    assert re.search(r"Began a module</dt>\s*<dd[^>]*>1 time, last", after)
    own = company.browser(learner.person).get("/me/data.json").json
    assert [each["kind"] for each in own["delivery"]] == ["module-begun"]


def test_where_nothing_is_connected_the_page_says_nothing_of_it(company: Company) -> None:
    assert 'id="record-stores"' not in company.browser(company.person()).get("/me").text


def test_a_learners_page_makes_no_call(company: Company, faulty: Faulty) -> None:
    teller = Teller.on(company, faulty.endpoint)
    teller.graduate()
    assert faulty.seen == []
    with company.installation.database.reading() as session:
        waiting = session.scalars(select(Delivery).where(Delivery.partner_id == teller.connection)).all()
    assert list(waiting) == []
