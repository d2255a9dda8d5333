"""Tables as spreadsheet programs save them, and files that are none of what is known."""

from __future__ import annotations

import pytest

from lms.packs.exchange.importing import import_quiz
from lms.packs.exchange.refusals import Refused
from tests.packs.exchange.looking import file_of, items_of, said

TABLE = """question;answer;correct;feedback;kind;match;tolerance;feedback right;feedback wrong;id;Note
Hvem bliver?;Alle;;Nej.;;;;;;who;x
;Dem, der kommer igen;x;Ja.;;;;;;;
Hvad er det værd?;1.200,5;;;number;;10,5;Ja.;Nej.;;
;1500;0;Uden rente.;number;;;;;;
Hvad hedder det?;NPS;x;;short-text;;;Ja.;Nej.;;
Hvem gør hvad?;Fans;;De taler.;matching;Fortæller;;;;;
;Kritikere;;De går.;matching;Forlader;;;;;
Rækkefølge?;Se;;;order;;;Ja.;Nej.;;
;Tæl;;;;;;;;;
;Gør;;;;;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_a_table_from_a_spreadsheet_is_read_in_every_encoding(encoding: str, mark: str) -> None:
    text = TABLE.replace("Dem, der", "Dem der").replace(";", mark)
    if mark == ",":
        text = text.replace("1.200,5", "1200.5").replace("10,5", "10.5")
    imported = import_quiz(text.replace("\n", "\r\n").encode(encoding), "skema.csv", language="da")
    items = items_of(imported)
    assert [item["kind"] for item in items.values()] == ["single-choice", "number", "short-text", "matching", "order"]
    assert items["who"]["options"][1]["feedback"]["da"] == "Ja."
    number = items["hvad-er-det-vaerd"]
    assert (number["answer"], number["tolerance"], number["near"][0]["value"]) == (1200.5, 10.5, 1500)
    assert "the column “Note” is not known" in said(imported)


def test_a_number_that_could_be_two_is_left_out() -> None:
    imported = import_quiz(b"question;answer;kind\nA?;1.200;number\nB?;3,141;number\nC?;1.200,5;number\n", "x.csv")
    assert "could be two numbers" in said(imported, "A?")
    assert [item["answer"] for item in file_of(imported)["items"]] == [3.141, 1200.5]


def test_excel_s_own_separator_line_and_quotation_marks_are_read() -> None:
    imported = import_quiz(b'sep=,\r\nquestion,answer,correct\r\n"A, or\nB?",One,x\r\n,Two,\r\n', "x.csv")
    assert file_of(imported)["items"][0]["stem"]["en"] == "A, or B?"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "no column “question”"),
        ("question,answer\n,1\n", "has no question"),
        ('question,answer\n"never,closed\n', "cannot be read"),
        ("", "no column “question”"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        import_quiz(text.encode(), "x.csv")


def test_a_mark_that_says_neither_right_nor_wrong_leaves_the_question_out() -> None:
    imported = import_quiz(b"question,answer,correct\nA?,one,perhaps\n,two,x\n", "x.csv")
    assert "says neither right nor wrong" in said(imported, "A?")


def test_a_file_of_no_known_format_is_refused_with_the_ways_to_say_it() -> None:
    with pytest.raises(Refused, match="--format gift"):
        import_quiz(b"\x89PNG", "x.png")
    with pytest.raises(Refused, match="no question in it"):
        import_quiz(b"\n\n", "x.gift")
    with pytest.raises(Refused, match="no Moodle XML"):
        import_quiz(b"<html/>", "x.xml")
    with pytest.raises(Refused, match="no text"):
        import_quiz(b"a\x00b", "x.gift")
