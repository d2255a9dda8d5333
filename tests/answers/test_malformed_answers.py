"""What is not an answer: refused with the field and the reason, and nothing of it stored."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from lms.kernel.ids import new_id
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import stored

GOOD: dict[str, Any] = {"block": "quiz", "item": "customer-value", "base": 0, "value": 5}


def record(attempt: str, **changes: Any) -> dict[str, Any]:
    """Return a sound record with some keys changed; `...` takes a key out."""
    changed = {"id": str(new_id()), "context": attempt, **GOOD, **changes}
    return {key: value for key, value in changed.items() if value is not ...}


def refused(learner: Learner, body: bytes | str, kind: str = "application/json") -> tuple[int, str, str]:
    """Send a body and return status, field and reason of the refusal."""
    answered = learner.browser.client.post(
        "/learn/answers", data=body, content_type=kind, headers={"X-CSRFToken": learner.browser.token()}
    )
    assert 400 <= answered.status_code < 500, answered.text
    (error,) = answered.json["errors"]
    assert error["reason"]
    assert stored(learner.installation.database, learner.person) == (0, 0)
    return answered.status_code, error["field"], error["reason"]


BODIES = {
    "nothing": b"",
    "not JSON": b"customer-value=5",
    "half of it": b'[{"id": "0199',
    "not UTF-8": b'["\xff\xfe"]',
    "UTF-16": '[{"id": 1}]'.encode("utf-16"),
    "an object": b"{}",
    "null": b"null",
    "an empty list": b"[]",
    "a text": b'"answers"',
    "NaN": b"[NaN]",
    "Infinity": b"[-Infinity]",
    "100,000 arrays": b"[" * 100_000,
    "100,000 arrays, closed": b"[" * 100_000 + b"]" * 100_000,
    "50,000 objects": b'{"a":' * 50_000,
    "a field twice": b'[{"id": "a", "id": "b"}]',
    "a field twice, deep": b'[{"value": {"a": {"b": 1, "b": 2}}}]',
    "5,000 digits": b"[" + b"9" * 5_000 + b"]",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_list_of_answers_is_refused(learner: Learner, body: bytes) -> None:
    status, field, _reason = refused(learner, body)
    assert (status, field) == (400, "body")


def test_the_field_that_stands_twice_is_named(learner: Learner) -> None:
    assert "'value'" in refused(learner, b'[{"value": 1, "value": 2}]')[2]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", ""]
)
def test_another_content_type_is_refused(learner: Learner, context: str, kind: str) -> None:
    status, field, _reason = refused(learner, json.dumps([record(context)]), kind)
    assert (status, field) == (415, "body")


def test_more_than_256_kilobytes_are_refused(learner: Learner, context: str) -> None:
    large = json.dumps([record(context, value="x" * 256 * 1024)])
    assert refused(learner, large)[:2] == (413, "body")


def test_more_than_a_megabyte_is_refused_before_it_is_read(learner: Learner) -> None:
    answered = learner.browser.client.post(
        "/learn/answers",
        data=b"[" * (1024 * 1024 + 1),
        content_type="application/json",
        headers={"X-CSRFToken": learner.browser.token()},
    )
    assert (answered.status_code, stored(learner.installation.database, learner.person)) == (413, (0, 0))


def test_more_than_fifty_answers_are_refused_and_fifty_are_not(learner: Learner, context: str) -> None:
    assert refused(learner, json.dumps([record(context) for _ in range(51)]))[:2] == (413, "body")
    fifty = [record(context, base=base) for base in range(50)]
    assert len(learner.browser.save(*fifty).json["saved"]) == 50


FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "no id": ({"id": ...}, "id"),
    "no context": ({"context": ...}, "context"),
    "no block": ({"block": ...}, "block"),
    "no item": ({"item": ...}, "item"),
    "no base": ({"base": ...}, "base"),
    "no value": ({"value": ...}, "value"),
    "an unknown key": ({"organisation_id": str(uuid4())}, "organisation_id"),
    "a revision of one's own": ({"revision": 9}, "revision"),
    "a person of one's own": ({"person_id": str(uuid4())}, "person_id"),
    "id a number": ({"id": 5}, "id"),
    "id null": ({"id": None}, "id"),
    "id UUIDv4": ({"id": str(uuid4())}, "id"),
    "id in upper case": ({"id": "0199AB5E-27C4-77D3-9F0E-5B1C2A8E4D01"}, "id"),
    "id in braces": ({"id": "{0199ab5e-27c4-77d3-9f0e-5b1c2a8e4d01}"}, "id"),
    "id without dashes": ({"id": "0199ab5e27c477d39f0e5b1c2a8e4d01"}, "id"),
    "id as urn": ({"id": "urn:uuid:0199ab5e-27c4-77d3-9f0e-5b1c2a8e4d01"}, "id"),
    "id in other digits": ({"id": "٠199ab5e-27c4-77d3-9f0e-5b1c2a8e4d01"}, "id"),
    "context a list": ({"context": ["attempt:1"]}, "context"),
    "context empty": ({"context": ""}, "context"),
    "context long": ({"context": "a" * 81}, "context"),
    "context with a zero byte": ({"context": "attempt:\x00"}, "context"),
    "block a number": ({"block": 5}, "block"),
    "block null": ({"block": None}, "block"),
    "block with a line feed": ({"block": "quiz\n"}, "block"),
    "block with half a character": ({"block": "quiz\ud800"}, "block"),
    "item an object": ({"item": {}}, "item"),
    "item true": ({"item": True}, "item"),
    "item long": ({"item": "a" * 100_000}, "item"),
    "base a text": ({"base": "0"}, "base"),
    "base true": ({"base": True}, "base"),
    "base null": ({"base": None}, "base"),
    "base a fraction": ({"base": 1.5}, "base"),
    "base a float": ({"base": 1.0}, "base"),
    "base negative": ({"base": -1}, "base"),
    "base enormous": ({"base": 10**30}, "base"),
    "value half a character": ({"value": "\ud800"}, "value"),
    "value a lone low half": ({"value": ["\udfff"]}, "value"),
    "value a zero byte": ({"value": "a\x00b"}, "value"),
    "a broken key in the value": ({"value": {"\ud800": 1}}, "value"),
    "value enormous": ({"value": 10**16}, "value"),
    "value of 4,000 digits": ({"value": 10**3999}, "value"),
    "value 21 deep": ({"value": json.loads("[" * 22 + "]" * 22)}, "value"),
}


@pytest.mark.parametrize(("changes", "field"), FIELDS.values(), ids=FIELDS)
def test_a_record_with_a_fault_is_refused_by_the_name_of_the_field(
    learner: Learner, context: str, changes: dict[str, Any], field: str
) -> None:
    sound = record(context)
    status, named, _reason = refused(learner, json.dumps([sound, record(context, **changes)]))
    assert (status, named) == (422, f"[1].{field}")


@pytest.mark.parametrize("value", ["1e400", "-1e400", "1e16", "123456789012345678901234567890"])
def test_a_number_beyond_any_we_keep_is_refused(learner: Learner, context: str, value: str) -> None:
    body = json.dumps([record(context, value="HERE")]).replace('"HERE"', value)
    assert refused(learner, body)[:2] == (422, "[0].value")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_in_json_is_refused_anywhere(learner: Learner, context: str, constant: str) -> None:
    for place in ("value", "base"):
        body = json.dumps([record(context, **{place: "HERE"})]).replace('"HERE"', constant)
        assert refused(learner, body)[:2] == (400, "body")


@pytest.mark.parametrize("entry", [None, 5, "answer", [], [[]], True])
def test_a_record_that_is_no_object_is_refused(learner: Learner, entry: object) -> None:
    assert refused(learner, json.dumps([entry]))[:2] == (400, "[0]")


def test_an_answer_without_the_token_of_a_page_is_refused(
    installation: Installation, learner: Learner, context: str
) -> None:
    answered = learner.browser.client.post("/learn/answers", json=[record(context)])
    assert (answered.status_code, answered.json) == (400, {"error": "csrf"})
    assert stored(installation.database, learner.person) == (0, 0)


def test_an_answer_from_another_sites_page_is_refused(
    installation: Installation, learner: Learner, context: str
) -> None:
    answered = learner.browser.client.post(
        "/learn/answers",
        json=[record(context)],
        headers={"X-CSRFToken": learner.browser.token(), "Origin": "https://evil.example"},
    )
    assert answered.status_code == 403
    assert stored(installation.database, learner.person) == (0, 0)
