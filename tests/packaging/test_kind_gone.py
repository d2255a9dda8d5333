"""A kind of question whose package was uninstalled after a quiz with it was published, begun and passed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import url_for
from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.kernel.permissions import Role
from lms.learning import overdue
from lms.learning.analysis.folding import ATTEMPTS, fold
from lms.learning.models import AttemptState
from lms.packs.exchange.exporting import export_quiz
from tests.packaging.question_kind import ANSWERS, NAME, PAGE, WithKind, with_kind
from tests.support.recaller import text_of
from tests.support.ruled_pack import run_jobs

WAITS = "one of them needs a package that is not installed"
NOT_SHOWN = "This question cannot be shown now."


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WithKind]:
    """Return an installation whose shelf has such a quiz, on each database; the kind is installed."""
    with with_kind(new_database(request.param), tmp_path, monkeypatch) as found:
        yield found


def test_with_the_package_it_is_asked_answered_and_passed(place: WithKind) -> None:
    """The negative control of all below."""
    learner = place.company.browser(place.company.person())
    place.submitted(learner)
    (attempt,) = place.stored()
    assert (attempt.score, attempt.passed, attempt.scores) == (1.0, True, {"satisfied": 1.0, "loyal": 1.0})
    assert not {WAITS, NOT_SHOWN} & set(text_of(learner.get(PAGE)).split("\n"))


def test_a_quiz_with_it_cannot_be_begun_and_says_which_package_is_missing(place: WithKind) -> None:
    learner = place.company.browser(place.company.person())
    place.uninstall()
    page = learner.get(PAGE)
    assert (page.status_code, WAITS in page.text, f"“{NAME}”" in page.text) == (200, True, True)
    assert "Begin the questions" not in page.text.split('id="check-saucers"')[0].split('id="check"')[1]
    refused = learner.post(f"{PAGE}/check/attempts")
    assert (refused.status_code, place.stored()) == (409, [])
    assert learner.post(f"{PAGE}/check-saucers/attempts").status_code == 303  # the other quiz of the page


def test_a_try_that_is_open_keeps_its_answers_takes_others_and_waits(place: WithKind) -> None:
    learner = place.company.browser(place.company.person())
    attempt = place.begun(learner)
    assert place.save(learner, attempt, "satisfied", "false") == 200
    place.uninstall()
    page = learner.get(PAGE).text
    assert (NOT_SHOWN in page, WAITS in page, "Do they stay?" in page) == (True, True, True)
    assert "A satisfied customer is a loyal customer." in page
    mine = page.split('id="check"')[1].split('id="check-saucers"')[0]
    assert "See how I did" not in mine
    assert place.save(learner, attempt, "satisfied", "true") == 422
    assert place.save(learner, attempt, "loyal", "yes") == 200
    sent = learner.post(f"/learn/attempts/{attempt}/submission", {"item-loyal": "no", "item-satisfied": "true"})
    assert sent.status_code == 303
    (stored,) = place.stored()
    assert (stored.state, stored.scores, stored.passed) == (AttemptState.OPEN, None, None)
    place.install()
    assert learner.post(f"/learn/attempts/{attempt}/submission").status_code == 303
    (stored,) = place.stored()
    assert stored.scores == {"satisfied": 1.0, "loyal": 0.0}  # what was typed last, and what was kept of the other


def test_what_was_passed_stays_passed_and_is_shown_as_it_was(place: WithKind) -> None:
    learner = place.company.browser(place.company.person())
    place.submitted(learner)
    place.uninstall()
    page = " ".join(text_of(learner.get(PAGE)).split())
    assert ("2 of 2" in page, "You have passed" in page, NOT_SHOWN in page) == (True, True, True)
    assert "Try again" not in page
    assert learner.get("/learn").status_code == learner.get("/learn/cups").status_code == 200
    assert place.stored()[0].scores == {"satisfied": 1.0, "loyal": 1.0}


def test_my_data_holds_what_i_answered(place: WithKind) -> None:
    person = place.company.person()
    learner = place.company.browser(person)
    place.submitted(learner)
    place.uninstall()
    taken = learner.get("/me/data.json")
    assert (taken.status_code, '"satisfied"' in json.dumps(json.loads(taken.text))) == (200, True)
    assert learner.get("/me").status_code == 200


def test_every_page_about_the_module_opens_for_everybody(place: WithKind) -> None:
    company = place.company
    place.submitted(company.browser(company.person()))
    place.uninstall()
    trainer, hr = company.browser(company.person(Role.TRAINER)), company.browser(company.person(Role.HR))
    with place.installation.app.test_request_context():
        studio = [
            url_for("studio.library"),
            url_for("studio.quizzes"),
            url_for("studio.quiz", name="true-or-false"),
            url_for("studio.item", name="true-or-false", item="satisfied"),
            url_for("studio.item", name="true-or-false", item="loyal"),
            "/author/modules/cups",
        ]
    for path in studio:
        assert (path, trainer.get(path).status_code) == (path, 200)
    assert NAME in trainer.get(studio[3]).text
    assert NOT_SHOWN in trainer.get(studio[3]).text
    for do in ("preview", "try", "file"):
        assert trainer.post(studio[3], {"do": do, "item-satisfied": "true"}).status_code < 500
    with place.installation.database.reading() as session:
        module = session.scalars(select(Module.id).where(Module.slug == "cups")).one()
    for path in ("/assign/reports", f"/assign/reports/module/{module}", "/assign/people"):
        assert (path, hr.get(path).status_code) == (path, 200)


def test_answers_are_counted_for_trainers_when_it_is_back(place: WithKind) -> None:
    place.submitted(place.company.browser(place.company.person()))
    there = place.installation
    place.uninstall()
    assert fold(ATTEMPTS, there.database.reading, there.database.writing, there.clock.now()) == 0
    place.install()
    assert fold(ATTEMPTS, there.database.reading, there.database.writing, there.clock.now()) == 1


def test_it_is_left_out_of_other_formats_and_that_is_told(place: WithKind) -> None:
    place.uninstall()
    with place.installation.database.reading() as session:
        row = session.scalars(select(QuizVersion).where(QuizVersion.name == "true-or-false")).one()
        quiz = shelf.quiz(session, row.id)
    for form in ("qti3", "gift"):
        export = export_quiz(quiz, form, "en")
        assert (export.questions, NAME in str(export.losses.found)) == (1, True)


def test_a_scorm_package_goes_without_it(place: WithKind) -> None:
    place.uninstall()
    admin = place.company.browser(place.company.person(Role.ADMIN))
    with place.installation.database.reading() as session:
        newest = select(ModuleVersion.id).join(Module, Module.id == ModuleVersion.module_id)
        version = session.scalars(newest.order_by(ModuleVersion.major.desc())).first()
    made = admin.post("/admin/doors/scorm", {"version": str(version), "standard": "1.2", "language": "en"})
    assert made.status_code == 200
    page = ZipFile(BytesIO(made.data)).read("index.html").decode()
    assert ("Do they stay?" in page, "A satisfied customer" in page) == (True, False)


def test_nothing_can_be_published_with_it_and_the_studio_says_why(place: WithKind) -> None:
    place.uninstall()
    trainer = place.company.browser(place.company.person(Role.TRAINER))
    opened = trainer.post("/author/modules/cups/draft")
    assert opened.status_code == 303, opened.text
    draft = opened.location
    found = re.search(rf'href="({draft}/quizzes/[a-z-]*true-or-false)"', trainer.get(f"{draft}/quizzes").text)
    assert found is not None
    quiz = found[1]
    rooms = ("problems", "quizzes", "translate", "translate/da", "translate/da/texts.xlf", "changes", "comments")
    opens = ("", *(f"/{each}" for each in rooms))
    for path in (*(f"{draft}{each}" for each in opens), quiz, f"{quiz}/items/satisfied", f"{quiz}/items/loyal"):
        assert (path, trainer.get(path).status_code) == (path, 200)
    shown = " ".join(text_of(trainer.get(f"{quiz}/items/satisfied")).split())
    assert f"The question kind “{NAME}” is not installed" in shown
    words = " ".join(text_of(trainer.get(f"{draft}/publish")).split())
    assert NAME in words
    refused = trainer.post(f"{draft}/publish", {"level": "minor", "note": "Mended a word."})
    assert (refused.status_code >= 400, NAME in refused.text) == (True, True)


def test_the_doctor_names_it(place: WithKind, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.serving.doctor import LOOKS

    look = LOOKS["question kinds"]
    assert look(place.installation.config).well
    place.uninstall()
    found = look(place.installation.config)
    assert (found.well, NAME in found.words, "true-or-false" in found.words) == (False, True, True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_try_whose_time_is_up_meanwhile_is_handed_in_when_it_is_back(
    kind: str, new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with with_kind(new_database(kind), tmp_path, monkeypatch, "time_limit = 10") as place:
        learner = place.company.browser(place.company.person())
        attempt = place.begun(learner)
        for item, value in ANSWERS.items():
            assert place.save(learner, attempt, item, value) == 200
        place.uninstall()
        place.installation.clock.forward(minutes=30)
        assert learner.get(PAGE).status_code == 200
        with place.installation.database.writing() as session:
            late = session.execute(overdue._late(place.installation.clock.now(), ())).all()
            assert [row.id for row in late] == [place.stored()[0].id]
            assert not overdue.end(session, place.stored()[0].id, place.installation.clock.now())
        assert place.save(learner, attempt, "loyal", "no") == 409
        assert place.stored()[0].state is AttemptState.OPEN
        place.install()
        assert learner.get(PAGE).status_code == 303
        (ended,) = place.stored()
        assert (ended.state, ended.scores) == (AttemptState.SUBMITTED, {"satisfied": 1.0, "loyal": 1.0})


def test_the_job_that_ends_tries_goes_past_those_that_wait(
    new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more of them than one portion it would otherwise never end."""
    with with_kind(new_database("sqlite"), tmp_path, monkeypatch, "time_limit = 10") as place:
        for _each in range(2):
            place.begun(place.company.browser(place.company.person()))
        place.uninstall()
        monkeypatch.setattr(overdue, "PORTION", 1)
        place.installation.clock.forward(minutes=30)
        run_jobs(place.installation)
        assert {each.state for each in place.stored()} == {AttemptState.OPEN}
