"""One's own file holds everything done at work, readable; erasing leaves nothing of it."""

from __future__ import annotations

import json
from base64 import b64decode

from lms.people.erasing import erase
from lms.people.models import Person
from tests.practice.work import MODULE_ID, Doer, picture
from tests.support.company import answer
from tests.support.fingerprint import dump


def test_the_file_holds_reflections_notes_photographs_promises_and_reasons(doer: Doer) -> None:
    row = doer.choose()
    doer.photograph(picture())
    doer.browser.save(
        answer(f"reflection:{MODULE_ID}", "think", "text", "My thought."),
        answer(f"practice:{MODULE_ID}", "call-five", "note", "My note."),
    )
    made = doer.promise("Call Ida", "Ida")
    doer.browser.post(f"/practice/promises/{made}/reports", {"outcome": "partly", "why": "She moved."})
    file = json.loads(doer.browser.get("/me/data.json").text)
    assert {each["value"] for each in file["private_answers"]} == {"My thought.", "My note."}
    assert file["promises"] == [{"id": str(made), "what": "Call Ida", "whom": "Ida"}]
    assert [(each["promise"], each["why"]) for each in file["promise_reports"]] == [(str(made), "She moved.")]
    assert [each["outcome"] for each in file["promise_report"]] == ["partly"]
    assert [each["id"] for each in file["practice_exercise"]] == [str(row.id)]
    shown = doer.browser.get(f"/practice/exercises/{row.id}/photograph").data
    assert [b64decode(each["jpeg"]) for each in file["photographs"]] == [shown]


def test_a_newcomers_file_says_that_there_is_nothing(doer: Doer) -> None:
    file = json.loads(doer.browser.get("/me/data.json").text)
    assert (file["promises"], file["promise_reports"], file["photographs"]) == ([], [], [])


def test_erasing_leaves_nothing(doer: Doer) -> None:
    row = doer.choose()
    doer.photograph(picture())
    made = doer.promise()
    doer.browser.post(f"/practice/promises/{made}/reports", {"outcome": "kept"})
    with doer.database.writing() as session:
        kept = session.get(Person, doer.person.id)
        assert kept is not None
        deleted = erase(session, kept, doer.installation.clock.now())
    assert {"practice_exercise", "practice_photograph", "promise", "promise_report"} <= set(deleted)
    assert str(row.id) not in dump(doer.database)
