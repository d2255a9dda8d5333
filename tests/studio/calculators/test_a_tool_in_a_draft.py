"""A trainer without code copies a tool, changes it part by part, and is told in words what is wrong."""

from __future__ import annotations

import tomllib
from typing import Any

from lms.studio.drafts.reading import read
from tests.support.company import Company
from tests.support.drafting import copy_of_library
from tests.support.tool_desk import NAME, ORIGINAL, ToolDesk, at_tool, lines_changed, words

LOST = "outputs.lost_customers"


def parsed(desk: ToolDesk) -> dict[str, Any]:
    return tomllib.loads(desk.text(desk.file))


def problems(desk: ToolDesk) -> list[str]:
    with desk.company.installation.database.reading() as session:
        return [each.message for each in read(session, desk.draft).problems]


def test_a_copy_has_a_name_and_an_identity_of_its_own_and_nothing_else_differs(company: Company) -> None:
    desk = at_tool(company)
    copy = parsed(desk)
    other = at_tool(company, person=desk.person)
    assert copy["name"] == NAME
    assert parsed(other)["uuid"] != copy["uuid"]
    assert {key: each for key, each in parsed(other).items() if key != "uuid"} == {
        key: each for key, each in copy.items() if key != "uuid"
    }
    assert problems(desk) == []


def test_a_copy_is_told_from_its_original_in_every_language(company: Company) -> None:
    desk = copy_of_library(company)
    assert desk.browser.post(f"{desk.address}/calculators", data={"copy": ORIGINAL}).status_code == 303
    path = next(path for path, text in desk.files().items() if path.endswith(".calc.toml") and ORIGINAL in path)
    titles = tomllib.loads(desk.text(path))["title"]
    assert titles["en"].endswith(" (copy)")
    assert {"en", "da", "sv"} == {*titles}
    assert all(title.endswith(")") for title in titles.values())


def test_a_copy_that_was_given_a_title_has_it(company: Company) -> None:
    titles = parsed(at_tool(company))["title"]
    assert titles["en"] == "Our churn"
    assert titles["da"].endswith(")")


def test_blocks_that_showed_the_original_are_offered_the_copy_in_every_language(company: Company) -> None:
    desk = at_tool(company)
    offered = desk.browser.get(f"{desk.tool}/blocks?original={ORIGINAL}")
    block = next(each for each in offered.text.split('value="') if each.startswith("03-")).partition('"')[0]
    sent = {"original": ORIGINAL, "block": [block]}
    assert desk.browser.post(f"{desk.tool}/blocks", data=sent).status_code == 303
    pages = {path: text.decode() for path, text in desk.files().items() if path.endswith(".md")}
    assert [path.split("/")[2] for path, text in pages.items() if f'use = "{NAME}"' in text] == ["da", "en"]
    assert not any(f'use = "{ORIGINAL}"' in text for text in pages.values())
    assert problems(desk) == []


def test_a_changed_formula_is_kept_in_its_own_line_and_its_value_is_told(company: Company) -> None:
    desk = at_tool(company)
    before = desk.text(desk.file)
    kept = desk.send(LOST, formula="customers * churn_rate / 2")
    assert kept.status_code == 200
    assert lines_changed(before, desk.text(desk.file)) == ['formula = "customers * churn_rate / 2"']
    assert "With the example it gives 750" in desk.told()


def test_a_mistake_is_kept_and_told_in_words_at_its_place(company: Company) -> None:
    desk = at_tool(company)
    assert desk.send(LOST, formula="custmers * churn_rate").status_code == 200
    told = desk.told()
    assert "“custmers” is not known here. Did you mean “customers”?" in told
    assert "Waits for the formulas above it." in told
    assert desk.send(LOST, formula="customers + annual_margin").status_code == 200
    assert "Money is added to a count." in desk.told() or "A count is added to money." in desk.told()
    assert desk.send(LOST, formula="total * 2").status_code == 200
    assert "“total” is computed further down. Move it above this one." in desk.told()


def test_an_example_that_fails_says_what_was_expected_and_what_came(company: Company) -> None:
    desk = at_tool(company)
    desk.send(LOST, formula="customers * churn_rate / 2")
    assert "This example gives something else: lost_customers : expected 1500, got 750" in desk.told()
    asked = desk.send("examples.1", "today")
    assert asked.status_code == 409
    assert "lost_customers: 1500 becomes 750" in words(asked.text)
    assert desk.send("examples.1", "today", sure="1").status_code == 200
    assert parsed(desk)["examples"][0]["outputs"]["lost_customers"] == 750
    assert "lost_customers : expected 1500" not in desk.told()


def test_a_new_name_goes_everywhere_and_one_that_cannot_be_is_told(company: Company) -> None:
    desk = at_tool(company)
    refused = desk.send("inputs.cac", name="Won customers!").get_json()
    assert refused["problems"] == [{"field": "name", "message": "Small letters, digits and underscores."}]
    taken = desk.send("inputs.cac", name="customers").get_json()
    assert taken["problems"] == [{"field": "name", "message": "Another part has this name."}]
    assert desk.send("inputs.cac", name="winning_one").status_code == 200
    assert "given(winning_one)" in desk.text(desk.file)
    assert "given(cac)" not in desk.text(desk.file)
    assert problems(desk) == []


def test_removing_what_is_used_says_where_before_it_goes(company: Company) -> None:
    desk = at_tool(company)
    asked = desk.send("inputs.cac", "remove")
    assert asked.status_code == 409
    assert "winning" in words(asked.text)
    assert desk.part(desk.file, "inputs.cac") is not None
    assert desk.send("inputs.cac", "remove", sure="1").status_code == 200
    assert desk.part(desk.file, "inputs.cac") is None


def test_numbers_are_typed_as_people_write_them_and_what_is_none_is_kept_to_be_mended(company: Company) -> None:
    desk = at_tool(company)
    desk.send("inputs.churn_rate", example="12.5 %", maximum="60")
    assert (parsed(desk)["inputs"][1]["example"], parsed(desk)["inputs"][1]["maximum"]) == (0.125, 0.6)
    assert desk.send("inputs.churn_rate", minimum="a few").status_code == 200
    assert parsed(desk)["inputs"][1]["minimum"] == "a few"
    assert "“minimum” must be a number." in desk.told()


def test_one_result_is_the_large_figure(company: Company) -> None:
    desk = at_tool(company)
    desk.send("outputs.per_customer", has__headline="1", headline="y")
    assert [each["name"] for each in parsed(desk)["outputs"] if each.get("headline")] == ["per_customer"]


def test_what_somebody_else_wrote_meanwhile_is_never_written_over(company: Company) -> None:
    desk = at_tool(company)
    seen = desk.base(desk.file, LOST)
    desk.send(LOST, formula="customers")
    late = desk.send(LOST, base=seen, formula="churn_rate")
    assert late.status_code == 409
    assert 'formula = "customers"' in late.get_json()["conflicts"][0]["text"]
    assert 'formula = "customers"' in desk.text(desk.file)


def test_what_was_typed_is_kept_when_a_button_adds_something(company: Company) -> None:
    desk = at_tool(company)
    assert desk.send("inputs.customers", "add:choices", unit="choice", label__en="Which ones?").status_code == 200
    (first, *_rest) = parsed(desk)["inputs"]
    assert (first["unit"], first["label"]["en"]) == ("choice", "Which ones?")
    assert [each["value"] for each in first["choices"]] == ["OPTION_1"]


def test_a_tool_begun_from_a_skeleton_computes_at_once(company: Company) -> None:
    desk = copy_of_library(company)
    for skeleton in ("empty", "product", "years"):
        sent = {"skeleton": skeleton, "title": f"A {skeleton} tool"}
        assert desk.browser.post(f"{desk.address}/calculators", data=sent).status_code == 303
    with company.installation.database.reading() as session:
        assert read(session, desk.draft).problems == ()


def test_parts_are_added_with_a_name_from_their_label(company: Company) -> None:
    desk = at_tool(company)
    for kind, label in (("inputs", "Calls a day"), ("outputs", "Calls a year"), ("series", "Year by year")):
        sent = {"do": "add", "kind": kind, "label": label}
        assert desk.browser.post(desk.tool, data=sent).status_code == 303
    parts = [
        desk.part(desk.file, each) for each in ("inputs.calls_a_day", "outputs.calls_a_year", "series.year_by_year")
    ]
    assert all(parts)
    file = parsed(desk)
    assert [each["name"] for each in file["inputs"]][-1] == "calls_a_day"
    assert file["outputs"][-1]["label"]["en"] == "Calls a year"


def test_a_picture_from_the_gallery_fits_and_is_read_without_a_fault(company: Company) -> None:
    desk = at_tool(company)
    offered = desk.browser.get(f"{desk.tool}/picture?part=chart")
    assert {"Bars", "Steps", "Share"} <= {
        each for each in ("Bars", "Steps", "Share", "Lines") if f">{each}<" in offered.text
    }
    assert ">Lines<" not in offered.text  # there is no row of periods in this tool
    fields = ["replacement_cost", "lost_value"]
    sent = {"kind": "bars", "part": "chart", "base": desk.base(desk.file, "chart"), "field": fields}
    assert desk.browser.post(f"{desk.tool}/picture", data=sent).status_code == 303
    assert [each["name"] for each in parsed(desk)["chart"]["rows"]] == fields
    assert problems(desk) == []


def test_the_ranges_tell_where_the_figure_lies_and_which_range_cannot_be(company: Company) -> None:
    desk = at_tool(company)
    page = words(desk.browser.get(f"{desk.tool}/ranges").text)
    assert "8 of 10 runs fall between these two." in page
    assert page.index("Share of the lost you replace") < page.index("From where to where")
    wrong = words(desk.browser.get(f"{desk.tool}/ranges?low.churn_rate=50&high.churn_rate=10").text)
    assert "The low end is above the high end. Swap them." in wrong


def test_the_source_is_kept_however_faulty_and_said_line_by_line(company: Company) -> None:
    desk = at_tool(company)
    text = desk.text(desk.file).replace('unit = "count"', 'unit = "counts"', 1)
    base = desk.base(desk.file, "@file")
    assert desk.browser.post(f"{desk.tool}/source", data={"text": text, "base": base}).status_code == 303
    assert desk.text(desk.file) == text
    line = text.split("\n").index('unit = "counts"') + 1
    assert f"Line {line}: “unit” is not one that is known." in words(desk.browser.get(f"{desk.tool}/source").text)
    assert desk.browser.get(desk.tool).status_code == 200


def test_a_file_that_is_no_toml_can_still_be_opened_and_mended(company: Company) -> None:
    desk = at_tool(company)
    sent = {"text": "[[inputs]\nname =", "base": desk.base(desk.file, "@file")}
    assert desk.browser.post(f"{desk.tool}/source", data=sent).status_code == 303
    for each in ("", "/tool", "/check", "/picture", "/ranges", "/source"):
        assert desk.browser.get(desk.tool + each).status_code == 200, each
    assert desk.browser.get(f"{desk.address}/calculators").status_code == 200


def test_another_address_keeps_the_tool_its_blocks_and_never_takes_one_that_is_there(company: Company) -> None:
    desk = at_tool(company)
    offered = desk.browser.get(f"{desk.tool}/blocks?original={ORIGINAL}").text
    keys = [each.partition('"')[0] for each in offered.split('name="block" value="')[1:]]
    desk.browser.post(f"{desk.tool}/blocks", data={"original": ORIGINAL, "block": keys})
    moved = desk.browser.post(desk.tool, data={"do": "address", "address": "Customer lifetime value"})
    assert moved.headers["Location"].endswith("/calculators/customer-lifetime-value-2")
    assert desk.browser.get(desk.tool).status_code == 404
    path = f"modules/{desk.draft.slug}/customer-lifetime-value-2.calc.toml"
    assert tomllib.loads(desk.text(path))["name"] == "customer-lifetime-value-2"
    pages = [text.decode() for name, text in desk.files().items() if name.endswith(".md")]
    assert sum('use = "customer-lifetime-value-2"' in text for text in pages) == 2
    assert problems(desk) == []


def test_the_tool_in_the_frame_is_computed_and_keeps_nothing(company: Company) -> None:
    desk = at_tool(company)
    page = desk.browser.get(f"{desk.tool}/tool")
    assert 'data-context="trial"' in page.text
    assert "/learn/answers" not in page.text
    assert "Keep as fact" not in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in desk.browser.get(desk.tool).headers["Content-Security-Policy"]
    desk.send("inputs.customers", example="20000")
    assert "20,000" in desk.browser.get(f"{desk.tool}/tool").text, "nothing of a draft is kept between two pages"
