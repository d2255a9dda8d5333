"""A scenario is shared with one named colleague, read with every look noted, and closed at once."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from lms.tools.scenarios import share_views
from lms.tools.scenarios.models import ScenarioLook, ScenarioShare
from tests.support.company import Company, answer
from tests.support.fingerprint import dump
from tests.support.installation import Installation
from tests.tools.scenarios.conftest import TOOL, Planner, headline, planner_of

SHARE = re.compile(r'name="share" value="([0-9a-f-]{36})"')


@pytest.fixture
def reader(company: Company) -> Planner:
    """Return a colleague with a name nobody else has."""
    return planner_of(company, name=f"Ingrid {company.marker}")


@pytest.fixture
def shared(planner: Planner, reader: Planner) -> str:
    """Return a scenario that the reader may read."""
    scenario = planner.save("Between us")
    assert planner.do(scenario, "shares", who=reader.person.email.upper()).status_code == 303
    return scenario


def test_a_colleague_reads_the_same_figures_and_can_change_nothing(
    planner: Planner, reader: Planner, shared: str
) -> None:
    html = reader.page(shared)
    assert headline(html) == headline(planner.page(shared))
    assert "Between us" in html
    assert 'data-context="scenario:' in html
    assert '<fieldset class="locked" disabled>' in html
    assert reader.change(shared, margin=1).status_code == 404
    for what in ("", "description", "copies", "removal", "baseline", "use", "outcome", "shares", "shares/removal"):
        assert reader.do(shared, what, name="x", who=planner.person.email).status_code == 404, what
    assert f"/tools/scenarios/{shared}/copies" not in html
    assert planner.kept(shared).values["margin"] == 1500


def test_the_owner_sees_who_looked_and_when(planner: Planner, reader: Planner, shared: str) -> None:
    assert "has not looked yet" in planner.page(shared)
    reader.page(shared)
    reader.page(shared)
    html = planner.page(shared)
    assert "has looked 2 times" in html
    assert "Who has looked" in html
    assert reader.person.name in html
    planner.page(shared)
    assert "has looked 2 times" in planner.page(shared), "looking at one's own is no look"


def test_both_see_on_their_own_pages_what_is_shared(planner: Planner, reader: Planner, shared: str) -> None:
    for path in ("/tools/scenarios", "/me"):
        assert reader.person.name in planner.browser.get(path).text
        html = reader.browser.get(path).text
        assert planner.person.name in html
        assert f"/tools/scenarios/{shared}" in html
        assert "Between us" not in html, "what it is called stands on its page alone"


def test_a_name_in_full_finds_a_colleague_and_a_part_of_it_nobody(planner: Planner, reader: Planner) -> None:
    scenario = planner.save()
    for who in ("Ingrid", reader.person.email.partition("@")[0], "%", "_", "*", "", reader.person.name[:-1]):
        refused = planner.do(scenario, "shares", who=who)
        assert (refused.status_code, "Nobody in your organisation" in refused.text) == (422, True), who
        assert reader.person.email not in refused.text
    assert planner.do(scenario, "shares", who=f"  {reader.person.name.lower()} ").status_code == 303
    assert "Ingrid" in planner.page(scenario)


def test_two_of_one_name_are_told_apart_by_their_address(planner: Planner, company: Company) -> None:
    scenario = planner.save()
    twins = [company.person(name="Lars Berg"), company.person(name="Lars Berg")]
    refused = planner.do(scenario, "shares", who="Lars Berg")
    assert (refused.status_code, "Several colleagues have this name" in refused.text) == (422, True)
    assert twins[0].email not in refused.text
    assert planner.do(scenario, "shares", who=twins[0].email).status_code == 303


def test_nobody_outside_the_organisation_is_found_nor_oneself(
    planner: Planner, other_company: Company, installation: Installation
) -> None:
    scenario, stranger = planner.save(), other_company.person()
    assert planner.do(scenario, "shares", who=stranger.email).status_code == 422
    assert "That is you" in planner.do(scenario, "shares", who=planner.person.email).text
    left = planner.company.person()
    with installation.database.writing() as session:
        row = session.get(Person, left.id)
        assert row is not None
        row.active = False
    assert planner.do(scenario, "shares", who=left.email).status_code == 422


def test_a_share_ended_while_the_page_is_open_closes_it_clearly(planner: Planner, reader: Planner, shared: str) -> None:
    reader.page(shared)
    share = SHARE.search(planner.page(shared))
    assert share is not None
    assert planner.do(shared, "shares/removal", share=share[1]).status_code == 303
    closed = reader.browser.get(f"/tools/scenarios/{shared}")
    assert closed.status_code == 404
    assert "This is no longer shared with you" in closed.text
    assert "Between us" not in closed.text
    assert "1,500" not in closed.text
    assert f"/tools/scenarios/{shared}" not in reader.browser.get("/tools/scenarios").text
    assert "Who has looked" in planner.page(shared), "that they looked stays known"


def test_shared_again_it_is_open_again(
    planner: Planner, reader: Planner, shared: str, installation: Installation
) -> None:
    share = SHARE.search(planner.page(shared))
    assert share is not None
    planner.do(shared, "shares/removal", share=share[1])
    assert planner.do(shared, "shares", who=reader.person.email).status_code == 303
    assert reader.browser.get(f"/tools/scenarios/{shared}").status_code == 200
    assert len(_of(installation, ScenarioShare, reader.person)) == 1


def test_a_removed_scenario_is_closed_to_its_readers(planner: Planner, reader: Planner, shared: str) -> None:
    planner.do(shared, "removal")
    closed = reader.browser.get(f"/tools/scenarios/{shared}")
    assert (closed.status_code, "no longer shared" in closed.text) == (404, True)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER, Role.ADMIN])
def test_whoever_is_not_named_finds_nothing_whatever_their_role(
    planner: Planner, shared: str, company: Company, role: Role
) -> None:
    browser = company.browser(company.person(role))
    found = browser.get(f"/tools/scenarios/{shared}")
    assert found.status_code == 404
    assert "no longer shared" not in found.text
    assert shared not in browser.get("/tools/scenarios").text
    assert "Between us" not in browser.get("/me").text


def test_a_line_manager_sees_nothing_unless_named(company: Company) -> None:
    manager = company.person()
    person = company.person(manager=manager)
    planner = Planner(company, person, company.browser(person))
    scenario = planner.save()
    assert company.browser(manager).get(f"/tools/scenarios/{scenario}").status_code == 404


def test_only_ones_own_share_is_ended(planner: Planner, reader: Planner, shared: str) -> None:
    theirs = reader.save()
    share = SHARE.search(planner.page(shared))
    assert share is not None
    assert reader.do(theirs, "shares/removal", share=share[1]).status_code == 404
    assert planner.do(shared, "shares/removal", share="not an id").status_code == 404
    assert reader.browser.get(f"/tools/scenarios/{shared}").status_code == 200


def test_facts_flow_into_what_a_colleague_reads(planner: Planner, reader: Planner, shared: str) -> None:
    planner.change(shared, margin=2000)
    assert headline(reader.page(shared)) == headline(planner.page(shared))


def _of(installation: Installation, model: type[ScenarioShare | ScenarioLook], person: Person) -> list[UUID]:
    with installation.database.reading() as session:
        return list(session.scalars(select(model.id).where(model.person_id == person.id)))


def _erase(installation: Installation, person: Person) -> None:
    with installation.database.writing() as session:
        kept = session.get(Person, person.id)
        assert kept is not None
        erase(session, kept, installation.clock.now())


def test_erasing_the_owner_takes_everything_along(
    planner: Planner, reader: Planner, shared: str, installation: Installation
) -> None:
    reader.page(shared)
    _erase(installation, planner.person)
    assert shared not in dump(installation.database)
    assert reader.browser.get(f"/tools/scenarios/{shared}").status_code == 404
    assert reader.browser.get("/tools/scenarios").status_code == 200


def test_erasing_the_reader_takes_their_share_and_looks_along(
    planner: Planner, reader: Planner, shared: str, installation: Installation
) -> None:
    reader.page(shared)
    _erase(installation, reader.person)
    assert _of(installation, ScenarioShare, reader.person) == []
    assert _of(installation, ScenarioLook, reader.person) == []
    assert "Nobody but you." in planner.page(shared)


def test_the_export_says_with_whom_and_who_looked(planner: Planner, reader: Planner, shared: str) -> None:
    reader.page(shared)
    mine = planner.browser.get("/me/data.json").json
    assert mine["scenarios_shared"][0]["with"] == reader.person.name
    assert mine["scenarios_looked_at"][0] == {
        "scenario": shared,
        "by": reader.person.name,
        "at": mine["scenarios_looked_at"][0]["at"],
    }
    assert any(each["value"] == "Between us" for each in mine["private_answers"])
    theirs = reader.browser.get("/me/data.json")
    assert theirs.json["scenario_share"][0]["scenario_id"] == shared
    assert "Between us" not in theirs.text


def test_a_range_an_outcome_and_a_baseline_are_read_as_well(planner: Planner, reader: Planner, shared: str) -> None:
    planner.browser.save(answer(f"scenario:{shared}", "about", "note", "please have a look"))
    planner.do(shared, "baseline")
    planner.do(shared, "outcome", output="clv_net", value="6,000", day="2026-11-20")
    html = reader.page(shared)
    assert "please have a look" in html
    assert "What came in the end" in html
    assert f"/tools/{TOOL}/scenarios" not in html


def test_whoever_tries_out_names_has_to_wait_a_minute_and_is_told_so(
    planner: Planner, reader: Planner, clock: SetClock
) -> None:
    scenario = planner.save("Between us")
    for number in range(share_views.MOST_A_MINUTE):
        assert planner.do(scenario, "shares", who=f"Name {number}").status_code == 422
    refused = planner.do(scenario, "shares", who=reader.person.email)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Wait a minute, then try again." in refused.text
    assert reader.browser.get(f"/tools/scenarios/{scenario}").status_code == 404
    assert reader.do(reader.save("Mine"), "shares", who=planner.person.email).status_code == 303, "each for themselves"
    clock.forward(minutes=1, seconds=1)
    assert planner.do(scenario, "shares", who=reader.person.email).status_code == 303
