"""What no directory should send: every answer is a refusal in SCIM's words, never a failure of ours."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from lms.doors.scim.quirks import mended
from lms.doors.scim.schemas import ENTERPRISE, OURS
from tests.doors.scim.provisioning import BULK, PATCH, DirectoryAtWork, group, user

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", " ", "x" * 5_000, "é\u202e", "'; DROP TABLE person; --", [], {}, [[]], [{}],
    {"a": {}}, {"value": None}, [None], "bulkId:none", "2024-13-45", "active eq true", "members[", 10**30, "\ud7ff",
)  # fmt: skip
ROUNDS = 120


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "1", '"x"', "[" * 100_000, '{"a":' * 300, '{"userName": "\\u0000"}',
     '{"userName": "\\ud800"}', '{"userName": 1e999}', b"\xff\xfe", '{"schemas": []}'],
)  # fmt: skip
def test_what_is_no_user_is_refused(directory: DirectoryAtWork, body: str | bytes) -> None:
    for method, path in (("POST", "/Users"), ("POST", "/Groups"), ("POST", "/Bulk"), ("POST", "/.search")):
        answer = directory.ask(method, path, body)
        if path == "/.search" and answer.status_code == 200:
            continue
        assert answer.status_code in (400, 413), f"{path}: {answer.text}"
        assert answer.content_type == "application/scim+json"
        assert answer.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_random_changes_of_right_requests_never_fail_here(directory: DirectoryAtWork) -> None:
    chance = Random(20261123)  # noqa: S311  - mutations, the same each time
    known = directory.take_on("known@work.example")["id"]
    team = directory.ask("POST", "/Groups", group("Team", known)).json["id"]
    whole = user(
        "new@work.example",
        displayName="New",
        emails=[{"value": "new@work.example", "type": "work", "primary": True}],
        addresses=[{"type": "work", "locality": "Aarhus"}],
        name={"givenName": "N", "familyName": "E"},
        enterprise={"department": "A / B", "manager": {"value": known}},
        ours={"hireDate": "2024-03-01"},
    )
    paths = [
        "title",
        "active",
        "emails",
        'emails[type eq "work"].value',
        f"{ENTERPRISE}:manager",
        f"{OURS}:hireDate",
        "x",
    ]
    for _ in range(ROUNDS):
        step = {"op": chance.choice(["add", "Replace", "remove", "x"]), "path": chance.choice(paths), "value": "v"}
        sent: list[tuple[str, str, Any]] = [
            ("POST", "/Users", whole),
            ("PUT", f"/Users/{known}", whole),
            ("PATCH", f"/Users/{known}", {"schemas": [PATCH], "Operations": [step]}),
            ("PUT", f"/Groups/{team}", group("Team", known)),
            (
                "POST",
                "/Bulk",
                {"schemas": [BULK], "Operations": [{"method": "POST", "path": "/Users", "bulkId": "b", "data": whole}]},
            ),
        ]
        method, path, body = chance.choice(sent)
        answer = directory.ask(method, path, broken(body, chance))
        assert answer.status_code < 500, f"{method} {path} {answer.text}"
        if path == "/Bulk" and answer.status_code == 200:
            assert all(int(each["status"]) < 500 for each in answer.json["Operations"]), answer.text


def broken(document: Any, chance: Random) -> Any:
    """Return a document with something odd in one place."""
    copy = json.loads(json.dumps(document))
    here = copy
    while True:
        keys: list[Any] = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return copy
        key = chance.choice(keys)
        if not isinstance(here[key], dict | list) or chance.random() < 0.3:
            here[key] = chance.choice(ODD)
            return copy
        here = here[key]


@pytest.mark.parametrize(
    "asked",
    [
        "userName", "userName eq", 'userName zz "x"', "(" * 500, 'nobody eq "x"', 'emails[type eq "work"', "not active",
        "active gt true", 'meta.created gt "yesterday"', 'id eq "x"', 'userName eq "' + "x" * 10_000 + '"',
        "userName eq 7",
    ],
)  # fmt: skip
def test_filters_that_are_none_are_refused_or_find_nobody(directory: DirectoryAtWork, asked: str) -> None:
    directory.take_on("known@work.example")
    for path in ("/Users", "/Groups", "/"):
        answer = directory.looked_for(path, asked)
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 200:
            assert answer.json["totalResults"] == 0


def test_cursors_of_another_question_and_made_up_ones_are_refused(directory: DirectoryAtWork) -> None:
    for name in "abc":
        directory.take_on(f"{name}@work.example")
    first = directory.ask("GET", "/Users?cursor=&count=2").json
    second = directory.ask("GET", f"/Users?cursor={first['nextCursor']}&count=2").json
    assert len({each["id"] for each in first["Resources"] + second["Resources"]}) == 3
    for wrong in (
        f"cursor={first['nextCursor']}&count=1",
        "cursor=xyz&count=2",
        f"cursor={first['nextCursor']}&count=2&sortBy=title",
    ):
        assert directory.ask("GET", f"/Users?{wrong}").status_code == 400


def test_what_is_too_large_is_413_and_what_is_nowhere_404(directory: DirectoryAtWork) -> None:
    large = user("l@work.example", nickName="x" * 1_100_000)
    assert directory.ask("POST", "/Users", large).status_code == 413
    for method, path, status in (
        ("GET", "/Nothing", 404), ("POST", "/Nothing", 404), ("GET", "/Users/a/b/c", 404), ("PUT", "/Users", 405),
        ("GET", "/Me", 501), ("GET", "/Users/none", 404), ("GET", "/Schemas?filter=id pr", 403),
    ):  # fmt: skip
        answer = directory.ask(method, path)
        assert (answer.status_code, answer.content_type) == (status, "application/scim+json"), path


def test_what_is_right_is_left_as_it_is() -> None:
    right = user("a@work.example", enterprise={"manager": {"value": "x"}}, active=False)
    assert mended(right) == right
    steps = {
        "Operations": [{"op": "add", "path": "members", "value": [{"value": "x"}]}, {"op": "remove", "path": "title"}]
    }
    assert mended(steps) == steps


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('meta.created gt "0001-01-01T00:00:00+14:00"', 1),
        ('meta.created gt "9999-12-31T23:59:59-14:00"', 0),
        ('meta.lastModified lt "0001-01-01T00:00:00+14:00"', 0),
        ('meta.created lt "9999-12-31T23:59:59-14:00"', 1),
    ],
)
def test_moments_at_the_ends_of_time_are_compared(directory: DirectoryAtWork, asked: str, found: int) -> None:
    before = directory.people()
    directory.take_on("known@work.example")
    answer = directory.looked_for("/Users", asked)
    assert answer.status_code == 200, answer.text
    assert answer.json["totalResults"] == found * (before + 1)


@pytest.mark.parametrize("path", ["/Users", "/Groups", "/"])
def test_a_page_that_begins_past_everybody_is_empty(directory: DirectoryAtWork, path: str) -> None:
    directory.take_on("known@work.example")
    for asked in ("startIndex=99999999999999999999", "startIndex=9223372036854775807", "count=99999999999999999999"):
        answer = directory.ask("GET", f"{path}?{asked}")
        assert answer.status_code == 200, answer.text
        assert not answer.json.get("Resources") or asked.startswith("count")


@pytest.mark.parametrize("terms", [101, 1_200])
@pytest.mark.parametrize("path", ["/Users", "/Groups", "/"])
def test_a_filter_of_too_many_comparisons_is_refused(directory: DirectoryAtWork, path: str, terms: int) -> None:
    wanted = " or ".join(f'externalId eq "{at}"' for at in range(terms))
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": wanted}
    answers = [directory.ask("POST", f"{path.rstrip('/')}/.search", body)]
    if path == "/Users":
        answers.append(directory.looked_for(path, wanted))
    for answer in answers:
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidFilter"), answer.text
    fewer = " or ".join(f'userName eq "{at}"' for at in range(100))
    assert directory.looked_for("/Users", fewer).status_code == 200
