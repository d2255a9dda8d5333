"""Looking for words on pages: inflections, beginnings, three languages, and an index that is never behind."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from lms.catalog.indexing import index_missing
from lms.catalog.models import ModuleVersion, PageVersion
from lms.catalog.page_words import block_texts
from lms.catalog.search import Hit, Query, search
from lms.catalog.search_models import SearchWord
from lms.catalog.snippets import holds_all, marked, snippet
from lms.catalog.words import stem
from tests.catalog.conftest import PAGE, Shelf
from tests.support.fingerprint import fingerprint
from tests.support.rows import statements

DANISH = PAGE.replace("/en/", "/da/")


@pytest.fixture
def indexed(shelf: Shelf) -> Shelf:
    """Return a shelf whose version 1.0 is published and indexed."""
    shelf.write()
    assert shelf.sync().stored == ("coffee 1.0",)
    return shelf


def _version(shelf: Shelf, number: str = "1.0") -> UUID:
    major, minor = map(int, number.split("."))
    with shelf.installation.database.reading() as session:
        wanted = ModuleVersion.major == major, ModuleVersion.minor == minor
        return session.scalars(select(ModuleVersion.id).where(*wanted)).one()


def _hits(shelf: Shelf, text: str, language: str = "en", number: str = "1.0") -> list[Hit]:
    with shelf.installation.database.reading() as session:
        return search(session, Query.of(text), [(_version(shelf, number), language)])


def _pages(shelf: Shelf, text: str, language: str = "en") -> list[str]:
    return [hit.page for hit in _hits(shelf, text, language)]


def _count(shelf: Shelf) -> int:
    with shelf.installation.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SearchWord)) or 0


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("da", "kundeafgang", "kundeafgangen"),
        ("da", "Kundeafgangen", "KUNDEAFGANG"),
        ("da", "løfte", "løfter"),
        ("da", "køb", "købet"),
        ("sv", "återköp", "ÅTERKÖPET"),
        ("sv", "kunder", "kunderna"),
        ("en", "customer", "customers'"),
        ("en", "cafe", "café"),
    ],
)
def test_a_word_and_its_inflections_find_each_other(language: str, one: str, other: str) -> None:
    for typed, written in ((one, other), (other, one)):
        assert holds_all(f"Om {written}, og mere", Query.of(typed), language), (typed, written)


@pytest.mark.parametrize(("one", "other"), [("kål", "kal"), ("får", "far"), ("mål", "møl"), ("rör", "ror")])
def test_nordic_letters_are_letters_of_their_own(one: str, other: str) -> None:
    for language in ("da", "sv"):
        assert not holds_all(one, Query.of(f"{other} x"), language)
        assert stem(one, language) != stem(other, language)


def test_a_letter_written_with_a_loose_ring_is_the_same_letter(indexed: Shelf) -> None:
    assert Query.of("ka\u030al").words == Query.of("kål").words == ("kål",)


def test_every_word_is_required_and_the_last_may_be_unfinished(indexed: Shelf) -> None:
    assert _pages(indexed, "cup") == _pages(indexed, "cups") == ["01-why", "02-how"]
    assert _pages(indexed, "cup kr") == _pages(indexed, "cup bef") == ["01-why"], "before is not finished"
    assert _pages(indexed, "bef cup") == [], "only the last may be unfinished"
    assert _pages(indexed, "cup zebra") == []
    assert _pages(indexed, "") == _pages(indexed, "?!") == []


def test_title_before_heading_before_text(shelf: Shelf) -> None:
    shelf.write()
    shelf.edit(PAGE, "A cup costs", "A cup of arabica costs")
    other = "modules/coffee/en/02-how.md"
    path = shelf.folder / other
    path.write_text(path.read_text().replace('title = "', 'title = "Arabica ', 1))
    assert not shelf.sync().problems
    hits = _hits(shelf, "arabica")
    assert [(hit.page, hit.block is None) for hit in hits] == [("02-how", True), ("01-why", False)]
    assert hits[0].score > hits[1].score
    assert hits[1].block is not None
    assert "arabica" in hits[1].block.text


def test_a_page_is_opened_at_the_block_that_holds_most_of_the_words(shelf: Shelf) -> None:
    shelf.write()
    path = shelf.folder / PAGE
    path.write_text(path.read_text() + "\n## Robusta beans {#beans}\n\nBitter, and twice the caffeine.\n")
    danish = shelf.folder / DANISH
    danish.write_text(danish.read_text() + "\n## Robusta {#beans}\n\nBitter.\n")
    assert not shelf.sync().problems
    (hit,) = _hits(shelf, "bean caffeine")
    assert hit.block is not None
    assert (hit.block.id, hit.block.heading) == ("beans", "Robusta beans")


def test_a_reader_finds_words_of_their_own_language_only(indexed: Shelf) -> None:
    assert _pages(indexed, "hvorfor", "da") == ["01-why"]
    assert _pages(indexed, "hvorfor", "en") == _pages(indexed, "why", "da") == []


def test_what_an_earlier_program_published_is_indexed_although_the_shelf_is_unchanged(indexed: Shelf) -> None:
    before = fingerprint(indexed.installation.database, without={"library_sync"})
    with indexed.installation.database.writing() as session:
        session.execute(delete(SearchWord))
    assert _pages(indexed, "costs") == []
    assert indexed.sync().unchanged
    assert _pages(indexed, "costs") == ["01-why"]
    assert fingerprint(indexed.installation.database, without={"library_sync"}) == before
    assert index_missing(indexed.installation.database) == 0


def test_an_index_of_an_earlier_edition_is_written_anew(indexed: Shelf) -> None:
    with indexed.installation.database.writing() as session:
        for mark in session.scalars(select(SearchWord).where(SearchWord.word == "")):
            mark.places = "0"
        session.execute(delete(SearchWord).where(SearchWord.word == stem("costs", "en")))
    assert _pages(indexed, "costs") == []
    indexed.sync()
    assert _pages(indexed, "costs") == ["01-why"]


def test_a_new_minor_replaces_the_words_of_the_old_one_and_a_new_major_stands_beside(indexed: Shelf) -> None:
    rows = _count(indexed)
    indexed.edit(PAGE, "A cup costs", "A mug costs")
    indexed.number("1.1")
    indexed.sync()
    assert _hits(indexed, "mug", number="1.1")
    assert not _hits(indexed, "cup", number="1.0"), "nobody is shown 1.0 any more"
    assert abs(_count(indexed) - rows) < 20
    indexed.number("2.0")
    indexed.sync()
    assert _hits(indexed, "mug", number="1.1"), "whoever has begun stays on 1"
    assert _hits(indexed, "mug", number="2.0")


def test_a_shelf_with_a_mistake_is_indexed_as_it_last_was_good(indexed: Shelf) -> None:
    with indexed.installation.database.writing() as session:
        session.execute(delete(SearchWord))
    (indexed.folder / PAGE).write_text("broken")
    assert indexed.sync().problems
    assert _pages(indexed, "costs") == ["01-why"]


def test_two_queries_and_then_one(indexed: Shelf) -> None:
    with statements(indexed.installation.database) as sent, indexed.installation.database.reading() as session:
        shown = [(session.scalars(select(PageVersion.version_id)).first(), "en")]
        before = len(sent)
        search(session, Query.of("cup"), shown)  # type: ignore[arg-type]
        first = len(sent) - before
        search(session, Query.of("cup"), shown)  # type: ignore[arg-type]
        second = len(sent) - before - first
    assert (first, second) == (2, 1)


def test_a_question_is_bounded() -> None:
    many = Query.of("one two three four five six seven eight nine")
    assert (many.words[-1], many.cut) == ("eight", True)
    assert Query.of("x" * 5_000).cut
    assert len(Query.of("x" * 5_000).stems("en")[0]) <= 40
    assert not Query.of("one two").cut


HOSTILE = ["'; DROP TABLE person;--", "%%%", "___", "\\", "\u202egnp", "a" * 200, "\U0001f4a9", "<b>", "0", "\udfff"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_question_breaks_the_search(text: str, indexed: Shelf) -> None:
    assert isinstance(_pages(indexed, text), list)


def test_a_snippet_shows_the_words_found_in_their_surroundings() -> None:
    text = "Before. " * 40 + "Then the customers of the town left. " + "After. " * 40
    pieces = snippet(text, Query.of("customer town"), "en")
    assert [piece for piece, is_marked in pieces if is_marked] == ["customers", "town"]
    shown = "".join(piece for piece, _marked in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 200
    assert snippet("Nothing of it here", Query.of("zebra"), "en") == [("Nothing of it here", False)]


def test_the_whole_text_comes_back_in_pieces() -> None:
    text = "Loyal customers, <b>loyalty</b> & LOYAL"
    pieces = marked(text, Query.of("loyal"), "en")
    assert "".join(piece for piece, _marked in pieces) == text
    assert [piece for piece, is_marked in pieces if is_marked] == ["Loyal", "loyalty", "LOYAL"]


def test_words_on_both_sides_of_a_tag_are_two_words_unless_the_tag_is_within_a_line() -> None:
    html = (
        "<h2>Head</h2><p>One</p><p>Two<br>three <em>fo</em>ur</p><table><tr><td>a</td><td>b &amp; c</td></tr></table>"
    )
    (block,) = block_texts({"blocks": [{"id": "x", "kind": "text", "data": {}, "html": html}]})
    assert (block.heading, block.text) == ("Head", "Head One Two three four a b & c")


def test_names_of_files_and_ids_in_a_block_are_no_words_of_it() -> None:
    data = {"file": "leaking-years.svg", "use": "cost-of-churn", "title": "Jar", "left": {"html": "<p>Left</p>"}}
    (block,) = block_texts({"blocks": [{"id": "x", "kind": "picture", "data": data, "html": None}]})
    assert (block.heading, block.text) == ("Jar", "Jar Left")
