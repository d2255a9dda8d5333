"""The manager two years in: what they find when they come back, in each language, and who else sees it."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from lms import demo
from lms.answers.models import Answer
from lms.catalog import shelf
from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import grouped
from lms.learning.assessing.models import Sitting
from lms.learning.assessing.scoring import Verdict, change_of
from lms.learning.models import Enrolment, State
from lms.learning.recall.models import RecallCard
from lms.people.models import Person
from lms.practice.models import ExerciseState, PracticeExercise, Promise, PromiseState
from tests.demo.conftest import LOADED_AT, Loaded
from tests.support.company import TOKEN

COLLEAGUE = "colleague@demo.example"


def signed_in(loaded: Loaded, email: str = COLLEAGUE, language: str = "en") -> FlaskClient:
    """Return a browser that has signed in through the form and asks for `language`."""
    client = loaded.app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    token = TOKEN.search(client.get("/sign-in").text)
    assert token is not None
    form = {"csrf_token": token[1], "email": email, "password": demo.PASSWORD}
    assert client.post("/sign-in", data=form).status_code in {302, 303}
    return client


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_the_colleagues_home_has_something_on_every_card(loaded: Loaded, language: str) -> None:
    home = signed_in(loaded, language=language).get("/learn").text
    assert f'lang="{language}"' in home
    assert "Call the housing association" in home
    assert "Bring the loss rate of house movers" in home
    assert "/tools/cost-of-churn" in home
    assert "/learn/sittings/" in home
    assert 'class="empty' not in home


def test_every_sign_in_that_is_printed_opens(loaded: Loaded) -> None:
    for email in demo.SIGN_INS:
        assert signed_in(loaded, email).get("/learn").status_code == 200, email


def test_the_manager_who_has_not_begun_has_not(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        person = session.scalars(select(Person.id).where(Person.email == "manager@demo.example")).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person)).one()
    assert enrolment.state is State.NOT_STARTED
    assert enrolment.due is not None
    assert 0 < (enrolment.due - LOADED_AT.date()).days < 14


def test_three_questions_wait_and_the_others_were_answered_on_their_days(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        mine = select(RecallCard).join(Person, Person.id == RecallCard.person_id).where(Person.email == COLLEAGUE)
        cards = list(session.scalars(mine.order_by(RecallCard.id)))
        everybody = session.scalar(select(func.count()).select_from(RecallCard))
    assert len(cards) == everybody, "the other managers' two years are told in rows, without any"
    today = LOADED_AT.date()
    assert [card.due <= today for card in cards] == [True] * 3 + [False] * (len(cards) - 3)
    assert all(card.sealed and card.answered_on and card.answered_on < today for card in cards)
    assert "Three questions from Loyalty economics" in signed_in(loaded).get("/learn").text


def test_from_first_to_latest_more_has_changed_than_chance_explains(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        mine = select(Sitting).join(Person, Person.id == Sitting.person_id).where(Person.email == COLLEAGUE)
        sat = list(session.scalars(mine.order_by(Sitting.number)))
        instrument = shelf.instrument(session, sat[-1].quiz_version_id)
    scores = [sitting.result["score"] for sitting in sat if sitting.result]
    change = change_of(instrument, scores[0], scores[-1])
    assert len(scores) == 3
    assert scores == sorted(scores)
    assert change is not None
    assert change.verdict is Verdict.RISEN


def test_an_exercise_is_done_one_planned_and_promises_are_kept_asked_and_to_come(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        exercises = list(session.scalars(select(PracticeExercise).order_by(PracticeExercise.chosen_at)))
        promises = list(session.scalars(select(Promise).order_by(Promise.due)))
    today = LOADED_AT.date()
    assert [each.state for each in exercises] == [ExerciseState.DONE, ExerciseState.CHOSEN]
    assert exercises[1].planned_for is not None
    assert exercises[1].planned_for.weekday() == 4
    assert 0 < (exercises[1].planned_for - today).days <= 7
    assert [each.state for each in promises] == [PromiseState.KEPT, PromiseState.OPEN, PromiseState.OPEN]
    assert promises[1].due == today
    assert 4 <= (promises[2].due - today).days <= 6
    assert promises[2].due.weekday() < 5


def test_what_the_colleague_wrote_opens_for_them(loaded: Loaded) -> None:
    client = signed_in(loaded)
    assert "Ask finance whether our own report does this." in client.get("/learn/notes").text
    assert "Show the cost of losing customers" in client.get("/practice").text
    assert "42,000" in client.get("/tools/cost-of-churn").text
    assert "404" in client.get("/tools/nps").text
    assert "Very satisfied" in client.get("/tools/customer-segments").text


def test_nothing_the_colleague_wrote_stands_in_the_database_as_it_was_written(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        kept = b" ".join(bytes(sealed) for sealed in session.scalars(select(Promise.sealed)))
        answers = " ".join(value for value in session.scalars(select(Answer.value)) if value)
    assert b"housing" not in kept
    assert "42000" not in answers
    assert "finance" not in answers


def test_a_certificate_of_the_demo_company_says_that_it_proves_nothing(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        mine = select(Certificate.number).join(Person, Person.id == Certificate.person_id)
        number = grouped(session.scalars(mine.where(Person.email == COLLEAGUE)).one())
    client = signed_in(loaded)
    words = "Demo data: this certificate proves nothing."
    assert words in client.get(f"/me/certificates/{number}").text
    checked = loaded.app.test_client().get(f"/verify/{number}", headers={"Accept-Language": "en"}).text
    assert words in checked
    assert "This certificate is valid" not in checked
    pdf = client.get(f"/me/certificates/{number}/en.pdf")
    assert words in " ".join(PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text().split())
