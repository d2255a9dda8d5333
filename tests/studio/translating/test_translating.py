"""Translating a draft text beside text: saved as it is typed, stale when English moves on, never over a colleague."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.packs.segments import base_of
from lms.packs.translating.units import Unit, units_of
from lms.studio.drafts.reading import read
from tests.support.company import Company
from tests.support.drafting import Desk, begin, copy_of_library

JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft, to which Danish is added."""
    found = begin(company)
    assert found.browser.post(f"{found.address}/translate", {"add": "da"}).status_code == 303
    return found


def units(desk: Desk) -> dict[str, Unit]:
    texts = {path: content.decode() for path, content in desk.files().items() if path.endswith((".md", ".toml"))}
    return {unit.id: unit for unit in units_of(texts, "da")}


def unit(desk: Desk, part: str, path: str | None = None) -> Unit:
    return units(desk)[f"{path or desk.page}#{part}"]


def type_in(desk: Desk, each: Unit, words: str, *, base: str | None = None, **more: str) -> TestResponse:
    """Send one text as the page's form does."""
    fields = {
        "path": each.path,
        "block": each.block,
        f"text:{each.part}": words,
        f"base:{each.path}:{each.part}": each.target_base if base is None else base,
        **more,
    }
    return desk.browser.post(f"{desk.address}/translate/da", fields, headers=JSON)


def test_a_language_that_is_added_may_be_published_unfinished(desk: Desk) -> None:
    assert 'languages = ["en", "da"]' in desk.text(desk.module)
    assert 'partly = ["da"]' in desk.text(desk.module)
    desk.browser.post(f"{desk.address}/translate", {"whole": "da"})
    assert "partly" not in desk.text(desk.module)
    assert desk.browser.post(f"{desk.address}/translate", {"add": "xx"}).status_code == 404


def test_a_title_is_translated_and_noted_with_what_it_was_made_from(desk: Desk) -> None:
    said = type_in(desk, unit(desk, "title", desk.module), "At lytte om mandagen")
    assert said.status_code == 200
    assert [(each["part"], each["state"]) for each in said.json["texts"]][0] == ("title", "current")
    assert said.json["saved"][0] == {"path": desk.module, "part": "title", "base": base_of("At lytte om mandagen")}
    assert tomllib.loads(desk.text(desk.module))["title"] == {
        "en": "Listening on Mondays",
        "da": "At lytte om mandagen",
    }
    assert f'"title" = "{base_of("Listening on Mondays")}"' in desk.text(marks(desk))


def marks(desk: Desk) -> str:
    return desk.module.replace("module.toml", "translations.toml")


def test_a_page_begins_with_the_blocks_that_have_no_words_and_says_what_is_still_english(desk: Desk) -> None:
    first = next(each for each in units(desk).values() if each.path == desk.page and each.part.endswith(".text"))
    assert type_in(desk, first, "På dansk.").status_code == 200
    danish = desk.text(desk.page.replace("/en/", "/da/"))
    assert "På dansk." in danish
    assert unit(desk, first.part).state == "current"
    assert unit(desk, "@head.title").mark == "copied"
    with desk.company.installation.database.reading() as session:
        assert not [each for each in read(session, desk.draft).problems if "/da/" in each.file]


def test_when_english_moves_on_the_translation_is_stale_until_somebody_looks(desk: Desk) -> None:
    title = unit(desk, "title", desk.module)
    type_in(desk, title, "At lytte om mandagen")
    text = desk.text(desk.module).replace("Listening on Mondays", "Listening on Tuesdays")
    assert desk.write(desk.module, "@file", text).status_code == 200
    stale = unit(desk, "title", desk.module)
    assert stale.state == "stale"
    page = desk.browser.get(f"{desk.address}/translate/da?place=1&show=stale").text
    assert "<del>Mondays</del><ins>Tuesdays</ins>" in page
    said = type_in(desk, stale, stale.target, right="title")
    assert said.json["texts"][0]["state"] == "current"
    assert unit(desk, "title", desk.module).state == "current"


def test_english_that_changes_under_an_unmarked_translation_marks_it(company: Company) -> None:
    desk = copy_of_library(company)
    before = next(each for each in units(desk).values() if each.path == desk.page and each.part.endswith(".text"))
    assert (before.state, before.mark) == ("current", "")
    text = (desk.part(desk.page, before.block) or "").rstrip() + " And more.\n\n"
    assert desk.write(desk.page, before.block, text).status_code == 200
    after = unit(desk, before.part)
    assert (after.state, after.mark) == ("stale", before.base)


def test_a_colleague_who_was_faster_is_not_written_over(desk: Desk, company: Company) -> None:
    title = unit(desk, "title", desk.module)
    other = desk.beside(company.person(Role.TRAINER, name="Second Trainer"))
    assert type_in(other, title, "Deres").status_code == 200
    said = type_in(desk, title, "Min")
    assert said.status_code == 409
    assert said.json["conflicts"][0]["text"] == "Deres"
    assert said.json["conflicts"][0]["by"] == "Second Trainer"
    assert unit(desk, "title", desk.module).target == "Deres"
    assert type_in(desk, title, "Min", base=said.json["conflicts"][0]["base"]).status_code == 200


def test_a_text_that_was_not_touched_is_not_fought_over(desk: Desk, company: Company) -> None:
    title = unit(desk, "title", desk.module)
    type_in(desk.beside(company.person(Role.TRAINER)), title, "Deres")
    assert type_in(desk, title, "").status_code == 200
    assert unit(desk, "title", desk.module).target == "Deres"


def test_whoever_has_no_script_saves_with_a_button_and_copies_english_in(desk: Desk) -> None:
    first = next(each for each in units(desk).values() if each.path == desk.page and each.part.endswith(".text"))
    fields = {"path": first.path, "block": first.block, "copy": first.part}
    said = desk.browser.post(f"{desk.address}/translate/da", fields)
    assert said.status_code == 303
    copied = unit(desk, first.part)
    assert (copied.target, copied.mark, copied.state) == (first.source, "copied", "todo")


def test_numbers_links_and_glossary_terms_are_looked_at(company: Company) -> None:
    desk = copy_of_library(company)
    with_number = (each for each in units(desk).values() if any(map(str.isdigit, each.source)))
    each = next(each for each in with_number if re.search(r"\bretention\b", each.source))
    said = type_in(desk, each, "Intet tal.")
    (told,) = [text for text in said.json["texts"] if text["part"] == each.part]
    assert any(words.startswith("Missing number") for words in told["remarks"])
    assert any("fastholdelse" in words for words in told["remarks"])


def test_the_page_shows_what_waits_and_escapes_what_is_typed(desk: Desk) -> None:
    type_in(desk, unit(desk, "title", desk.module), "<script>alert(1)</script>")
    page = desk.browser.get(f"{desk.address}/translate/da?show=all").text
    assert "<script>alert(1)" not in page
    assert "<script>alert(1)" in unescape(page)


def test_another_company_another_role_and_an_unknown_language_find_nothing(desk: Desk, other_company: Company) -> None:
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    learner = desk.company.browser(desk.company.person())
    for path in ("/translate", "/translate/da", "/translate/da/files", "/translate/da/texts.xlf", "/glossary"):
        assert stranger.get(desk.address + path).status_code == 404
        assert learner.get(desk.address + path).status_code in (403, 404)
    for language in ("en", "sv", "xx"):
        assert desk.browser.get(f"{desk.address}/translate/{language}").status_code == 404


def test_a_file_goes_out_comes_back_and_is_taken_all_at_once(desk: Desk) -> None:
    out = desk.browser.get(f"{desk.address}/translate/da/texts.xlf")
    assert out.mimetype == "application/xliff+xml"
    back = out.text.replace(
        "<source>Listening on Mondays</source>", "<source>Listening on Mondays</source><target>At lytte</target>"
    )
    said = upload(desk, back.encode(), "back.xlf")
    assert "1 new translation" in said.text
    sent = unescape(said.text.split('name="texts"')[1].split(">", 1)[1].split("</textarea>")[0])
    assert json.loads(sent)[0][2] == "At lytte"
    assert desk.browser.post(f"{desk.address}/translate/da/import", {"texts": sent}).status_code == 303
    assert unit(desk, "title", desk.module).target == "At lytte"


def test_what_was_translated_from_older_words_arrives_as_stale(desk: Desk) -> None:
    table = f"id,source,target,state\r\n{desk.module}#title,Listening on Sundays,At lytte,\r\nnobody#knows,,Ja,\r\n"
    said = upload(desk, table.encode(), "back.csv")
    assert "made from English words that have changed since" in said.text
    assert "nobody#knows" in said.text
    sent = unescape(said.text.split('name="texts"')[1].split(">", 1)[1].split("</textarea>")[0])
    desk.browser.post(f"{desk.address}/translate/da/import", {"texts": sent})
    assert unit(desk, "title", desk.module).state == "stale"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "document type"),
        (b"<xliff", "no XML"),
        (b"<html/>", "no XLIFF"),
        (b'<xliff trgLang="sv"/>', "sv"),
        (b"a,b\r\n1,2\r\n", "columns"),
        (b"", "no file"),
    ],
)
def test_a_hostile_or_foreign_file_is_refused_in_words(desk: Desk, content: bytes, reason: str) -> None:
    before = desk.files()
    said = upload(desk, content, "back.xlf" if content.startswith(b"<") else "back.csv")
    assert said.status_code == 422
    assert reason in unescape(said.text)
    assert desk.files() == before


def upload(desk: Desk, content: bytes, name: str) -> TestResponse:
    return desk.browser.post(f"{desk.address}/translate/da/files", {"file": (BytesIO(content), name)})


def test_a_faked_preview_changes_nothing_it_should_not(desk: Desk) -> None:
    address = f"{desk.address}/translate/da/import"
    for texts in ("", "{}", "[[1,2,3,4]]", '[["a","b","\\u0000",false]]'):
        assert desk.browser.post(address, {"texts": texts}).status_code == 404


def test_an_organisation_keeps_terms_of_its_own(desk: Desk, other_company: Company) -> None:
    address = f"{desk.address}/glossary"
    assert desk.browser.post(address, {"en": "guest", "da": "gæst"}).status_code == 303
    assert "gæst" in desk.browser.get(address).text
    assert desk.browser.post(address, {"en": "guest", "da": ""}).status_code == 422
    theirs = begin(other_company)
    assert "gæst" not in theirs.browser.get(f"{theirs.address}/glossary").text
