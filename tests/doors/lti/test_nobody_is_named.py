"""Every way a launch is refused: the log says what to mend, and names nobody once they are erased."""

from __future__ import annotations

from typing import Any

from tests.doors import planted
from tests.doors.lti.platform import Platform
from tests.doors.lti.visiting import Connected
from tests.support.company import Company


def test_no_refused_launch_names_whoever_came(company: Company, platform: Platform) -> None:
    connected = Connected(company, platform, changed={"creates_people": False})
    who = {"sub": planted.SUBJECT, "name": planted.NAME, "given_name": planted.FIRST, "family_name": planted.LAST}
    who |= {"email": planted.mail(company)}
    ways: dict[str, dict[str, Any]] = {
        "a stranger": {},
        "too old": {"exp": 1, "iat": 1},
        "no subject": {"sub": ["a", planted.NAME]},
        "a subject that is too long": {"sub": planted.SUBJECT * 40},
        "another client": {"aud": [planted.NAME]},
    }
    for way, claims in ways.items():
        assert (way, connected.launch(**{**who, **claims}).status_code >= 400) == (way, True)
    client = connected.client()
    state, _nonce = connected.begin(client, login_hint=planted.SUBJECT)
    sent = {"state": state, "error": "login_required", "error_description": planted.WORDS}
    assert client.post("/lti/launch", data=sent).status_code == 400
    told = [each.told for each in planted.noted(company)]
    assert "error: login_required AADSTS50105" in told
    assert planted.found(company) == []


def test_one_who_is_known_already_is_named_by_reference_alone(company: Company, connected: Connected) -> None:
    victim = company.person(name=planted.NAME)
    assert connected.launch(email=victim.email, sub=planted.SUBJECT, name=planted.NAME).status_code == 403
    (line,) = planted.noted(company)
    assert line.person_id == victim.id
    planted.erased(company)
    assert (planted.noted(company), planted.found(company)) == ([], [])


def test_who_came_in_leaves_nothing_when_erased(company: Company, connected: Connected) -> None:
    assert connected.launch(sub=planted.SUBJECT, name=planted.NAME).status_code == 303
    assert planted.noted(company)
    planted.erased(company)
    assert (planted.noted(company), planted.found(company)) == ([], [])
