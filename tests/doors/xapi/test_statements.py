"""What an LRS hears of people: the words of statements, and what never stands in them."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid5

import pytest
import requests

from lms.assigning.assignments.models import COMPLETED, Assigned
from lms.doors.xapi.examples import examples
from lms.doors.xapi.statements import KINDS, Told, Who, duration
from tests.doors.xapi.record_store import KEY, SECRET, Ralph
from tests.doors.xapi.told import Teller
from tests.support.assigned import given_to
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.player import Player
from tests.support.sitter import Sitter, all_of

pytestmark = pytest.mark.usefixtures("clock")
ADL = "http://adlnet.gov/expapi"


def test_a_module_is_begun_its_questions_passed_and_it_is_completed(teller: Teller, ralph: Ralph) -> None:
    learner = teller.graduate()
    teller.tell()
    told = ralph.stored(learner.person.id)
    enrolment = learner.enrolment()
    said = {each["verb"]["id"].rpartition("/")[2]: each for each in told}
    assert sorted(said) == ["completed", "initialized", "passed"]
    assert len(told) == 3
    module = f"http://localhost/xapi/module/{enrolment.module_id}"
    for verb in ("initialized", "completed"):
        assert said[verb]["object"]["id"] == module
        assert said[verb]["object"]["definition"]["type"] == f"{ADL}/activities/module"
        assert said[verb]["object"]["definition"]["moreInfo"] == f"http://localhost/learn/{MODULE}"
    assert said["passed"]["object"]["definition"]["type"] == f"{ADL}/activities/assessment"
    assert said["passed"]["context"]["contextActivities"]["parent"][0]["id"] == module
    assert {each["context"]["registration"] for each in told} == {str(enrolment.id)}
    assert {each["context"]["platform"] for each in told} == {"Outside-In"}
    assert said["completed"]["result"]["completion"] is True
    assert said["passed"]["result"] == {"completion": True, "success": True}
    assert enrolment.completed_at is not None
    assert said["completed"]["timestamp"] == enrolment.completed_at.isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )


def test_titles_and_verbs_are_told_in_every_language(teller: Teller, ralph: Ralph) -> None:
    learner = teller.beginners(1)[0]
    teller.tell()
    (told,) = ralph.stored(learner.person.id)
    assert set(told["verb"]["display"]) == {"en", "da", "sv"}
    assert {"en", "da"} <= set(told["object"]["definition"]["name"])


def test_the_id_of_a_statement_hangs_on_what_happened_alone(teller: Teller, ralph: Ralph) -> None:
    learner = teller.beginners(1)[0]
    teller.tell()
    (told,) = ralph.stored(learner.person.id)
    organisation = teller.company.organisation.id
    assert UUID(told["id"]) == uuid5(organisation, f"module-begun:{learner.enrolment().id}")
    assert ralph.asked_for(told["id"]).status_code == 200


def test_a_person_is_an_id_that_means_nothing_elsewhere(teller: Teller, ralph: Ralph) -> None:
    learner = teller.graduate()
    teller.tell()
    text = json.dumps(ralph.stored(learner.person.id))
    account = {"homePage": "http://localhost", "name": str(learner.person.id)}
    assert all(each["actor"]["account"] == account for each in ralph.stored(learner.person.id))
    for private in (learner.person.email, learner.person.name, "mailto:" + learner.person.email):
        assert private not in text


def test_where_it_is_wanted_a_person_is_a_mail_address_and_nothing_else(company: Company, ralph: Ralph) -> None:
    teller = Teller.on(company, ralph.endpoint, by_mail=True)
    learner = teller.beginners(1)[0]
    teller.tell()
    lines = [json.loads(line) for line in ralph.file.read_text().splitlines()]
    (told,) = [each for each in lines if each["actor"].get("mbox") == f"mailto:{learner.person.email}"]
    assert told["actor"] == {"objectType": "Agent", "mbox": f"mailto:{learner.person.email}"}


def test_how_often_somebody_tried_and_what_they_answered_stays_here(teller: Teller, ralph: Ralph) -> None:
    once, thrice = teller.graduate(), teller.graduate(tries=2)
    teller.tell()
    shapes = [
        sorted((each["verb"]["id"], each["object"]["id"], json.dumps(each.get("result"))) for each in ralph.stored(who))
        for who in (once.person.id, thrice.person.id)
    ]
    assert shapes[0] == shapes[1]
    text = json.dumps(ralph.stored(thrice.person.id))
    for private in ("losses-halved", "each-once", "failed", "attempt", "score", "response"):
        assert private not in text


def test_a_score_is_told_where_it_is_wanted(company: Company, ralph: Ralph) -> None:
    teller = Teller.on(company, ralph.endpoint, scores=True)
    learner = teller.graduate()
    teller.tell()
    scores = [each["result"]["score"] for each in ralph.stored(learner.person.id) if "score" in each.get("result", {})]
    assert scores == [{"scaled": 1.0, "raw": 100.0, "min": 0.0, "max": 100.0}]


def test_of_a_self_assessment_and_a_drill_only_that_they_were_done(teller: Teller, ralph: Ralph) -> None:
    sitter, player = Sitter.of(teller.company), Player.of(teller.company)
    sitter.sit(all_of(5))
    player.play("cut-care", "buy-it")
    teller.tell()
    for who, sort in ((sitter.person.id, "survey"), (player.person.id, "simulation")):
        told = [each for each in ralph.stored(who) if each["object"]["definition"]["type"].endswith(sort)]
        assert [each["result"] for each in told] == [{"completion": True}]
        text = json.dumps(told)
        for private in ("cut-care", "buy-it", "a1-1", "score", "raw"):
            assert private not in text


def test_a_finished_curriculum_is_told_even_where_its_row_comes_a_day_late(teller: Teller, ralph: Ralph) -> None:
    person = teller.company.person()
    given = given_to(teller.company, {"them": person})
    finished_at = teller.installation.clock.now()
    teller.tell(minutes=60 * 24)
    assert ralph.stored(person.id) == []
    with teller.installation.database.writing() as session:
        row = session.get_one(Assigned, given.rows["them"])
        row.state, row.completed_at = COMPLETED, finished_at
    teller.tell(minutes=15)
    (told,) = ralph.stored(person.id)
    assert told["object"]["id"] == f"http://localhost/xapi/course/{given.curriculum}"
    assert told["object"]["definition"]["name"] == {"en": f"Curriculum {teller.company.marker}"}
    teller.tell(minutes=15)
    assert len(ralph.stored(person.id)) == 1


def test_every_kind_is_shown_as_it_would_be_sent_and_the_lrs_takes_it(
    teller: Teller, ralph: Ralph, installation: Installation
) -> None:
    """The examples of the administrator's page are statements that a real LRS stores."""
    who = Who(teller.company.person().id, "them@example.com", "da")
    shown = examples(
        teller.company.organisation.id, who, Told("http://localhost", by_mail=False, scores=True),
        installation.clock.now(), KINDS,
    )  # fmt: skip
    assert list(shown) == list(KINDS)
    sent = [json.loads(text) for text in shown.values()]
    answer = requests.post(f"{ralph.endpoint}/statements", json=sent, auth=(KEY, SECRET), timeout=10)
    assert (answer.status_code, sorted(answer.json())) == (200, sorted(each["id"] for each in sent))


def test_an_lrs_refuses_a_statement_with_a_fault_in_it(ralph: Ralph) -> None:
    """The negative control: the LRS these tests talk to does look at what it is sent."""
    bad = {"actor": {"account": {"name": "x"}}, "verb": {"id": "no iri"}, "object": {"id": "http://localhost/x"}}
    answer = requests.post(f"{ralph.endpoint}/statements", json=[bad], auth=(KEY, SECRET), timeout=10)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(0), "P0DT0H0M0S"),
        (timedelta(seconds=59.9), "P0DT0H0M59S"),
        (timedelta(days=3, hours=4, seconds=12), "P3DT4H0M12S"),
        (timedelta(days=400), "P400DT0H0M0S"),
        (timedelta(seconds=-5), "P0DT0H0M0S"),
    ],
)
def test_a_length_of_time_is_written_as_iso_8601(length: timedelta, written: str) -> None:
    assert duration(length) == written
