"""The PDF: tagged, in three languages, whatever stands in a name; made elsewhere, in bounded time, never by half."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from pypdf import PdfReader

from lms.doors.certificates import typesetting
from lms.web.paper import children
from lms.web.paper.typesetting import TYPESETTER
from tests.doors.certificate_words import WORDS
from tests.support.company import Company
from tests.support.learner import Learner

HOSTILE = {
    "markup": '#import "@preview/cetz:0.3.0": * $x^2$ ] } */ \\ #panic("out")',
    "a file": '#read("/etc/passwd") #include "typeset.py"',
    "html": "<script>alert(1)</script> & <b>",
    "quotes": "\"'`´“”«»",
    "one long word": "W" * 200,
    "many words": "Wolfeschlegelstein " * 10,
    "right to left": "שלום محمد",
    "turned round": "abc\u202egnp.exe\u2066x",
    "combining": "a" + "\u0301" * 100,
    "far letters": "王小明",
    "pictures": "👩‍👩‍👧 😀",
    "Polish and Icelandic": "Łukasz Þórður Çelik Ünal",
    "Greek and Cyrillic": "Ελένη Юлия",
    "blank": " ",
}


def read(pdf: bytes) -> PdfReader:
    """Open a PDF strictly."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF on one line, without the marks that only let a long word break."""
    return " ".join(read(pdf).pages[0].extract_text().replace("\u200b", "").split())


def document(learner: Learner, number: str, language: str) -> bytes:
    """Fetch a certificate."""
    response = learner.browser.get(f"/me/certificates/{number}/{language}.pdf")
    assert (response.status_code, response.content_type) == (200, "application/pdf")
    return response.data


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_it_is_tagged_titled_and_in_its_language(graduate: Learner, number: str, language: str) -> None:
    found = read(document(graduate, number, language))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert found.metadata is not None
    assert graduate.person.name in str(found.metadata.title)
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert len(found.pages) == 1
    assert found.pages[0].mediabox.width > found.pages[0].mediabox.height


def test_it_says_who_did_what_when_and_how_to_check_it(company: Company, graduate: Learner, number: str) -> None:
    said = text_of(document(graduate, number, "en"))
    day = "21 November 2026"
    for word in (
        graduate.person.name,
        "Loyalty economics",
        company.organisation.name,
        day,
        number,
        f"/verify/{number}",
    ):
        assert word in said, word
    assert "Lojalitetsekonomi" in text_of(document(graduate, number, "sv"))
    assert "Loyalitetsøkonomi" in text_of(document(graduate, number, "da"))


def test_the_same_certificate_is_the_same_file_and_no_browser_keeps_it(graduate: Learner, number: str) -> None:
    here = f"/me/certificates/{number}/en.pdf"
    first, second = graduate.browser.get(here), graduate.browser.get(here)
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert len(first.data) < 100_000


def test_an_unknown_language_is_not_there(graduate: Learner, number: str) -> None:
    assert graduate.browser.get(f"/me/certificates/{number}/de.pdf").status_code == 404


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_is_words_and_never_instructions(name: str) -> None:
    made = typesetting.typeset(WORDS | {"name": name, "title": name, "objectives": [name], "practised": [name]})
    assert len(read(made).pages) == 1
    if name.isascii() and name.strip() and len(name) < 100:
        assert name in text_of(made)


def test_a_page_holds_more_than_any_module_has(company: Company) -> None:
    many = [f"Objective number {n} that is as long as a sentence on a certificate may be." for n in range(12)]
    assert len(read(typesetting.typeset(WORDS | {"objectives": many, "practised": many[:6]})).pages) == 1


def test_typst_is_not_in_the_process_that_serves(graduate: Learner, number: str) -> None:
    document(graduate, number, "en")
    assert "typst" not in sys.modules


def test_the_process_is_given_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_SECRET_KEY", "not for the typesetter, whatever happens")
    given: dict[str, Any] = {}
    monkeypatch.setattr(children.subprocess, "run", lambda *_a, **k: given.update(k) or _Done())
    typesetting.typeset(WORDS)
    assert set(given["env"]) == {"PYTHONPATH", "RAYON_NUM_THREADS", "LC_ALL"}


@pytest.mark.parametrize("script", ["raise SystemExit(3)", "import time; time.sleep(60)"], ids=["fails", "hangs"])
def test_a_pdf_that_cannot_be_made_is_said_in_words(
    script: str, graduate: Learner, number: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "typeset.py"
    stand_in.write_text(script)
    monkeypatch.setattr(TYPESETTER, "script", stand_in)
    monkeypatch.setattr(TYPESETTER, "seconds", 1)
    answered = graduate.browser.get(f"/me/certificates/{number}/da.pdf")
    assert (answered.status_code, "The PDF could not be made just now." in answered.text) == (503, True)
    assert 'lang="en"' in answered.text


def test_when_too_many_wait_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TYPESETTER, "wait", 0)
    assert TYPESETTER._turn.acquire(timeout=1)
    try:
        with pytest.raises(children.NotMade):
            typesetting.typeset(WORDS)
    finally:
        TYPESETTER._turn.release()
    assert typesetting.typeset(WORDS).startswith(b"%PDF")


class _Done:
    stdout = b""
