"""Whatever id of another company stands in a request, it is as if there were none; and no word of theirs comes out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from lms.kernel.permissions import Role
from tests.support.company import answer
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation
from tests.web.asked import Asked
from tests.web.begun import QUIZ_BLOCK
from tests.web.two_worlds import World, normal

Worlds = tuple[World, World]


@pytest.fixture(scope="module")
def worlds(installation: Installation) -> Worlds:
    """Return two companies that have never heard of each other, each with a visit behind it."""
    both = World(installation), World(installation)
    for world in both:
        for asked in world.visit():
            assert world.ask(asked).status_code < 400, asked
        world.ask(Asked("GET", "/learn"))  # takes the last message away, so that no later page differs by it
    return both


def _nothing_like(value: str) -> str:
    """Return an id of the same form that belongs to nobody."""
    return str(uuid4()) if "-" in value else f"{value[0]}{uuid4().hex}"


def _swaps(ours: World, theirs: World) -> list[tuple[Asked, str, str]]:
    """Return (request, our id, their id) for every id in every request of the visit."""
    return [
        (asked, value, theirs.ids[kind])
        for asked in ours.visit()
        for kind, value in ours.ids.items()
        if asked.names(value) and not (kind == "person" and asked.query.get("id") == value)
    ]


def test_each_id_of_another_company_is_not_there(worlds: Worlds, installation: Installation) -> None:
    ours, theirs = worlds
    before = fingerprint(installation.database)
    swaps = _swaps(ours, theirs)
    for asked, mine, yours in swaps:
        nothing = _nothing_like(yours)
        swapped, missing = ours.ask(asked.swapped(mine, yours)), ours.ask(asked.swapped(mine, nothing))
        assert swapped.status_code == 404, f"{asked} with {yours} gave {swapped.status_code}"
        assert normal(swapped, yours) == normal(missing, nothing), asked
    assert fingerprint(installation.database) == before
    assert len(swaps) >= 200
    assert {kind for kind, value in ours.ids.items() if any(value == mine for _a, mine, _y in swaps)} == set(ours.ids)


def test_a_visit_made_wholly_of_their_ids_finds_nothing(worlds: Worlds, installation: Installation) -> None:
    ours, theirs = worlds
    before = fingerprint(installation.database, without={"audit_entry"})
    for mine, yours in zip(ours.visit(), theirs.visit(), strict=True):
        if any(mine.names(value) for value in ours.ids.values()) and "id" not in mine.query:
            assert ours.ask(yours).status_code == 404, yours
    assert fingerprint(installation.database, without={"audit_entry"}) == before


def test_no_room_of_their_draft_is_there_whatever_is_called_in_it(worlds: Worlds, installation: Installation) -> None:
    """Every route with a draft in it, not only those of the visit, with the form it begins by looking at: none."""
    ours, theirs = worlds
    theirs.browser.post(f"/author/drafts/{theirs.ids['draft']}/trash/end")
    before = fingerprint(installation.database, without={"audit_entry"})
    tried, app, token = 0, installation.app, ours.browser.token()
    for rule in app.url_map.iter_rules():
        if "draft" in rule.arguments:
            kinds: dict[str, Any] = {"number": 1, "position": 0, "language": "en", "comment": uuid4(), "link": uuid4()}
            named = {each: kinds.get(each, "cover.svg") for each in rule.arguments} | {"draft": theirs.ids["draft"]}
            with app.test_request_context():
                address = urlsplit(app.url_for(rule.endpoint, **named)).path
            for method in (rule.methods or set()) & {"GET", "POST"}:
                form = {"csrf_token": token} if method == "POST" else None
                came = ours.browser.client.open(address, method=method, data=form)
                assert came.status_code == 404, f"{method} {address} gave {came.status_code}"
                tried += 1
    assert fingerprint(installation.database, without={"audit_entry"}) == before
    assert tried > 60


def test_one_foreign_answer_among_ones_own_stores_none_of_them(worlds: Worlds, installation: Installation) -> None:
    ours, theirs = worlds
    calculators = [f"calculator:{world.ids['calculator']}" for world in worlds]
    mixed = [answer(calculators[n % 2], "inputs", "customers", 100 + n) for n in range(6)]
    nobody = str(uuid4())
    nobodys = [{**each, "context": each["context"].replace(theirs.ids["calculator"], nobody)} for each in mixed]
    before = fingerprint(installation.database)
    found, missing = (ours.ask(Asked("POST", "/learn/answers", body=body)) for body in (mixed, nobodys))
    assert found.status_code == 404
    assert normal(found) == normal(missing)
    assert fingerprint(installation.database) == before


def test_an_answers_id_tells_nothing_of_another_companys_log(worlds: Worlds) -> None:
    ours, theirs = worlds
    sent = answer(f"calculator:{theirs.ids['calculator']}", "inputs", "years", 7)
    assert theirs.ask(Asked("POST", "/learn/answers", body=[sent])).status_code in (200, 422)
    same_id = answer(f"calculator:{ours.ids['calculator']}", "inputs", "customers", 555, id=sent["id"])
    saved = ours.ask(Asked("POST", "/learn/answers", body=[same_id]))
    assert (saved.status_code, len(saved.get_json()["saved"]) + len(saved.get_json()["conflicts"])) == (200, 1)


def test_another_companys_person_as_a_place_in_the_list_shows_only_our_people(worlds: Worlds) -> None:
    ours, theirs = worlds
    query = {"module": ours.ids["slug"], "after": "A", "id": theirs.ids["person"]}
    page = ours.ask(Asked("GET", "/assign/people", query))
    assert page.status_code == 200
    assert ours.marker in page.text


def _places(world: World) -> list[tuple[Asked, str]]:
    """Return requests in which an id or an address only narrows what is ours, with that value; as of `world`."""
    address, kept = world.member.email or "", f"/assign/reports/kept/{world.ids['kept']}"
    local = address.partition("@")[0]
    at = {"at": "2026-11-21T10:00:00+00:00", "id": world.ids["person"], "until": "2026-11-22"}
    shared = {"name": "Kept", "shared": "named", "colleagues": address}
    log, edition = "/admin/audit", world.edition
    return [
        (Asked("GET", f"/assign/reports/counts/{edition}"), edition),
        (Asked("GET", "/assign/reports/kept", {"removed": world.ids["kept"]}), world.ids["kept"]),
        (Asked("GET", log, at), world.ids["person"]),
        *((Asked("GET", log, {said: local}), local) for said in ("about", "who", "word")),
        (Asked("GET", "/assign/mail", {"q": local}), local),
        (Asked("POST", kept, form=shared), local),
    ]


def test_what_only_narrows_a_page_narrows_it_to_nothing_of_another_companys(worlds: Worlds) -> None:
    ours, theirs = worlds
    for asked, yours in _places(theirs):
        here = asked.swapped(theirs.ids["kept"], ours.ids["kept"]) if asked.method == "POST" else asked
        nothing = str(uuid4()) if "-" in yours else uuid4().hex[:12]
        swapped, missing = (each.send(ours.browser) for each in (here, here.swapped(yours, nothing)))
        assert swapped.status_code in (200, 302, 422), asked
        assert normal(swapped, yours) == normal(missing, nothing), asked
    for asked, _value in _places(ours)[3:5]:
        assert ours.marker in asked.send(ours.browser).text.partition("<main")[2], "with our own it is found"


def test_a_colleagues_attempt_is_not_there_either(worlds: Worlds, installation: Installation) -> None:
    ours, _theirs = worlds
    chief = ours.company.browser(ours.company.person(Role.HR, Role.TRAINER, Role.ADMIN))
    before = fingerprint(installation.database)
    submission = chief.post(f"/learn/attempts/{ours.ids['attempt']}/submission")
    saving = chief.save(answer(f"attempt:{ours.ids['attempt']}", QUIZ_BLOCK, "customer-value", 1))
    assert (submission.status_code, saving.status_code) == (404, 404)
    assert fingerprint(installation.database) == before


def test_no_word_of_the_other_company_was_ever_received(worlds: Worlds) -> None:
    ours, theirs = worlds
    assert ours.marker in ours.received
    assert theirs.marker not in ours.received
    assert ours.marker not in theirs.received
    assert len(ours.received) > 200_000
