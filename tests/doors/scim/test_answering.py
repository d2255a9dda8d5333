"""Answers written as they are stored say what the library would have said, letter by letter."""

from __future__ import annotations

import json
from typing import Any

from scim2_models import Context
from scim2_server.service import ScimService
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lms.doors.scim import answering, reading
from lms.doors.scim.schemas import PROVIDER
from tests.doors.scim.provisioning import DirectoryAtWork, user
from tests.doors.scim.test_filters import at_work, settled
from tests.support.company import Company


def test_every_user_is_written_as_the_library_writes_it(directory: DirectoryAtWork, company: Company) -> None:
    settled(directory, company)
    service, base = ScimService(PROVIDER, secret="a secret"), directory.base
    with at_work(company) as desk:
        users = reading.users(desk, desk.session.execute(reading.everybody(desk)).all())
        for each in users:
            published = service.publish(base, reading.as_resource(each))
            theirs = published.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
            assert answering.shown(base, each) == theirs
    assert len(users) > 14


def test_a_page_and_a_single_user_are_what_the_library_answers(directory: DirectoryAtWork, company: Company) -> None:
    settled(directory, company)
    page = directory.ask("GET", "/Users?count=5&startIndex=3").json
    by_library = directory.ask("POST", "/Users/.search", {"count": 5, "startIndex": 3}).json
    assert page == by_library
    for each in page["Resources"]:
        one = directory.ask("GET", f"/Users/{each['id']}")
        assert one.json == each
        assert (one.headers["ETag"], one.headers["Content-Location"]) == (
            each["meta"]["version"],
            each["meta"]["location"],
        )
    for query, body in (
        ('filter=userName eq "nobody"', {"filter": 'userName eq "nobody"'}),
        ("count=0", {"count": 0}),
        ("startIndex=99", {"startIndex": 99}),
        ("sortBy=userName&sortOrder=descending&count=3", {"sortBy": "userName", "sortOrder": "descending", "count": 3}),
    ):
        assert directory.ask("GET", f"/Users?{query}").json == directory.ask("POST", "/Users/.search", body).json, query


def test_who_is_taken_on_is_answered_with_what_is_read_afterwards(directory: DirectoryAtWork) -> None:
    above = directory.take_on("above@work.example")["id"]
    sent = user(
        "m@work.example", displayName="M", emails=[], enterprise={"manager": {"value": above}, "department": "D"}
    )
    answer = directory.ask("POST", "/Users", sent)
    assert answer.status_code == 201
    assert (
        answer.headers["Location"] == answer.json["meta"]["location"] == f"{directory.base}/Users/{answer.json['id']}"
    )
    assert directory.ask("GET", f"/Users/{answer.json['id']}").json == answer.json
    assert answer.json[sent["schemas"][1]]["manager"]["$ref"] == f"{directory.base}/Users/{above}"


def test_some_attributes_are_shown_by_the_library(directory: DirectoryAtWork) -> None:
    made = directory.take_on("s@work.example", title="Chef")
    for asked in ("attributes=title", "excludedAttributes=title,displayName,userName"):
        for found in (
            directory.ask("GET", f"/Users/{made['id']}?{asked}").json,
            directory.ask("GET", f"/Users?{asked}").json["Resources"][0],
        ):
            assert ("title" in found) == asked.startswith("attributes"), asked
            assert found["id"] == made["id"]


def test_one_new_user_costs_few_questions(directory: DirectoryAtWork) -> None:
    directory.take_on("warm@work.example", title="Chef", enterprise={"department": "A / B"})
    asked: list[Any] = []

    def count(*given: Any) -> None:
        asked.append(given[2])

    event.listen(Engine, "before_cursor_execute", count)
    try:
        directory.take_on("new@work.example", title="Chef", enterprise={"department": "A / B"})
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    said = [each for each in asked if not each.startswith("BEGIN")]
    assert len(said) <= 10, json.dumps(said, indent=1)
    assert not [each for each in said if each.startswith("DELETE")], "nobody new has words that could be old"
