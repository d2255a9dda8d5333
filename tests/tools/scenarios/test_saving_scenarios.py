"""A tool's numbers are kept under a name, changed apart from the tool, copied, removed and brought back."""

from __future__ import annotations

import re

from lms.tools.scenarios.models import Scenario
from tests.support.company import Company, answer
from tests.support.fingerprint import dump
from tests.support.installation import Installation
from tests.tools.scenarios.conftest import CLV, TOOL, Planner, headline, planner_of


def test_what_is_saved_is_what_stood_in_the_tool(planner: Planner) -> None:
    before = headline(planner.browser.get(f"/tools/{TOOL}").text)
    scenario = planner.save("With a call after every complaint")
    html = planner.page(scenario)
    assert headline(html) == before
    assert "With a call after every complaint" in html
    assert planner.kept(scenario).values == {"margin": 1500, "retention": 0.9}, "the examples stay examples"


def test_a_scenario_changes_apart_from_the_tool(planner: Planner) -> None:
    scenario = planner.save()
    before = headline(planner.browser.get(f"/tools/{TOOL}").text)
    assert planner.change(scenario, margin=2000).status_code == 200
    assert headline(planner.browser.get(f"/tools/{TOOL}").text) == before
    assert headline(planner.page(scenario)) != before
    planner.browser.save(answer(CLV, "inputs", "margin", 900, base=1))
    assert planner.kept(scenario).values["margin"] == 2000


def test_the_name_is_offered_and_counted(planner: Planner) -> None:
    assert 'value="Scenario 1"' in planner.browser.get(f"/tools/{TOOL}").text
    planner.save("")
    assert 'value="Scenario 2"' in planner.browser.get(f"/tools/{TOOL}").text
    assert "Scenario 1" in planner.browser.get(f"/tools/{TOOL}/scenarios").text


def test_a_name_too_long_is_refused_where_it_was_typed(planner: Planner) -> None:
    refused = planner.browser.post(f"/tools/{TOOL}/scenarios", {"name": "x" * 61})
    assert refused.status_code == 422
    assert "at most 60 characters" in refused.text
    assert planner.rows() == []


def test_ranges_are_kept_too(planner: Planner) -> None:
    planner.browser.save(answer(CLV, "ranges", "retention", {"shape": "triangular", "low": 0.8, "high": 0.95}))
    scenario = planner.save()
    assert planner.kept(scenario).shown.ranges.by_name["retention"].low == 0.8


def test_the_list_says_how_far_each_is_from_my_numbers_now(planner: Planner) -> None:
    scenario = planner.save("Higher margin")
    planner.change(scenario, margin=2500)
    html = planner.browser.get(f"/tools/{TOOL}/scenarios").text.replace("\u00a0", " ")
    mine = headline(planner.browser.get(f"/tools/{TOOL}").text)
    assert mine in html
    assert headline(planner.page(scenario)) in html
    assert "+DKK 5,000" in html, "1,000 more margin at a multiple of five"


def test_without_javascript_the_form_keeps_a_scenarios_numbers(planner: Planner) -> None:
    scenario = planner.save()
    answered = planner.do(scenario, "", **{"input-margin": "3,000"})
    assert answered.status_code == 303
    assert planner.kept(scenario).values["margin"] == 3000
    refused = planner.do(scenario, "", **{"input-margin": "a lot"})
    assert refused.status_code == 422
    assert "Enter a number, such as 1,200.50." in refused.text
    assert 'value="a lot"' in refused.text


def test_two_windows_on_one_scenario_lose_nothing(planner: Planner) -> None:
    scenario = planner.save()
    assert planner.change(scenario, margin=2000).json["conflicts"] == []
    late = planner.change(scenario, margin=2222).json
    assert late["saved"] == []
    assert late["conflicts"][0]["current"] == {"value": 2000, "revision": 2}


def test_two_windows_on_one_name_show_both(planner: Planner) -> None:
    scenario = planner.save("First")
    page = {"name_base": "1", "note_base": "0", "note": ""}
    assert planner.do(scenario, "description", **page, name="Second").status_code == 303
    late = planner.do(scenario, "description", **{**page, "note": "my note"}, name="Third")
    assert late.status_code == 409
    assert "Changed on another device: Second" in late.text
    assert 'value="Third"' in late.text
    assert "my note</textarea>" in late.text
    base = re.search(r'name="name_base" value="(\d+)"', late.text)
    assert base is not None
    again = planner.do(scenario, "description", name="Third", note="my note", name_base=base[1], note_base="0")
    assert again.status_code == 303
    assert (planner.kept(scenario).name, planner.kept(scenario).note) == ("Third", "my note")


def test_a_copy_has_the_same_numbers_and_goes_its_own_way(planner: Planner) -> None:
    scenario = planner.save("Plan")
    planner.do(scenario, "description", name="Plan", note="why", name_base="1", note_base="0")
    copied = planner.do(scenario, "copies")
    copy = copied.location.rpartition("/")[2]
    assert planner.kept(copy).name == "Copy of Plan"
    assert planner.kept(copy).note == "why"
    planner.change(copy, margin=1)
    assert planner.kept(scenario).values["margin"] == 1500


def test_a_removed_scenario_is_nowhere_and_can_be_brought_back(planner: Planner) -> None:
    scenario = planner.save("Gone soon")
    removed = planner.do(scenario, "removal")
    html = planner.browser.get(removed.location).text
    assert "Gone soon" not in html
    assert f"/tools/scenarios/{scenario}/return" in html
    assert planner.browser.get(f"/tools/scenarios/{scenario}").status_code == 404
    assert planner.change(scenario, margin=1).status_code == 404
    assert planner.do(scenario, "return").status_code == 303
    assert planner.kept(scenario).values["margin"] == 1500


def test_using_a_scenario_makes_its_numbers_the_tools_and_keeps_the_old_ones(planner: Planner) -> None:
    scenario = planner.save("Bold")
    planner.change(scenario, margin=4000)
    planner.change(scenario, retention=None)
    planner.browser.save(answer(CLV, "inputs", "discount", 0.2))
    used = planner.do(scenario, "use", keep="y")
    assert used.location == f"/tools/{TOOL}"
    html = planner.browser.get(f"/tools/{TOOL}").text
    assert headline(html) == headline(planner.page(scenario))
    assert "1 of 4 numbers are yours" in html, "what the scenario has not is an example again"
    listed = planner.browser.get(f"/tools/{TOOL}/scenarios").text
    assert "My numbers until" in listed
    assert len(planner.rows()) == 2


def test_anothers_scenario_is_not_there(planner: Planner, company: Company, other_company: Company) -> None:
    scenario = planner.save()
    for stranger in (planner_of(company), planner_of(other_company)):
        assert stranger.browser.get(f"/tools/scenarios/{scenario}").status_code == 404
        assert stranger.change(scenario, margin=1).status_code == 404
        for what in ("", "description", "copies", "removal", "return", "baseline", "use", "outcome", "shares"):
            assert stranger.do(scenario, what, name="x").status_code == 404, what
    assert planner.kept(scenario).values["margin"] == 1500


def test_an_unknown_tool_keeps_nothing(planner: Planner) -> None:
    assert planner.browser.post("/tools/no-such-tool/scenarios", {"name": "x"}).status_code == 404
    assert planner.browser.get("/tools/no-such-tool/scenarios").status_code == 404


def test_nothing_typed_into_a_scenario_stands_in_the_database_in_clear(
    planner: Planner, installation: Installation
) -> None:
    word, number = f"name-{planner.company.marker}", 7_316_294_508
    scenario = planner.save(word)
    planner.do(scenario, "description", name=word, note=f"note-{word}", name_base="1", note_base="0")
    planner.change(scenario, margin=number)
    assert planner.do(scenario, "outcome", output="clv_net", value=str(number), day="2026-11-20").status_code == 303
    everything = dump(installation.database)
    assert word not in everything
    assert str(number) not in everything
    assert scenario in everything, "only that there is a scenario"
    assert word in planner.page(scenario)


def test_a_name_that_is_code_is_only_a_name(planner: Planner) -> None:
    scenario = planner.save("<script>alert(1)</script>")
    for path in (f"/tools/scenarios/{scenario}", f"/tools/{TOOL}/scenarios", "/tools/scenarios",
                 f"/tools/scenarios/compare?ids={scenario}&ids=now"):  # fmt: skip
        html = planner.browser.get(path).text
        assert "<script>alert" not in html
        assert "alert(1)" in html


def test_there_is_room_for_two_hundred(planner: Planner, installation: Installation) -> None:
    first = planner.save()
    with installation.database.writing() as session:
        row = session.get(Scenario, planner.rows()[0].id)
        assert row is not None
        for _each in range(199):
            session.add(
                Scenario(
                    organisation_id=row.organisation_id,
                    person_id=row.person_id,
                    calculator_id=row.calculator_id,
                    created_at=row.created_at,
                )
            )
    refused = planner.browser.post(f"/tools/{TOOL}/scenarios", {"name": "One more"})
    assert (refused.status_code, "as many as there can be" in refused.text) == (422, True)
    assert planner.do(first, "copies").status_code == 422
