"""What there is to translate, and putting it in: ids, numbers and keys stay, nothing but words changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lms.packs.reading import read_files
from lms.packs.segments import base_of, split
from lms.packs.translating.checks import remarks
from lms.packs.translating.csv_file import read_csv, write_csv
from lms.packs.translating.exchanged import Incoming, arrivals, counted, take
from lms.packs.translating.glossary import Term, missing_terms, shared_terms, terms_in
from lms.packs.translating.languages import spoken_in, with_languages
from lms.packs.translating.page_texts import put_in, texts_in
from lms.packs.translating.remembering import remember
from lms.packs.translating.units import Unit, units_of
from lms.packs.translating.word_changes import word_changes
from lms.packs.translating.writing import Translation
from lms.packs.translating.xliff import read_xliff, write_xliff, xliff_id
from lms.packs.translations import Marks

SHELF = Path(__file__).parents[2] / "shelf"
SLUG = "loyalty-economics"
MODULE = f"modules/{SLUG}/module.toml"
PAGE = f"modules/{SLUG}/en/01-why-loyalty-pays.md"
QUIZ = f"quizzes/{SLUG}.toml"

Texts = dict[str, str]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Every file of the tests' own library that is translated: its modules and quizzes."""
    within = (path for folder in ("modules", "quizzes") for path in (SHELF / folder).rglob("*"))
    found = (path for path in within if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(SHELF).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> Texts:
    """The texts among them."""
    return {path: content.decode() for path, content in files.items() if path.endswith((".md", ".toml"))}


@pytest.fixture(scope="module")
def bare(texts: Texts) -> Texts:
    """The same without a word of Danish, which may be missing now."""
    translation = Translation(texts, "da")
    translation.put({id: "" for id, unit in translation.units.items() if not unit.path.endswith(".md")})
    after = {**texts, **{path: text or "" for path, text in translation.changed.items()}}
    english = {path: text for path, text in after.items() if "/da/" not in path and "translations" not in path}
    return {**english, MODULE: with_languages(english[MODULE], ["en", "da"], ["da"])}


def put(texts: Texts, words: Mapping[str, str]) -> Texts:
    translation = Translation(texts, "da")
    translation.put(words)
    return {path: text for path, text in {**texts, **translation.changed}.items() if text is not None}


def unit(texts: Texts, part: str, path: str = PAGE) -> Unit:
    return next(each for each in units_of(texts, "da") if (each.path, each.part) == (path, part))


def test_every_part_is_written_back_as_it_was_when_its_own_words_are_put_in(texts: Texts) -> None:
    pages = {path: text for path, text in texts.items() if path.endswith(".md")}
    for path, text in pages.items():
        for each in split(path, text):
            own = {found.key: found.words for found in texts_in(each.part, each.text)}
            again = put_in(each.part, each.text, own)
            assert again.replace("'''", '"""') == each.text.replace("'''", '"""'), (path, each.part)


def test_a_library_translated_from_nothing_reads_as_the_one_it_was(
    files: dict[str, bytes], texts: Texts, bare: Texts
) -> None:
    whole = units_of(texts, "da")
    assert {each.state for each in units_of(bare, "da")} == {"todo"}
    after = put(bare, {each.id: each.target for each in whole})
    assert {each.id: each.target for each in units_of(after, "da")} == {each.id: each.target for each in whole}
    others = {path: content for path, content in files.items() if path not in texts}
    read = read_files({**others, **{path: text.encode() for path, text in after.items()}})
    was = read_files(files)
    assert [page.texts["da"] for page in read.modules[0].pages] == [page.texts["da"] for page in was.modules[0].pages]


def test_one_block_is_enough_for_a_sound_pack(files: dict[str, bytes], texts: Texts, bare: Texts) -> None:
    after = [each for each in units_of(texts, "da") if each.block.startswith("after-") and each.path.endswith(".md")]
    others = {path: content for path, content in files.items() if path not in texts}
    for each in after[:3]:
        pack = read_files({**others, **{p: t.encode() for p, t in put(bare, {each.id: each.target}).items()}})
        page = next(page for page in pack.modules[0].pages if f"/{page.name}.md" in each.path).texts["da"]
        block = page.block(each.block)
        assert block is not None
        assert block.language == ""
        assert {other.language for other in page.blocks if other.use is None and other.id != each.block} == {"en"}


def test_a_translation_taken_out_leaves_its_block_and_its_marks(bare: Texts) -> None:
    each = next(u for u in units_of(bare, "da") if u.path == PAGE and u.part.endswith(".text"))
    block = [u.id for u in units_of(bare, "da") if (u.path, u.block) == (PAGE, each.block)]
    written = put(bare, dict.fromkeys(block, "På dansk."))
    gone = put(written, dict.fromkeys(block, ""))
    assert not unit(gone, each.part).target
    assert f'"{each.part}"' not in gone[f"modules/{SLUG}/translations.toml"]


def test_texts_go_by_ids_and_not_by_their_place(texts: Texts) -> None:
    names = {each.part for each in units_of(texts, "da") if each.path == QUIZ}
    assert any(name.startswith("items.") and name.endswith(".stem") for name in names)
    assert "objectives.1" in {each.part for each in units_of(texts, "da") if each.path == MODULE}
    assert "media.cover.svg.alt" in {each.part for each in units_of(texts, "da") if each.path == MODULE}


def test_pages_are_brought_in_line_with_english(texts: Texts) -> None:
    danish = PAGE.replace("/en/", "/da/")
    crooked = {**texts, danish: texts[danish] + "\n## Mere {#more}\n\nMere.\n"}
    translation = Translation(crooked, "da")
    assert translation.crooked() == [PAGE]
    translation.bring_in_line()
    assert translation.changed == {danish: texts[danish] + "\n"} or "Mere" not in (translation.changed[danish] or "")
    assert Translation({**crooked, **{p: t or "" for p, t in translation.changed.items()}}, "da").crooked() == []


def test_a_word_that_changes_in_english_marks_what_was_made_from_the_old_one(texts: Texts) -> None:
    each = next(u for u in units_of(texts, "da") if u.path == PAGE and u.part.endswith(".text"))
    changed = texts[PAGE].replace(each.source, each.source + " More.")
    marks: Marks = {}
    remember(PAGE, texts[PAGE], changed, {"da": texts[PAGE.replace("/en/", "/da/")]}, marks)
    assert marks == {"da": {"01-why-loyalty-pays.md": {each.part: each.base}}}
    remember(PAGE, changed, texts[PAGE], {"da": texts[PAGE.replace("/en/", "/da/")]}, marks)
    assert marks["da"]["01-why-loyalty-pays.md"][each.part] == each.base  # the first mark stands


def made(source: str, target: str) -> Unit:
    return Unit(PAGE, "one.text", "one", source, target, "")


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("1,200.50 kr. in 2024", "1.200,50 kr. i 2024", []),
        ("5 of 100", "5 af 10", ["numbers"]),
        ("See [this](https://a.example/).", "Se [dette](https://b.example/).", ["links"]),
        ("A year costs {year}.", "Et år koster {aar}.", ["slots"]),
        ("### Three {#three}", "### Tre", ["slots"]),
        ("What churn costs", "Hvad kundeafgangen koster", []),
        ("What churn costs", "Hvad frafaldet koster", ["terms"]),
        ("Anything 5", "", []),
    ],
)
def test_what_to_look_at_is_remarked_and_nothing_else(source: str, target: str, kinds: list[str]) -> None:
    assert [each.kind for each in remarks(made(source, target), "da", shared_terms())] == kinds


def test_an_organisations_own_term_goes_before_the_shared_one() -> None:
    own = Term({"en": "churn", "da": "frafald"}, own=True)
    (found,) = terms_in("Churn hurts", "da", [*shared_terms(), own])
    assert found.words["da"] == "frafald"
    assert missing_terms("Churn hurts", "Frafaldet gør ondt", "da", [own]) == []
    assert terms_in("A customer journey", "sv", shared_terms())[0].words["sv"] == "kundresa"
    assert terms_in("churning butter", "da", shared_terms()) == []


def test_what_changed_is_shown_word_by_word() -> None:
    pieces = word_changes("Ten customers left.", "Nine customers left us.")
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("gone", "Ten"),
        ("new", "Nine"),
        ("new", " us"),
    ]
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == "Ten customers left."


def test_a_library_goes_through_xliff_and_csv_and_comes_back_the_same(texts: Texts, bare: Texts) -> None:
    whole = units_of(texts, "da")
    wanted = {each.id: each.target for each in whole}
    for back in (read_xliff(write_xliff(whole, "da"), "f.xlf"), read_csv(write_csv(whole), "f.csv")):
        assert {each.id: each.target for each in back} == wanted
        assert {each.id: each.source for each in back} == {each.id: each.source for each in whole}
        translation = Translation(bare, "da")
        take(translation, arrivals(translation, back))
        after = {p: t for p, t in {**bare, **translation.changed}.items() if t is not None}
        assert {each.id: each.target for each in units_of(after, "da")} == wanted
        assert {each.state for each in units_of(after, "da")} == {"current"}


def test_ids_of_xliff_are_names_and_the_file_says_which_text_they_are_of(texts: Texts) -> None:
    each = unit(texts, "title", MODULE)
    written = write_xliff([each], "da").decode()
    assert f'id="{xliff_id(each.id)}" name="{each.id}"' in written
    assert 'version="2.1" srcLang="en" trgLang="da"' in written


def test_other_tools_and_older_files_are_read_too() -> None:
    cut = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="da"><file id="f">
      <unit id="a#b"><segment state="final"><source>One. </source><target>En. </target></segment>
      <segment state="final"><source>Two</source><target>T<pc id="1">o</pc></target></segment></unit></file></xliff>"""
    assert read_xliff(cut.encode(), "f") == [Incoming("a#b", "One. Two", "En. To", is_final=True)]
    old = """<xliff version="1.2"><file target-language="da"><body><trans-unit id="x" resname="a#b" approved="yes">
      <source>One</source><target>En</target></trans-unit></body></file></xliff>"""
    assert read_xliff(old.encode(), "f") == [Incoming("a#b", "One", "En", is_final=True)]


def test_what_arrives_is_sorted_before_anything_changes(texts: Texts) -> None:
    each = unit(texts, "title", MODULE)
    translation = Translation(texts, "da")
    incoming = [
        Incoming(each.id, each.source, "Noget andet"),
        Incoming(unit(texts, "summary", MODULE).id, "Older words.", "Ældre ord."),
        Incoming(unit(texts, "objectives.1", MODULE).id, "", ""),
        Incoming("nobody#knows", "", "Ja"),
    ]
    found = arrivals(translation, incoming)
    assert counted(found) == {"changed": 2, "empty": 1, "unknown": 1, "stale": 1}
    take(translation, found)
    after = {p: t for p, t in {**texts, **translation.changed}.items() if t is not None}
    assert unit(after, "summary", MODULE).mark == base_of("Older words.")
    assert unit(after, "summary", MODULE).state == "stale"


def test_a_table_for_a_spreadsheet_never_holds_a_formula() -> None:
    each = Unit(PAGE, "one.text", "one", "=HYPERLINK(1)", "- et", "")
    rows = write_csv([each]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in rows
    assert "'- et" in rows
    assert read_csv(rows.encode(), "f")[0].source == "=HYPERLINK(1)"


def test_languages_are_written_into_the_head_and_its_remarks_stay() -> None:
    module = 'uuid = "x"\n# why\nlanguages = ["en"]  # only so far\nminutes = 3\n\n[[pages]]\nname = "a"\n'
    added = with_languages(module, ["en", "da"], ["da"])
    assert added == module.replace('["en"]', '["en", "da"]').replace("so far\n", 'so far\npartly = ["da"]\n')
    assert spoken_in(added) == (["en", "da"], ["da"])
    assert with_languages(added, ["en", "da"], []) == module.replace('["en"]', '["en", "da"]')
