"""My mails: what came and why, the day of the weekly one, and the way out of a kind by one click."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from lms.assigning.reminding import settings
from lms.assigning.reminding.calendars import AT_ONCE
from lms.assigning.reminding.models import MailWish, Reminder
from lms.assigning.reminding.settings import Wish
from lms.kernel import unsubscribing
from lms.kernel.ids import new_id
from lms.kernel.outbox import SENT, Mail
from lms.kernel.permissions import Role
from lms.kernel.post import Post
from lms.people.models import Person
from tests.support.assigned import given_to
from tests.support.company import Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.installations import KEY
from tests.support.mailed import told_by_mail

OWN = "/me/mail"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def _wish(company: Company, person: Person) -> Wish:
    with company.installation.database.reading() as session:
        return settings.wish_of(session, person.id)


def _way_out(person: Person, kind: str) -> str:
    return f"/unsubscribe/{unsubscribing.token(KEY.encode(), person.id, kind)}"


def _reminded(company: Company, person: Person) -> UUID:
    """Let somebody have had a mail with the step three days before; return the mail."""
    given = given_to(company, {"them": person})
    mail, letter = told_by_mail(company, person, "It is due soon", SENT), new_id()
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == mail).values(kind="reminder", key=str(letter), about=letter))
        of = {"organisation_id": company.organisation.id, "person_id": person.id, "assigned_id": given.rows["them"]}
        said = {"step": "before-3", "days": 3, "occasion": "2026-12-15", "due": date(2026, 12, 15)}
        session.add(Reminder(**of, **said, on=date(2026, 12, 12), letter=letter, planned_at=now))
    return mail


def test_i_see_my_mails_and_why_each_came_and_nobody_elses(company: Company) -> None:
    ann, bo = company.person(name="Ann Andersen"), company.person()
    mail = _reminded(company, ann)
    told_by_mail(company, bo, "Not for Ann")
    page = company.browser(ann).get(OWN).text
    assert "It is due soon" in page
    assert f"“Curriculum {company.marker}” was open for you: due 15 December, 3 days before." in page
    assert "Not for Ann" not in page
    one = company.browser(ann).get(f"{OWN}/{mail}").text
    assert "It is due soon.\n" in one
    assert "3 days before" in one


def test_another_persons_mail_is_not_there_not_even_for_hr(company: Company) -> None:
    mail = told_by_mail(company, company.person(), "Hers alone")
    for role in (Role.LEARNER, Role.HR, Role.ADMIN):
        assert company.browser(company.person(role)).get(f"{OWN}/{mail}").status_code == 404


def test_i_choose_the_day_of_my_weekly_mail_and_end_what_can_be_ended(company: Company) -> None:
    ann = company.person()
    browser = company.browser(ann)
    form = form_to(browser.get(OWN).text, OWN)
    assert form.values["digest_day"] == "all"
    assert browser.post(OWN, {"digest_day": "3", "wanted": ["recall"]}).status_code == 303
    assert _wish(company, ann) == Wish(3, frozenset({"nudge", "report"}))
    browser.post(OWN, {"digest_day": str(AT_ONCE), "wanted": ["recall", "nudge", "report"]})
    assert _wish(company, ann) == Wish(AT_ONCE, frozenset())


@pytest.mark.parametrize("typed", [{"digest_day": "9"}, {"digest_day": "all", "wanted": ["reminder"]}, {}])
def test_what_cannot_be_chosen_is_refused_and_nothing_is_kept(typed: dict[str, object], company: Company) -> None:
    ann = company.person()
    assert company.browser(ann).post(OWN, typed).status_code == 422
    assert _wish(company, ann) == Wish()


def test_one_click_from_a_mailbox_ends_the_kind_without_signing_in(company: Company) -> None:
    ann = company.person()
    client = company.anonymous().client
    answer = client.post(_way_out(ann, "recall"), data=ONE_CLICK)
    assert answer.status_code == 200
    assert _wish(company, ann).ended == {"recall"}
    client.post(_way_out(ann, "recall"), data=ONE_CLICK)
    client.post(_way_out(ann, "nudge"), data=ONE_CLICK)
    assert _wish(company, ann).ended == {"recall", "nudge"}


def test_it_leaves_the_day_that_was_chosen(company: Company) -> None:
    ann = company.person()
    company.browser(ann).post(OWN, {"digest_day": "4", "wanted": ["recall", "nudge", "report"]})
    company.anonymous().client.post(_way_out(ann, "report"), data=ONE_CLICK)
    assert _wish(company, ann) == Wish(4, frozenset({"report"}))


def test_looking_ends_nothing_and_the_button_does(company: Company) -> None:
    ann, browser = company.person(), company.anonymous()
    page = browser.get(_way_out(ann, "recall"))
    assert page.status_code == 200
    assert _wish(company, ann) == Wish()
    form = form_to(page.text, "/unsubscribe/")
    assert browser.client.post(form.action, data=form.values).status_code == 200
    assert _wish(company, ann).ended == {"recall"}


def test_what_is_mandatory_cannot_be_ended_by_any_token(company: Company) -> None:
    ann = company.person()
    for kind in ("invitation", "reminder", "digest", "escalation"):
        assert company.anonymous().client.post(_way_out(ann, kind), data=ONE_CLICK).status_code == 200
    assert _wish(company, ann) == Wish()


def test_an_unknown_token_gets_the_same_page_and_stores_nothing(company: Company, installation: Installation) -> None:
    ann, client = company.person(), company.anonymous().client
    known = client.post(_way_out(ann, "recall"), data=ONE_CLICK).data
    with installation.database.reading() as session:
        before = session.scalars(select(MailWish.person_id)).all()
    forged = unsubscribing.token(b"another key", ann.id, "nudge")
    nobody = unsubscribing.token(KEY.encode(), uuid4(), "recall")
    for token in (forged, nobody, "x", "%C3%A6", "A" * 5_000, _way_out(ann, "nudge").rpartition("/")[2][:-4]):
        answer = client.post(f"/unsubscribe/{token}", data=ONE_CLICK)
        assert answer.status_code == 200
        assert _plain(answer.data) == _plain(known)
    with installation.database.reading() as session:
        assert session.scalars(select(MailWish.person_id)).all() == before


def _plain(page: bytes) -> bytes:
    """Return a page without what differs from one showing to the next: tokens of forms, its own address."""
    lines = page.splitlines()
    return b"\n".join(line for line in lines if b"csrf" not in line and b'name="next"' not in line)


def test_without_its_word_or_a_token_of_a_form_nothing_is_ended(company: Company) -> None:
    ann, client = company.person(), company.anonymous().client
    for sent in ({}, {"List-Unsubscribe": "Other"}, {"csrf_token": "made up"}):
        assert client.post(_way_out(ann, "recall"), data=sent).status_code == 400
    foreign = client.post(_way_out(ann, "recall"), data=ONE_CLICK, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert _wish(company, ann) == Wish()


def test_a_mail_that_can_be_ended_carries_its_way_out_whole_and_the_others_none(
    company: Company, installation: Installation
) -> None:
    ann, post = company.person(), Post.of(installation.config)
    now = installation.clock.now()
    for kind, carries in (("recall", True), ("nudge", True), ("reminder", False), ("invitation", False)):
        mail = told_by_mail(company, ann)
        with installation.database.writing() as session:
            found = session.get_one(Mail, mail)
            found.kind = kind
            sent = post.compose(found, now).as_bytes().decode("ascii")
        wanted = f"\r\nList-Unsubscribe: <http://localhost{_way_out(ann, kind)}>\r\n"
        assert (wanted in sent) is carries
        assert ("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent) is carries


def test_without_a_key_no_mail_carries_a_way_out(company: Company, installation: Installation) -> None:
    post = Post("http://localhost", "a@b.example", "", installation.config.data)
    assert post.unsubscribing(company.person().id, "recall") is None


def test_my_own_page_leads_to_my_mails(company: Company) -> None:
    assert OWN in company.browser(company.person()).get("/me").text
