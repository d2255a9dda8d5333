"""Publishing a draft: the program gives the numbers, learners are not hurt, and nothing is published twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from lms.catalog.models import ModuleVersion, QuizVersion
from lms.kernel.audit import AuditEntry
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Role
from lms.studio.drafts.models import Draft
from lms.studio.publishing.models import Publication, State
from tests.support.at_once import at_once
from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library, draft_of
from tests.support.installation import Installation
from tests.support.working import do_jobs

WARN = "stand in the way"


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer with an adapted copy of the library's module before them."""
    return copy_of_library(company)


def publish(desk: Desk, **form: str) -> int:
    """Press the button; return the status."""
    page = desk.browser.get(f"{desk.address}/publish").text
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0] if 'name="seen"' in page else ""
    return desk.browser.post(
        f"{desk.address}/publish", {"seen": seen, "step": "major", "when": "now", **form}
    ).status_code


def versions(desk: Desk) -> list[str]:
    """Return the numbers of what is published of the desk's module, in their order."""
    with desk.company.installation.database.reading() as session:
        rows = session.execute(
            select(ModuleVersion.major, ModuleVersion.minor)
            .where(ModuleVersion.module_id == desk.draft.module_id)
            .order_by(ModuleVersion.major, ModuleVersion.minor)
        )
        return [f"{row.major}.{row.minor}" for row in rows]


def mend_a_typo(desk: Desk, word: str = "mended") -> None:
    """Change a word on the first page."""
    part = next(each for each in ("start", "why") if desk.part(desk.page, each))
    assert desk.write(desk.page, part, f"{desk.part(desk.page, part)}\nA {word} word.\n").status_code == 200


def test_the_first_version_is_1_0_whatever_the_copied_files_said(desk: Desk) -> None:
    assert publish(desk) == 303
    assert versions(desk) == ["1.0"]
    assert 'version = "1.0"' in desk.text(desk.module)
    draft = draft_of(desk.company, desk.draft.id)
    assert draft is not None
    with desk.company.installation.database.reading() as session:
        newest = session.scalars(select(ModuleVersion).where(ModuleVersion.module_id == draft.module_id)).one()
        assert (draft.based_on_id, newest.organisation_id) == (newest.id, desk.company.organisation.id)


def test_a_typo_is_a_minor_and_the_draft_says_the_next_number(desk: Desk) -> None:
    publish(desk)
    mend_a_typo(desk)
    page = desk.browser.get(f"{desk.address}/publish").text
    assert "Wording: version 1.1" in page
    assert publish(desk, step="minor", note_en="One word on the first page.") == 303
    assert versions(desk) == ["1.0", "1.1"]
    assert 'version = "1.1"' in desk.text(desk.module)
    shown = desk.browser.get(f"/author/modules/{desk.draft.slug}").text
    assert "One word on the first page." in shown
    assert desk.person.name in shown


def test_another_key_cannot_be_passed_off_as_wording_and_raises_the_quiz_number_too(desk: Desk) -> None:
    publish(desk)
    path = next(each for each in desk.files() if each.startswith("quizzes/") and "pass_mark" in desk.text(each))
    head = desk.part(path, "@head")
    assert head is not None
    assert desk.write(path, "@head", head.replace("pass_mark = 0.75", "pass_mark = 0.5")).status_code == 200
    assert 'value="minor"' not in desk.browser.get(f"{desk.address}/publish").text
    assert publish(desk, step="minor") == 409
    assert versions(desk) == ["1.0"]
    assert publish(desk, step="major") == 303
    assert versions(desk) == ["1.0", "2.0"]
    name = path.removeprefix("quizzes/").removesuffix(".toml")
    with desk.company.installation.database.reading() as session:
        here = (QuizVersion.name == name, QuizVersion.organisation_id == desk.company.organisation.id)
        numbers = session.scalars(select(QuizVersion.number).where(*here).order_by(QuizVersion.id))
        assert [*numbers] == ["1.0", "2.0"]
    assert 'version = "2.0"' in desk.text(path)


def test_two_trainers_press_the_button_and_it_is_published_once(desk: Desk) -> None:
    publish(desk)
    mend_a_typo(desk)
    other = desk.beside(desk.company.person(Role.TRAINER))
    form = {"seen": "1.0", "step": "minor", "when": "now"}
    assert desk.browser.post(f"{desk.address}/publish", form).status_code == 303
    second = other.browser.post(f"{desk.address}/publish", form)
    assert (second.status_code, "Somebody has published meanwhile" in second.text) == (409, True)
    assert versions(desk) == ["1.0", "1.1"]


def test_three_trainers_press_at_the_same_moment_and_it_is_published_once(desk: Desk) -> None:
    publish(desk)
    mend_a_typo(desk)
    others = [desk.beside(desk.company.person(Role.TRAINER)) for _ in range(2)]
    form = {"seen": "1.0", "step": "minor", "when": "now"}
    for each in (desk, *others):
        each.browser.token()
    pressed = at_once(*(partial(each.browser.post, f"{each.address}/publish", form) for each in (desk, *others)))
    assert sorted(answer.status_code for answer in pressed) == [303, 409, 409]
    assert versions(desk) == ["1.0", "1.1"]


def test_the_same_again_is_not_published(desk: Desk) -> None:
    publish(desk)
    refused = desk.browser.post(f"{desk.address}/publish", {"seen": "1.0", "step": "minor", "when": "now"})
    assert (refused.status_code, "There is nothing new" in refused.text) == (409, True)


def test_a_faulty_draft_is_kept_and_not_published(desk: Desk) -> None:
    assert desk.write(desk.module, "@head", "version = 1\n").status_code == 200
    page = desk.browser.get(f"{desk.address}/publish").text
    assert WARN in page
    assert 'value="major"' not in page
    assert desk.browser.post(f"{desk.address}/publish", {"seen": "", "step": "major", "when": "now"}).status_code == 409
    assert versions(desk) == []
    assert desk.browser.get(f"{desk.address}/changes").status_code == 200


def test_the_check_list_leads_to_the_block(desk: Desk) -> None:
    part = next(each for each in ("start", "why") if desk.part(desk.page, each))
    desk.write(desk.page, part, f"{desk.part(desk.page, part)}\n#### Deep {{#deep}}\n\nDown here.\n")
    page = desk.browser.get(f"{desk.address}/publish").text
    assert "a step is left out" in page
    assert f'{desk.address}/pages/{desk.page.split("/")[-1].removesuffix(".md")}/en#deep"' in page


def test_every_act_is_noted_in_words(desk: Desk, installation: Installation) -> None:
    publish(desk)
    with installation.database.reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(
                AuditEntry.action == "module.published", AuditEntry.organisation_id == desk.company.organisation.id
            )
        ).one()
    assert (entry.actor_id, entry.detail) == (desk.person.id, f"{desk.draft.slug} 1.0")


def test_another_companys_trainer_finds_neither_room_nor_button(desk: Desk, other_company: Company) -> None:
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    assert stranger.get(f"{desk.address}/publish").status_code == 404
    assert stranger.get(f"{desk.address}/changes").status_code == 404
    assert stranger.post(f"{desk.address}/publish", {"seen": "", "step": "major"}).status_code == 404
    publish(desk)
    for address in ("", "/differences", "/versions/1.0/anew"):
        assert stranger.get(f"/author/modules/{desk.draft.slug}{address}").status_code == 404
    assert stranger.post(f"/author/modules/{desk.draft.slug}/withdrawal").status_code == 404
    assert stranger.get(f"/learn/{desk.draft.slug}").status_code == 404


def later(desk: Desk, **form: str) -> int:
    """Have the draft published on the morning after next, by the company's clock."""
    day = (desk.company.installation.clock.now() + timedelta(days=2)).date().isoformat()
    return publish(desk, when="later", on=day, at="09:30", **form)


@pytest.mark.usefixtures("clock")
def test_what_is_to_be_published_at_a_time_is_then_and_once(desk: Desk, installation: Installation) -> None:
    assert later(desk) == 303
    assert versions(desk) == []
    page = desk.browser.get(f"{desk.address}/publish").text
    assert "09:30" in page or "9:30" in page
    assert 'name="seen"' not in page
    do_jobs(installation, "studio.publish")
    assert versions(desk) == []
    mend_a_typo(desk)
    installation.clock.at += timedelta(days=3)
    do_jobs(installation, "studio.publish")
    do_jobs(installation, "studio.publish")
    assert versions(desk) == ["1.0"]
    with installation.database.reading() as session:
        row = session.scalars(select(Publication).where(Publication.draft_id == desk.draft.id)).one()
        assert (row.state, row.number) == (State.PUBLISHED, "1.0")


@pytest.mark.usefixtures("clock")
def test_what_was_cancelled_is_not_published(desk: Desk, installation: Installation) -> None:
    later(desk)
    with installation.database.reading() as session:
        waiting = session.scalars(select(Publication).where(Publication.draft_id == desk.draft.id)).one()
    assert publish(desk) == 409
    assert desk.browser.post(f"/author/publications/{waiting.id}/cancellation").status_code == 303
    installation.clock.at += timedelta(days=3)
    do_jobs(installation, "studio.publish")
    assert versions(desk) == []
    assert publish(desk) == 303


@pytest.mark.usefixtures("clock")
def test_what_broke_meanwhile_is_not_published_and_its_trainer_is_told_once(
    desk: Desk, installation: Installation
) -> None:
    later(desk)
    desk.write(desk.module, "@head", "version = 1\n")
    installation.clock.at += timedelta(days=3)
    do_jobs(installation, "studio.publish")
    do_jobs(installation, "studio.publish")
    assert versions(desk) == []
    with installation.database.reading() as session:
        row = session.scalars(select(Publication).where(Publication.draft_id == desk.draft.id)).one()
        assert (row.state, len(row.problems)) == (State.FAILED, 1)
        mails = session.scalars(select(Mail).where(Mail.about == row.id)).all()
    assert [mail.person_id for mail in mails] == [desk.person.id]
    assert f"{desk.address}/publish" in mails[0].body


@pytest.mark.usefixtures("clock")
def test_whoever_is_no_trainer_any_more_publishes_nothing(desk: Desk, installation: Installation) -> None:
    later(desk)
    with installation.database.writing() as session:
        person = session.get_one(type(desk.person), desk.person.id)
        person.roles = frozenset({Role.LEARNER})
    installation.clock.at += timedelta(days=3)
    do_jobs(installation, "studio.publish")
    assert versions(desk) == []


def test_a_moment_that_is_past_or_no_moment_is_refused(desk: Desk) -> None:
    yesterday = (desk.company.installation.clock.now() - timedelta(days=1)).date().isoformat()
    assert publish(desk, when="later", on=yesterday, at="09:30") == 409
    assert publish(desk, when="later", on="", at="09:30") == 422
    assert publish(desk, when="later", on="0001-01-01", at="00:30") == 422
    with desk.company.installation.database.reading() as session:
        count = select(func.count()).select_from(Publication).where(Publication.draft_id == desk.draft.id)
        assert session.scalar(count) == 0
        assert session.get(Draft, desk.draft.id) is not None
