"""Two people change one place: what differs is shown as its reader knows it, box by box, and each box is chosen."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from lms.kernel.permissions import Role
from lms.studio.drafts.merging import merged, readings
from tests.support.company import Company
from tests.support.drafting import Desk, begin, copy_of_library
from tests.support.tool_desk import JSON, at_tool, words

OUTLINE = Path(__file__).parents[3] / "lms/web/static/web/js/draft-outline.js"


def sent_again(html: str, *, theirs: str = "") -> dict[str, str]:
    """Return what the page of a conflict sends: hidden boxes, and theirs for the boxes whose heading is given."""
    page = html[html.index('<form method="post"') :]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    sent = {unescape(name): unescape(value) for name, value in hidden if name != "csrf_token"}
    for box in re.findall(r"<fieldset class=\"box-choice\">(.*?)</fieldset>", page, re.S):
        if theirs and words(box).startswith(theirs):
            name, value = re.findall(r'name="(theirs:[^"]+)" value="([^"]+)"', box)[0]
            sent[unescape(name)] = unescape(value)
    return sent


def boxes(html: str) -> list[str]:
    return [words(each) for each in re.findall(r"<fieldset class=\"box-choice\">(.*?)</fieldset>", html, re.S)]


def fields_of(html: str) -> dict[str, str]:
    """Return the boxes of a form with what stands in them."""
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S)
    return {unescape(name): unescape(text).lstrip("\n") for name, text in (*found, *areas)}


def now_there(html: str) -> str:
    """Return the revision with which the page of a conflict sends its form again."""
    return fields_of(html)["base"]


def outlined(desk: Desk) -> dict[str, Any]:
    return tomllib.loads(desk.text(desk.module))


def test_an_outline_changed_by_two_is_compared_field_by_field_and_each_is_chosen(company: Company) -> None:
    desk = begin(company, "Listening on Mondays")
    part = "title"
    seen = desk.base(desk.module, part)
    first = {f"base:{desk.module}:{part}": seen, "title:title.en": "Listening on Tuesdays"}
    assert desk.browser.post(desk.address, data=first).status_code == 303
    late = {f"base:{desk.module}:{part}": seen, "title:title.en": "Listening every day"}
    answer = desk.browser.post(desk.address, data=late)
    assert answer.status_code == 409
    (box,) = boxes(answer.text)
    assert box.startswith("Title (English)")
    assert "Listening on Tuesdays" in box
    assert "Yours Listening every day" in box
    assert desk.browser.post(desk.address, data=sent_again(answer.text)).status_code == 303
    assert outlined(desk)["title"]["en"] == "Listening every day"


def test_of_a_tools_form_one_box_stays_theirs_and_another_becomes_mine(company: Company) -> None:
    desk = at_tool(company)
    part = "inputs.churn_rate"
    seen = desk.base(desk.file, part)
    assert desk.send(part, example="11 %", label__en="Customers lost").status_code == 200
    late = {"part": part, f"base:{desk.file}:{part}": seen, "do": "save", "example": "13 %", "label.en": "Who leaves"}
    told = desk.browser.post(desk.tool, data=late, headers=JSON)
    fields = {each["label"]: (each["theirs"], each["mine"]) for each in told.get_json()["conflicts"][0]["fields"]}
    assert fields == {"Example": ("0.11", "0.13"), "What is asked": ("Customers lost", "Who leaves")}
    page = desk.browser.post(desk.tool, data=late)
    assert page.status_code == 409
    chosen = sent_again(page.text, theirs="Example")
    assert desk.browser.post(desk.tool, data=chosen).status_code == 303
    found = tomllib.loads(desk.text(desk.file))["inputs"][1]
    assert (found["example"], found["label"]["en"]) == (0.11, "Who leaves")


def test_a_box_left_to_a_colleague_is_not_written_over_where_they_wrote_once_more(company: Company) -> None:
    desk = at_tool(company)
    part = "inputs.churn_rate"
    seen = desk.base(desk.file, part)
    desk.send(part, example="11 %")
    late = {"part": part, f"base:{desk.file}:{part}": seen, "do": "save", "example": "13 %"}
    page = desk.browser.post(desk.tool, data=late)
    desk.send(part, example="12 %")
    assert desk.browser.post(desk.tool, data=sent_again(page.text)).status_code == 409
    assert tomllib.loads(desk.text(desk.file))["inputs"][1]["example"] == 0.12


def test_of_a_question_each_box_is_shown_by_its_label_and_chosen(company: Company) -> None:
    desk = copy_of_library(company)
    path = next(
        each for each in desk.files() if each.startswith("quizzes/") and 'kind = "single-choice"' in desk.text(each)
    )
    file = tomllib.loads(desk.text(path))
    item = next(each for each in file["items"] if each.get("kind") == "single-choice")
    address = f"{desk.address}/quizzes/{path.removeprefix('quizzes/').removesuffix('.toml')}/items/{item['id']}"
    page = desk.browser.get(address)
    assert page.status_code == 200, address
    fields = fields_of(page.text)
    stem, other = "edit-stem-en", "edit-options-0-text-en"
    assert {stem, other} <= set(fields)
    assert desk.browser.post(address, data={**fields, stem: "Theirs?", other: "Their option"}).status_code == 200
    late = {**fields, stem: "Mine?", other: "My option"}
    answer = desk.browser.post(address, data=late)
    assert answer.status_code == 409
    labels = boxes(answer.text)
    assert any("Theirs?" in each and "Mine?" in each for each in labels)
    assert any(re.match(r"\S+ 1 · ", each) and "Their option" in each for each in labels)
    key = next(key for key in re.findall(r'name="theirs:\d+" value="([^"]+)"', answer.text) if "options" in key)
    fresh = {"over": "1", "base": now_there(answer.text)}
    kept = desk.browser.post(address, data={**late, **fresh, "theirs:1": unescape(key)})
    assert kept.status_code == 200
    stored = next(each for each in tomllib.loads(desk.text(path))["items"] if each["id"] == item["id"])
    assert (stored["stem"]["en"], stored["options"][0]["text"]["en"]) == ("Mine?", "Their option")


def test_a_question_left_to_a_colleague_in_every_box_shows_and_keeps_theirs(company: Company) -> None:
    desk = copy_of_library(company)
    path = next(each for each in desk.files() if each.startswith("quizzes/") and "single-choice" in desk.text(each))
    item = next(each for each in tomllib.loads(desk.text(path))["items"] if each.get("kind") == "single-choice")
    address = f"{desk.address}/quizzes/{path.removeprefix('quizzes/').removesuffix('.toml')}/items/{item['id']}"
    fields = fields_of(desk.browser.get(address).text)
    stem = "edit-stem-en"
    assert desk.browser.post(address, data={**fields, stem: "Theirs?"}).status_code == 200
    late = {**fields, stem: "Mine?"}
    told = desk.browser.post(address, data=late)
    (key,) = re.findall(r'name="theirs:\d+" value="([^"]+)"', told.text)
    chosen = {"over": "1", "base": now_there(told.text), "theirs:0": unescape(key)}
    shown = fields_of(desk.browser.post(address, data={**late, **chosen}).text)
    assert shown[stem] == "Theirs?"
    assert desk.browser.post(address, data=shown).status_code == 200
    assert next(e for e in tomllib.loads(desk.text(path))["items"] if e["id"] == item["id"])["stem"]["en"] == "Theirs?"


def test_a_second_conflict_asks_for_every_box_anew(company: Company) -> None:
    desk = at_tool(company)
    part = "inputs.churn_rate"
    seen = desk.base(desk.file, part)
    desk.send(part, example="11 %", label__en="Theirs")
    late = {"part": part, f"base:{desk.file}:{part}": seen, "do": "save", "example": "13 %", "label.en": "Mine"}
    first = desk.browser.post(desk.tool, data=late)
    again = sent_again(first.text, theirs="Example")
    desk.send(part, label__en="Theirs anew")
    second = desk.browser.post(desk.tool, data=again)
    assert second.status_code == 409
    assert {each.split(" ")[0] for each in boxes(second.text)} == {"Example", "What"}
    assert desk.browser.post(desk.tool, data=sent_again(second.text, theirs="Example")).status_code == 303
    found = tomllib.loads(desk.text(desk.file))["inputs"][1]
    assert (found["example"], found["label"]["en"]) == (0.11, "Mine")


def test_a_part_left_to_a_colleague_as_a_whole_stays_theirs(company: Company) -> None:
    desk = at_tool(company)
    part = "inputs.churn_rate"
    desk.send(part, example="11 %")
    base = desk.base(desk.file, part)
    mine = {"part": part, f"base:{desk.file}:{part}": base, "do": "save", "example": "13 %"}
    answer = desk.browser.post(desk.tool, data={**mine, f"theirs:{desk.file}:{part}:0": "*"}, headers=JSON)
    assert answer.status_code == 200
    assert tomllib.loads(desk.text(desk.file))["inputs"][1]["example"] == 0.11


def test_rows_and_whole_files_that_differ_are_not_put_together_box_by_box() -> None:
    theirs = '[[tables]]\nlabel = "Theirs"\n\n[[tables.columns]]\nname = "a"\n\n[[tables.columns]]\nname = "b"\n'
    mine = '[[tables]]\nlabel = "Mine"\n\n[[tables.columns]]\nname = "a"\n'
    assert readings("a.calc.toml", "tables.t", theirs, mine) == []
    assert merged("a.calc.toml", "tables.t", theirs, mine, ['["columns"]']) == mine
    whole = "[title]\nen = {}\n".format
    assert readings("a.calc.toml", "@file", whole('"Theirs"'), whole('"Mine"')) == []


def test_a_late_order_is_told_with_the_order_there_is_now(company: Company) -> None:
    desk = copy_of_library(company)
    colleague = desk.beside(company.person(Role.TRAINER))
    seen, order = desk.base(desk.module, "@order"), desk.part(desk.module, "@order")
    assert order is not None
    parts = order.split("\n")
    pages = [each for each in parts if each.startswith("pages.")]
    theirs = "\n".join([each for each in parts if each not in pages] + pages[::-1])
    assert colleague.write(desk.module, "@order", theirs).status_code == 200
    late = desk.write(desk.module, "@order", order, base=seen)
    assert late.status_code == 409
    (clash,) = late.get_json()["conflicts"]
    assert [each for each in clash["text"].split("\n") if each.startswith("pages.")] == pages[::-1]
    again = desk.write(desk.module, "@order", order, base=clash["base"])
    assert again.status_code == 200


def test_a_move_is_done_again_among_the_pages_there_are_now() -> None:
    found = re.search(r"export (function moved.*?\n})", OUTLINE.read_text(), re.S)
    assert found is not None
    engine = MiniRacer()
    engine.eval(found[1])

    def moved(parts: str, part: str, wanted: str) -> str:
        lists = ", ".join(json.dumps(each.split()) for each in (parts, wanted))
        first, second = lists.split("], ")
        return " ".join(engine.execute(f"moved({first}], {json.dumps(part)}, {second})"))

    now = "@head pages.d pages.a pages.b pages.c title"
    assert moved(now, "pages.a", "pages.b pages.c pages.a") == "@head pages.d pages.b pages.c pages.a title"
    assert moved(now, "pages.c", "pages.c pages.a pages.b") == "@head pages.c pages.d pages.a pages.b title"
    assert moved(now, "pages.b", "pages.gone pages.b pages.a") == "@head pages.b pages.d pages.a pages.c title"
    assert moved(now, "pages.gone", "pages.gone pages.a") == now


def test_the_number_of_problems_is_told_to_a_script_after_each_saving(company: Company) -> None:
    desk = begin(company)
    address = f"{desk.address}/problems"
    before = desk.browser.get(address, headers=JSON).get_json()["problems"]
    assert f'data-behaviour="draft-problems" data-count="{before}"' in desk.browser.get(desk.address).text
    assert desk.write(desk.module, "title", "[title]\nen = \n").status_code == 200
    told = desk.browser.get(address, headers=JSON).get_json()
    assert told["problems"] != before
    assert "problem" in words(told["html"])
