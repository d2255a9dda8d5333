"""What a checker finds wrong, in the trainer's own language: at a field, in a list, at a formula, of a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from lms.catalog.models import LibrarySync
from lms.kernel.permissions import Role
from lms.packs.problems import Problem
from lms.sentences import kept, say
from tests.support.company import Browser, Company
from tests.support.drafting import Desk, begin
from tests.support.tiny_catalogue import in_danish
from tests.support.tool_desk import at_tool, words

TEMPLATES = Path(__file__).parents[2] / "lms" / "studio" / "templates"
# what the analysis finds (`finding`) is worded in its room
SPOKEN = re.compile(
    r"\{\{ (?!finding\.)[\w.\[\]]*(?:\.message|\.remedy|\breason|refused\.reason|\bloss) "
    r"(?:\}\}|\|(?! ?(?:string \| )?in_words))"
)
DANISH = {
    '"{prefix}{language}" is missing.': "»{prefix}{language}« mangler.",
    'Add {prefix}{language} = "…".': 'Tilføj {prefix}{language} = "…".',
    '"{key}" must be a whole number.': "»{key}« skal være et helt tal.",
    "Write {key} = {low} to {high}.": "Skriv {key} = {low} til {high}.",
    "“{name}” is not known here.": "»{name}« kendes ikke her.",
    "Did you mean “{near}”?": "Mente du »{near}«?",
    "There is no column “{need}”.": "Der er ingen kolonne »{need}«.",
    "Name the columns in the first line.": "Skriv kolonnernes navne i første linje.",
    "The page {page} has no title.": "Siden {page} har ingen titel.",
    "Give it one.": "Giv den en.",
    "size without sign": "størrelsen uden fortegn",
}


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate the sentences of these tests."""
    in_danish(DANISH, monkeypatch)


def dane(company: Company) -> Desk:
    """Return the desk of a trainer who reads Danish."""
    return begin(company, person=company.person(Role.TRAINER, language="da"))


def sent(desk: Desk, part: str, **fields: str) -> dict[str, str]:
    """Return the form of one part of the outline."""
    base = {f"base:{desk.module}:{part}": desk.base(desk.module, part)}
    return base | {f"{part}:{path}": text for path, text in fields.items()}


def test_the_list_of_problems_is_danish_for_a_dane_and_english_for_a_colleague(company: Company) -> None:
    desk = dane(company)
    desk.browser.post(desk.address, sent(desk, "@head", minutes="soon"), headers={"Accept": "application/json"})
    page = words(desk.browser.get(f"{desk.address}/problems").text)
    assert "»minutes« skal være et helt tal. Skriv minutes = 1 til 600." in page
    colleague = desk.beside(company.person(Role.TRAINER))
    assert '"minutes" must be a whole number. Write minutes = 1 to 600.' in words(
        colleague.browser.get(f"{desk.address}/problems").text
    )


def test_a_field_that_is_kept_is_told_at_once_in_danish(company: Company) -> None:
    desk = dane(company)
    said = desk.browser.post(desk.address, sent(desk, "@head", minutes="soon"), headers={"Accept": "application/json"})
    told = {each["field"]: each["message"] for each in said.json["problems"]}
    assert told["@head:minutes"] == "»minutes« skal være et helt tal. Skriv minutes = 1 til 600."


def test_a_formula_and_what_it_may_use_are_explained_in_danish(company: Company) -> None:
    desk = at_tool(company, person=company.person(Role.TRAINER, language="da"))
    assert desk.send("outputs.lost_customers", formula="custmers * churn_rate").status_code == 200
    assert "»custmers« kendes ikke her. Mente du »customers«?" in desk.told()
    assert "rrelsen uden fortegn" in desk.browser.get(desk.tool).text


def test_a_file_of_questions_is_refused_in_danish(company: Company) -> None:
    desk = dane(company)
    form = {"file": (io.BytesIO(b"a;b\n1;2\n"), "asked.csv"), "format": "csv", "language": "en"}
    page = desk.browser.post(f"{desk.address}/question-imports", form)
    assert page.status_code == 422
    assert "Der er ingen kolonne »question«. → Skriv kolonnernes navne i første linje." in words(page.text)


@pytest.fixture
def broken_shelf(company: Company) -> Iterator[None]:
    """Let the last reading of the shelf have found a problem; the next test finds the shelf as it was."""
    told = Problem("modules/coffee/en/01.md", 1, say("The page {page} has no title.", page="01"), say("Give it one."))
    stored = {"file": told.file, "line": told.line, "message": kept(told.message), "remedy": kept(told.remedy)}
    now = company.installation.clock.now()
    row = LibrarySync(digest="0" * 64, problems=[stored], at=now.replace(year=now.year + 1))
    with company.installation.database.writing() as session:
        session.add(row)
    yield
    with company.installation.database.writing() as session:
        session.execute(delete(LibrarySync).where(LibrarySync.digest == "0" * 64))


@pytest.mark.usefixtures("broken_shelf")
def test_what_is_wrong_on_the_shelf_is_kept_so_that_each_reads_it_in_their_language(company: Company) -> None:
    def shelf(browser: Browser) -> str:
        return words(browser.get("/author").text)

    dansk = company.browser(company.person(Role.TRAINER, language="da"))
    assert "Siden 01 har ingen titel. → Giv den en." in shelf(dansk)
    assert "The page 01 has no title. → Give it one." in shelf(company.browser(company.person(Role.TRAINER)))


def test_every_page_of_the_studio_says_what_was_found_in_the_readers_words() -> None:
    found = [
        f"{path.name}: {each}"
        for path in TEMPLATES.rglob("*.html")
        for each in SPOKEN.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert SPOKEN.search("<p>{{ each.message }}</p>"), "what is looked for is found"
    assert SPOKEN.search("<p>{{ reason | upper }}</p>")
    assert not SPOKEN.search("<p>{{ each.message | in_words }} {{ loss | string | in_words }}</p>")
