"""Launches that a platform signed with odd claims in them are let in or refused in words; none breaks a page."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.lti.claims import SHAPES
from lms.doors.lti.models import LtiContext, LtiLink, LtiUser
from lms.doors.lti.service_models import LtiChoice
from lms.people.models import Person
from tests.doors.lti.platform import CLAIM, DL, INSTRUCTOR
from tests.doors.lti.visiting import LAUNCH, Connected

NUL, HALF = "\x00", "\ud800"
SETTINGS = DL + "deep_linking_settings"
ASKED = {
    "deep_link_return_url": "https://platform.example/chosen",
    "accept_types": ["ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe"],
}


def _status(connected: Connected, claim: str, value: Any) -> int:
    """Return what a launch is answered in which a claim is just this, null too."""
    client = connected.client()
    state, nonce = connected.begin(client)
    claims = connected.platform.claims(nonce, LAUNCH)
    return connected.post(client, connected.platform.sign({**claims, claim: value}), state).status_code


LEFT_OUT = {"azp", "nbf", "name", "given_name", "family_name", "email", "locale"} | {
    name for name in SHAPES if name.startswith("https:") and "lti/claim" not in name
}
LEFT_OUT |= {CLAIM + name for name in ("context", "custom", "launch_presentation")}


@pytest.mark.parametrize("claim", SHAPES)
def test_a_claim_that_is_null_is_as_one_that_is_left_out(connected: Connected, claim: str) -> None:
    assert _status(connected, claim, None) == (303 if claim in LEFT_OUT else 400)


@pytest.mark.parametrize("odd", [NUL, HALF], ids=["NUL", "half a character"])
@pytest.mark.parametrize("claim", [name for name, kinds in SHAPES.items() if str in kinds])
def test_a_text_that_no_database_keeps_breaks_nothing(connected: Connected, claim: str, odd: str) -> None:
    fits = claim in LEFT_OUT - {"azp"}
    assert _status(connected, claim, f"a{odd}b") == (303 if fits else 400)


@pytest.mark.parametrize("odd", [NUL, HALF], ids=["NUL", "half a character"])
def test_odd_characters_are_left_out_of_what_is_kept(connected: Connected, odd: str) -> None:
    place = {name: f"{name}{odd}!" for name in ("id", "title", "label")}
    answer = connected.launch(
        name=f"Mia{odd} Platform",
        email=None,
        context=place,
        resource_link=place,
        custom={"target": f"home{odd}"},
        launch_presentation={"document_target": odd, "return_url": odd, "locale": odd},
    )
    assert (answer.status_code, answer.location) == (303, "/learn")
    with connected.company.installation.database.reading() as session:
        context = session.scalars(select(LtiContext).where(LtiContext.platform_id == connected.row.id)).one()
        link = session.scalars(select(LtiLink).where(LtiLink.context_id == context.id)).one()
        user = session.scalars(select(LtiUser).where(LtiUser.platform_id == connected.row.id)).one()
        person = session.get_one(Person, user.person_id)
    assert (context.context, context.title, context.label) == ("id!", "title!", "label!")
    assert (link.resource_link, link.title, link.target) == ("id!", "title!", "home")
    assert person.name == "Mia Platform"


@pytest.mark.parametrize("odd", [NUL, HALF], ids=["NUL", "half a character"])
def test_what_leads_nowhere_with_odd_characters_is_said_to(connected: Connected, odd: str) -> None:
    client = connected.client()
    answer = connected.launch(client, custom={"target": f"module:no{odd}"})
    assert (answer.status_code, answer.location) == (303, "/lti/nowhere?target=module:no")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("odd", [NUL, HALF], ids=["NUL", "half a character"])
def test_what_a_platform_wants_back_is_kept_without_them(connected: Connected, odd: str) -> None:
    settings = {**ASKED, "data": f"opaque{odd}:7"}
    asked = {"message_type": "LtiDeepLinkingRequest", "resource_link": None, "roles": [INSTRUCTOR], SETTINGS: settings}
    assert connected.launch(context={"id": "c", "title": f"Course{odd}"}, **asked).status_code == 303
    with connected.company.installation.database.reading() as session:
        mine = LtiChoice.organisation_id == connected.company.organisation.id
        choice = session.scalars(select(LtiChoice).where(mine)).one()
    assert (choice.data, choice.course) == ("opaque:7", "Course")
